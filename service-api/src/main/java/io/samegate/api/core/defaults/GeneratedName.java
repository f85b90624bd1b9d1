package io.samegate.api.core.defaults;

import java.util.random.RandomGenerator;

/** Names made from {@code metadata.generateName}. Stateless. */
public final class GeneratedName {

    /** No vowels and no digits that look like letters: nothing rude, nothing misread. */
    private static final String CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST = 63;

    private GeneratedName() {}

    /** Five random characters. */
    public static String suffix(RandomGenerator random) {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return suffix.toString();
    }

    /** The base, cut so that the whole name has at most 63 characters, and the suffix. */
    public static String of(String base, String suffix) {
        int room = LONGEST - suffix.length();
        return (base.length() > room ? base.substring(0, room) : base) + suffix;
    }
}
