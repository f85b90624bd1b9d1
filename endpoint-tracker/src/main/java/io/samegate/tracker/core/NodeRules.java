package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.NodeSystemInfoBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.Timestamps;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.NodeSystem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Nodes are what gateways report. A heartbeat alone writes nothing: the record changes when the node does, and its
 * heartbeat time is that of the last change. Labels, annotations and the cordon are the users'.
 */
final class NodeRules {

    private static final String READY = "Ready";
    private static final String HOSTNAME = "kubernetes.io/hostname";

    private final TrackerSettings settings;

    NodeRules(TrackerSettings settings) {
        this.settings = settings;
    }

    /** Whether the stored node is Ready. */
    static boolean isReady(Node node) {
        return ready(node).map(c -> "True".equals(c.getStatus())).orElse(false);
    }

    /**
     * Notes what a gateway says. What it said longer ago than the grace, which a takeover hears again, is no sign of
     * life: it would bring back a node that is silent or was deleted.
     */
    void reported(Edit edit, NodeReport report) {
        boolean speaksForTheNode = edit.state()
                .observed()
                .heartbeat(report.node())
                .filter(known -> known.report().equals(report))
                .filter(known -> !edit.now().isAfter(known.heard().plus(settings.nodeGrace())))
                .isPresent();
        if (!speaksForTheNode) {
            return;
        }
        Optional<Node> stored = edit.state().node(report.node()).map(Held::value);
        NodeCondition ready = report.stopping()
                ? condition("False", "GatewayStopped", "the gateway has stopped")
                : condition("True", "GatewayReady", "the gateway is reporting");
        store(edit, stored, withStatus(described(stored, report, edit.now()), Optional.of(report), ready, edit.now()));
    }

    /** Marks the nodes that have been silent for too long. */
    void checkSilence(Edit edit) {
        for (Held<Node> held : edit.state().nodes().values()) {
            Node node = held.value();
            Instant alive =
                    edit.state().observed().lastSignOfLife(node.getMetadata().getName());
            boolean silent = edit.now().isAfter(alive.plus(settings.nodeGrace()));
            boolean known = ready(node).map(c -> !"True".equals(c.getStatus())).orElse(false);
            if (silent && !known) {
                NodeCondition unknown = condition("Unknown", "NodeStatusUnknown", "the gateway has stopped reporting");
                store(edit, Optional.of(node), withStatus(node, Optional.empty(), unknown, edit.now()));
            }
        }
    }

    /** Whether any node would be marked, without building anything. */
    boolean anySilent(TrackerState state, Instant now) {
        return state.nodes().values().stream()
                .map(Held::value)
                .filter(node ->
                        ready(node).map(c -> "True".equals(c.getStatus())).orElse(true))
                .anyMatch(node -> now.isAfter(state.observed()
                        .lastSignOfLife(node.getMetadata().getName())
                        .plus(settings.nodeGrace())));
    }

    private static void store(Edit edit, Optional<Node> before, Node after) {
        if (before.isPresent() && Metadata.same(before.get(), after)) {
            return;
        }
        edit.store(after);
        boolean wasReady = before.map(NodeRules::isReady).orElse(false);
        if (isReady(after) && !wasReady) {
            edit.tell(FactType.NODE_READY, after, "Node " + name(after) + " is Ready");
        } else if (wasReady && !isReady(after)) {
            String why = ready(after).map(NodeCondition::getMessage).orElse("");
            edit.tell(FactType.NODE_NOT_READY, after, "Node " + name(after) + " is not Ready: " + why);
        }
    }

    /** The node with the labels its gateway gives it, over those it has. */
    private static Node described(Optional<Node> stored, NodeReport report, Instant now) {
        Node node = stored.orElseGet(() -> new NodeBuilder()
                .withNewMetadata()
                .withName(report.node())
                .withUid(UUID.nameUUIDFromBytes((report.node() + "/" + now).getBytes(StandardCharsets.UTF_8))
                        .toString())
                .withCreationTimestamp(Timestamps.of(now))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build());
        Map<String, String> labels = new HashMap<>(Label.of(node));
        labels.put(HOSTNAME, report.node());
        labels.put("kubernetes.io/os", report.system().operatingSystem());
        labels.put("kubernetes.io/arch", report.system().architecture());
        labels.putAll(report.labels());
        return new NodeBuilder(node)
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    private static Node withStatus(Node node, Optional<NodeReport> report, NodeCondition ready, Instant now) {
        NodeStatus before = Optional.ofNullable(node.getStatus()).orElseGet(NodeStatus::new);
        NodeStatusBuilder status = new NodeStatusBuilder(before);
        report.ifPresent(r -> status.withAddresses(addresses(r))
                .withNodeInfo(info(r.system()))
                .withCapacity(quantities(r.system()))
                .withAllocatable(quantities(r.system())));
        List<NodeCondition> conditions = new ArrayList<>(before.getConditions());
        conditions.removeIf(c -> READY.equals(c.getType()));
        conditions.add(since(ready, ready(node), now));
        status.withConditions(conditions);
        return new NodeBuilder(node).withStatus(status.build()).build();
    }

    /** The old condition if it says the same; else the new one, from now on. */
    private static NodeCondition since(NodeCondition fresh, Optional<NodeCondition> old, Instant now) {
        boolean same = old.isPresent()
                && old.get().getStatus().equals(fresh.getStatus())
                && fresh.getReason().equals(old.get().getReason());
        if (same) {
            return old.get();
        }
        String time = Timestamps.of(now);
        String since = old.filter(o -> o.getStatus().equals(fresh.getStatus()))
                .map(NodeCondition::getLastTransitionTime)
                .orElse(time);
        return new NodeConditionBuilder(fresh)
                .withLastHeartbeatTime(time)
                .withLastTransitionTime(since)
                .build();
    }

    private static List<NodeAddress> addresses(NodeReport report) {
        List<NodeAddress> addresses = new ArrayList<>();
        report.internalAddresses().forEach(a -> addresses.add(new NodeAddress(a, "InternalIP")));
        report.externalAddresses().forEach(a -> addresses.add(new NodeAddress(a, "ExternalIP")));
        addresses.add(new NodeAddress(report.node(), "Hostname"));
        return addresses;
    }

    /** Nobody schedules here, so all of it may be given away. */
    private static Map<String, Quantity> quantities(NodeSystem system) {
        Map<String, Quantity> quantities = new TreeMap<>();
        system.capacity().forEach((name, amount) -> quantities.put(name, new Quantity(amount)));
        return quantities;
    }

    private static NodeSystemInfo info(NodeSystem system) {
        return new NodeSystemInfoBuilder()
                .withKubeletVersion(system.version())
                .withKubeProxyVersion(system.version())
                .withOsImage(system.osImage())
                .withKernelVersion(system.kernelVersion())
                .withArchitecture(system.architecture())
                .withOperatingSystem(system.operatingSystem())
                .withContainerRuntimeVersion(system.runtime())
                .build();
    }

    private static Optional<NodeCondition> ready(Node node) {
        return node.getStatus() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(c -> READY.equals(c.getType()))
                        .findFirst();
    }

    private static NodeCondition condition(String status, String reason, String message) {
        return new NodeConditionBuilder()
                .withType(READY)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .build();
    }

    private static String name(Node node) {
        return ObjectKey.of(node).name();
    }
}
