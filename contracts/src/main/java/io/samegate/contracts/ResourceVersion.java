package io.samegate.contracts;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * {@code metadata.resourceVersion} is the offset of the object's record + 1: opaque to clients, the same on every
 * replica, valid as the start of a watch. It is never part of a record's value; readers stamp it.
 */
public final class ResourceVersion {

    /** The offset of a record that is decided but not yet committed; no resourceVersion ever equals it. */
    public static final long UNCOMMITTED = -1;

    private ResourceVersion() {}

    /** The resourceVersion of the record at {@code offset}. */
    public static String of(long offset) {
        return Long.toString(offset + 1);
    }

    /** Whether a precondition asks for the record at {@code offset}; none does while it is uncommitted. */
    public static boolean matches(String resourceVersion, long offset) {
        return offset != UNCOMMITTED && of(offset).equals(resourceVersion);
    }

    /**
     * A copy of {@code metadata} that carries the version of {@code offset}; for shallow copies of an object that
     * leave the shared one alone.
     */
    public static ObjectMeta stamp(HasMetadata object, long offset) {
        return new ObjectMetaBuilder(object.getMetadata())
                .withResourceVersion(of(offset))
                .build();
    }
}
