package io.samegate.api.core.access;

import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who asks, as an {@link Authenticator} knows them.
 *
 * @param name never empty
 * @param uid empty where the source of the name has none
 * @param groups in the order they were given; {@code system:authenticated} or {@code system:unauthenticated} is among them
 */
public record User(String name, String uid, List<String> groups) {

    /** Whoever gave no credentials; the only user there is while there is no authentication. */
    public static final User ANONYMOUS = new User("system:anonymous", "", List.of("system:unauthenticated"));

    /** The group that everybody who has shown who they are is in. */
    public static final String AUTHENTICATED = "system:authenticated";

    public User {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name of a user: \"\" (expected: not empty)");
        }
        groups = List.copyOf(groups);
    }

    /** Somebody who has shown who they are. */
    public static User authenticated(String name, String uid, List<String> groups) {
        List<String> all = new ArrayList<>(groups);
        if (!all.contains(AUTHENTICATED)) {
            all.add(AUTHENTICATED);
        }
        return new User(name, uid, all);
    }

    public boolean isAnonymous() {
        return equals(ANONYMOUS);
    }
}
