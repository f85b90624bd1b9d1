package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.objects.Stamped;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.Json;
import io.samegate.eventlog.follow.Entry;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Objects as JSON with their resourceVersion, written once per version as long as there is room: what has not been asked
 * for longest goes first. Thread-safe.
 */
final class ObjectBytes {

    /** What one kept object takes beside its bytes, about. */
    private static final int OVERHEAD = 128;

    private record Version(ApiKind kind, long offset) {}

    private static final class Kept {
        private final WeakReference<HasMetadata> object;
        private final byte[] json;

        Kept(HasMetadata object, byte[] json) {
            this.object = new WeakReference<>(object);
            this.json = json;
        }

        /** A topic that was made anew counts its offsets from the start again, so the version alone does not tell. */
        boolean isOf(HasMetadata other) {
            return object.refersTo(other);
        }

        int size() {
            return json.length + OVERHEAD;
        }
    }

    private final long room;
    private final Map<Version, Kept> kept = new LinkedHashMap<>(16, 0.75f, true); // guarded by this, as all below
    private long size;

    /** @param room how many bytes may be kept */
    ObjectBytes(long room) {
        this.room = room;
    }

    /** The object as clients see it; the caller must not change the bytes. */
    byte[] of(ApiKind kind, Entry<HasMetadata> entry) {
        Version version = new Version(kind, entry.offset());
        synchronized (this) {
            Kept found = kept.get(version);
            if (found != null && found.isOf(entry.value())) {
                return found.json;
            }
        }
        Kept written = new Kept(entry.value(), Json.write(Stamped.of(entry.value(), entry.offset())));
        keep(version, written);
        return written.json;
    }

    private synchronized void keep(Version version, Kept written) {
        Kept before = kept.put(version, written);
        size += written.size() - (before == null ? 0 : before.size());
        Iterator<Kept> oldest = kept.values().iterator();
        while (size > room) {
            size -= oldest.next().size();
            oldest.remove();
        }
    }
}
