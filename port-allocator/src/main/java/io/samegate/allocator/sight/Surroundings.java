package io.samegate.allocator.sight;

import io.samegate.allocator.core.AllocatorInput;
import io.samegate.eventlog.write.Inputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a new writer is told: the namespaces, the nodes, and to look whether the pools are right. */
public record Surroundings(NamespaceWatch namespaces, NodeWatch nodes) implements Inputs<AllocatorInput> {

    @Override
    public List<AllocatorInput> atTakeover() {
        List<AllocatorInput> inputs = new ArrayList<>(namespaces.atTakeover());
        inputs.add(nodes.now());
        inputs.add(new AllocatorInput.RepairDue());
        return inputs;
    }

    @Override
    public void awaitSight(Map<String, Long> seen, Duration max) {
        namespaces.awaitSight(seen, max);
    }
}
