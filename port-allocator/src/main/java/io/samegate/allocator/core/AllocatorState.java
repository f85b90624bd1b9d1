package io.samegate.allocator.core;

import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Everything the allocator decides from.
 *
 * @param allocations what the log says
 * @param namespaces what was observed: the namespaces that are there
 * @param nodeAddresses what was observed: where the nodes that take new connections are reached
 * @param findings what the last repair has found, and what of it is news
 */
public record AllocatorState(
        Allocations allocations,
        PMap<String, NamespacePhase> namespaces,
        List<String> nodeAddresses,
        Findings findings) {

    static AllocatorState of(Allocations allocations) {
        return new AllocatorState(allocations, HashTreePMap.empty(), List.of(), Findings.NONE);
    }

    AllocatorState with(Allocations newAllocations) {
        return new AllocatorState(newAllocations, namespaces, nodeAddresses, findings);
    }

    AllocatorState observing(AllocatorInput input) {
        return switch (input) {
            case AllocatorInput.NamespaceSeen seen ->
                new AllocatorState(
                        allocations,
                        seen.phase() == NamespacePhase.MISSING
                                ? namespaces.minus(seen.name())
                                : namespaces.plus(seen.name(), seen.phase()),
                        nodeAddresses,
                        findings);
            case AllocatorInput.NodesSeen seen ->
                new AllocatorState(allocations, namespaces, seen.addresses(), findings);
            case AllocatorInput.RepairDue due -> {
                Repair repair = Repair.of(allocations);
                yield new AllocatorState(
                        repair.repaired(), namespaces, nodeAddresses, findings.then(repair.findings()));
            }
        };
    }

    NamespacePhase phase(String namespace) {
        return namespaces.getOrDefault(namespace, NamespacePhase.MISSING);
    }
}
