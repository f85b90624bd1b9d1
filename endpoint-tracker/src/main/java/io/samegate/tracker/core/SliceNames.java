package io.samegate.tracker.core;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Generated names, decided from the state alone. */
final class SliceNames {

    /** What a generated name ends in: no vowels, so that it spells nothing. */
    private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int LONGEST = 63;

    private SliceNames() {}

    /** The first name of the fixed sequence that follows from {@code seed} which no slice has. */
    static String free(Edit edit, ObjectKey service, String seed) {
        String prefix = service.name() + "-";
        String base = prefix.substring(0, Math.min(prefix.length(), LONGEST - SUFFIX_LENGTH));
        for (int attempt = 0; ; attempt++) {
            String name = base + suffix(seed + "/" + attempt);
            ObjectKey key = new ObjectKey(service.namespace(), name);
            if (edit.state().slices().get(key).isEmpty() && !edit.hasRemoved(ObjectKind.ENDPOINT_SLICE, key)) {
                return name;
            }
        }
    }

    private static String suffix(String seed) {
        long number =
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_ALPHABET.charAt((int) Long.remainderUnsigned(number, SUFFIX_ALPHABET.length())));
            number = Long.divideUnsigned(number, SUFFIX_ALPHABET.length());
        }
        return suffix.toString();
    }
}
