package io.samegate.api.store;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.eventlog.follow.Entry;
import java.util.Collection;

/**
 * Objects of one kind at one moment, sorted by namespace and name.
 *
 * @param position a watch from here misses nothing and repeats nothing
 */
public record Listing(Collection<Entry<HasMetadata>> entries, long position) {}
