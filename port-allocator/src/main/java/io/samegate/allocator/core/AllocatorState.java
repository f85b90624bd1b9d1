package io.samegate.allocator.core;

import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Everything the allocator decides from.
 *
 * @param allocations what the log says
 * @param namespaces what was observed: the namespaces that are there
 */
public record AllocatorState(Allocations allocations, PMap<String, NamespacePhase> namespaces) {

    static AllocatorState of(Allocations allocations) {
        return new AllocatorState(allocations, HashTreePMap.empty());
    }

    AllocatorState with(Allocations newAllocations) {
        return new AllocatorState(newAllocations, namespaces);
    }

    AllocatorState seeing(AllocatorInput.NamespaceSeen seen) {
        return new AllocatorState(
                allocations,
                seen.phase() == NamespacePhase.MISSING
                        ? namespaces.minus(seen.name())
                        : namespaces.plus(seen.name(), seen.phase()));
    }

    NamespacePhase phase(String namespace) {
        return namespaces.getOrDefault(namespace, NamespacePhase.MISSING);
    }
}
