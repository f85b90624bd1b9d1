package io.samegate.eventlog.follow;

import java.util.Optional;

/**
 * What happened to one key: appeared, changed or went.
 *
 * @param offset of the record that did it; for a removal that of the tombstone
 */
public record Change<T>(String key, Optional<Entry<T>> before, Optional<Entry<T>> after, long offset) {}
