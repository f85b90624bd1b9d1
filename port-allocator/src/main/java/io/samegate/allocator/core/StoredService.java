package io.samegate.allocator.core;

import io.fabric8.kubernetes.api.model.Service;

/**
 * A Service and where it stands.
 *
 * @param offset of its record, {@link io.samegate.contracts.ResourceVersion#UNCOMMITTED} on a candidate
 */
public record StoredService(Service service, long offset) {}
