package io.samegate.contracts.request;

/**
 * What must be true of the stored object, else the request is a 409 Conflict. Empty strings ask for nothing.
 *
 * <p>A resourceVersion that an earlier request of the same batch has changed does not match: it is not committed yet.
 */
public record Preconditions(String uid, String resourceVersion) {

    public static final Preconditions NONE = new Preconditions("", "");

    public static Preconditions resourceVersion(String resourceVersion) {
        return new Preconditions("", resourceVersion);
    }

    public boolean asksForUid() {
        return !uid.isEmpty();
    }

    public boolean asksForResourceVersion() {
        return !resourceVersion.isEmpty();
    }
}
