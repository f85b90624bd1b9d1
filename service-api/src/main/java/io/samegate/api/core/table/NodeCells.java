package io.samegate.api.core.table;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The cells of a Node. Stateless. */
final class NodeCells {

    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
    private static final String ROLE = "kubernetes.io/role";

    private NodeCells() {}

    static String status(Node node) {
        String health = node.getStatus() == null
                ? "Unknown"
                : node.getStatus().getConditions().stream()
                        .filter(condition -> "Ready".equals(condition.getType()))
                        .findFirst()
                        .map(condition -> "True".equals(condition.getStatus()) ? "Ready" : "NotReady")
                        .orElse("Unknown");
        boolean cordoned =
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        return cordoned ? health + ",SchedulingDisabled" : health;
    }

    static String roles(Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        TreeSet<String> roles = new TreeSet<>();
        (labels == null ? Map.<String, String>of() : labels).forEach((label, value) -> {
            if (label.startsWith(ROLE_PREFIX) && label.length() > ROLE_PREFIX.length()) {
                roles.add(label.substring(ROLE_PREFIX.length()));
            } else if (label.equals(ROLE) && !value.isEmpty()) {
                roles.add(value);
            }
        });
        return Cells.joined(List.copyOf(roles), Cells.NONE);
    }

    static String version(Node node) {
        return info(node, NodeSystemInfo::getKubeletVersion, "");
    }

    static String address(Node node, String type) {
        return node.getStatus() == null
                ? Cells.NONE
                : node.getStatus().getAddresses().stream()
                        .filter(address -> type.equals(address.getType()))
                        .map(NodeAddress::getAddress)
                        .findFirst()
                        .orElse(Cells.NONE);
    }

    static String system(Node node) {
        return info(node, NodeSystemInfo::getOsImage, Age.UNKNOWN);
    }

    static String kernel(Node node) {
        return info(node, NodeSystemInfo::getKernelVersion, Age.UNKNOWN);
    }

    static String runtime(Node node) {
        return info(node, NodeSystemInfo::getContainerRuntimeVersion, Age.UNKNOWN);
    }

    private static String info(Node node, Function<NodeSystemInfo, String> read, String missing) {
        NodeStatus status = node.getStatus();
        return status == null ? missing : Cells.of(status.getNodeInfo(), read, missing);
    }
}
