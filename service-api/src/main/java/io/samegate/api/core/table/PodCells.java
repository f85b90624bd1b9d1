package io.samegate.api.core.table;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The cells of a Pod. Stateless.
 *
 * <p>Nobody need report the containers of a registered Pod; where nobody does, they are as ready as the Pod is.
 */
final class PodCells {

    private PodCells() {}

    static String ready(Pod pod) {
        int all = pod.getSpec() == null ? 0 : pod.getSpec().getContainers().size();
        List<ContainerStatus> reported = containers(pod);
        long ready = reported.isEmpty()
                ? (holds(pod, "Ready") ? all : 0)
                : reported.stream().filter(PodCells::isReady).count();
        return ready + "/" + all;
    }

    static String status(Pod pod) {
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        String reason = Cells.or(status.getReason(), Cells.or(status.getPhase(), "Unknown"));
        // The first container with something to say is the one that is shown.
        reason = containers(pod).stream()
                .map(PodCells::reason)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(reason);
        if (reason.equals("Completed") && containers(pod).stream().anyMatch(PodCells::isReady)) {
            reason = holds(pod, "Ready") ? "Running" : "NotReady";
        }
        boolean over = Objects.equals(status.getPhase(), "Succeeded") || Objects.equals(status.getPhase(), "Failed");
        boolean leaving = pod.getMetadata().getDeletionTimestamp() != null;
        if (leaving && "NodeLost".equals(status.getReason())) {
            return "Unknown";
        }
        return leaving && !over ? "Terminating" : reason;
    }

    static String restarts(Pod pod, Instant now) {
        int restarts = 0;
        String last = "";
        for (ContainerStatus container : containers(pod)) {
            restarts += container.getRestartCount() == null ? 0 : container.getRestartCount();
            ContainerState before = container.getLastState();
            ContainerStateTerminated end = before == null ? null : before.getTerminated();
            if (end != null
                    && end.getFinishedAt() != null
                    && end.getFinishedAt().compareTo(last) > 0) {
                last = end.getFinishedAt();
            }
        }
        return restarts == 0 || last.isEmpty()
                ? Integer.toString(restarts)
                : restarts + " (" + Age.since(last, now) + " ago)";
    }

    static String address(Pod pod) {
        return Cells.of(
                pod.getStatus(),
                status -> status.getPodIPs().isEmpty()
                        ? status.getPodIP()
                        : status.getPodIPs().getFirst().getIp(),
                Cells.NONE);
    }

    static String node(Pod pod) {
        return Cells.of(pod.getSpec(), PodSpec::getNodeName, Cells.NONE);
    }

    static String nominatedNode(Pod pod) {
        return Cells.of(pod.getStatus(), PodStatus::getNominatedNodeName, Cells.NONE);
    }

    static String readinessGates(Pod pod) {
        if (pod.getSpec() == null || pod.getSpec().getReadinessGates().isEmpty()) {
            return Cells.NONE;
        }
        var gates = pod.getSpec().getReadinessGates();
        long open = gates.stream()
                .filter(gate -> holds(pod, gate.getConditionType()))
                .count();
        return open + "/" + gates.size();
    }

    private static Optional<String> reason(ContainerStatus container) {
        ContainerState state = container.getState();
        if (state == null) {
            return Optional.empty();
        }
        if (state.getWaiting() != null) {
            return Optional.ofNullable(state.getWaiting().getReason());
        }
        return Optional.ofNullable(state.getTerminated()).map(PodCells::end);
    }

    private static String end(ContainerStateTerminated end) {
        boolean killed = end.getSignal() != null && end.getSignal() != 0;
        return Cells.or(end.getReason(), killed ? "Signal:" + end.getSignal() : "ExitCode:" + end.getExitCode());
    }

    private static boolean isReady(ContainerStatus container) {
        // A reporter that leaves the state out says nothing against its word that the container is ready.
        boolean runs = container.getState() == null || container.getState().getRunning() != null;
        return Boolean.TRUE.equals(container.getReady()) && runs;
    }

    private static boolean holds(Pod pod, String condition) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c -> condition.equals(c.getType()) && "True".equals(c.getStatus()));
    }

    private static List<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    }
}
