package io.samegate.gateway.core;

import io.samegate.contracts.ObjectKey;

/**
 * Which Service, and which one of that name: deleted and created again it has another uid.
 *
 * @param generation of its spec
 */
public record ServiceIdentity(ObjectKey key, String uid, long generation) {

    /** Whether it is the same Service, perhaps with another spec. */
    boolean isSameAs(ServiceIdentity other) {
        return key.equals(other.key) && uid.equals(other.uid);
    }
}
