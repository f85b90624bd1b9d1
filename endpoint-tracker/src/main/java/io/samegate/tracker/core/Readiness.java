package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.samegate.contracts.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completes the status of a Pod: nobody here is a kubelet, so what a registrar leaves open is filled in from what is
 * known. A container with a probe is as ready as its probes last decided; one without is ready with the Pod's address,
 * unless the registrar has set the Pod's Ready condition itself. That one is the registrar's exactly if it does not
 * give one of our own reasons.
 */
final class Readiness {

    private static final String CONTAINERS_READY = "ContainersReady";
    private static final String HAS_ADDRESS = "HasAddress";
    private static final String NO_ADDRESS = "NoAddress";
    private static final String PROBED = "ProbesSucceeded";
    private static final String CONTAINERS_NOT_READY = "ContainersNotReady";
    private static final String GATES_NOT_READY = "ReadinessGatesNotReady";
    private static final String COMPLETED = "PodCompleted";
    private static final String EXPIRED = "LeaseExpired";
    private static final Set<String> OUR_REASONS =
            Set.of(HAS_ADDRESS, NO_ADDRESS, PROBED, CONTAINERS_NOT_READY, GATES_NOT_READY, COMPLETED, EXPIRED);

    private final ProbePlan probes;

    Readiness(ProbePlan probes) {
        this.probes = probes;
    }

    /**
     * A Pod with its status completed.
     *
     * @param asked what the registrar says; a status it leaves out altogether stays as stored
     */
    Pod complete(Pod asked, Optional<Pod> stored, Instant now) {
        PodStatus known = stored.map(Pod::getStatus).orElseGet(PodStatus::new);
        PodStatus status = asked.getStatus() == null || asked.getStatus().equals(new PodStatus())
                ? known
                : inherited(asked.getStatus(), known);
        Pod pod = new PodBuilder(asked).withStatus(addressed(status)).build();
        PodView view = new PodView(pod);
        Optional<PodView> before = stored.map(PodView::new);
        Map<String, Boolean> readyBefore = before.filter(b -> b.addresses().equals(view.addresses()))
                .map(Readiness::readyByContainer)
                .orElse(Map.of());
        return settle(pod, known, phase(view, before), readyBefore, now);
    }

    /** A Pod after the probes of one container have decided. */
    Pod decided(Pod stored, String container, boolean ready, Instant now) {
        Map<String, Boolean> readyNow = readyByContainer(new PodView(stored));
        readyNow.put(container, ready);
        return settle(stored, stored.getStatus(), stored.getStatus().getPhase(), readyNow, now);
    }

    /** A Pod that nobody has renewed in time: whatever was known of it is no longer. */
    Pod expired(Pod stored, String why, Instant now) {
        PodCondition ready = condition(PodView.READY, false, EXPIRED, why);
        PodStatus status = new PodStatusBuilder(stored.getStatus())
                .withConditions(conditions(stored.getStatus(), stored.getStatus(), List.of(ready), now))
                .build();
        return new PodBuilder(stored).withStatus(status).build();
    }

    private Pod settle(Pod pod, PodStatus before, String phase, Map<String, Boolean> probed, Instant now) {
        PodView view = new PodView(pod);
        boolean up = view.hasAddress() && !view.isTerminal();
        boolean anyProbed = view.containers().stream().anyMatch(c -> probes.isProbed(view, c));
        Optional<PodCondition> registrars =
                anyProbed ? Optional.empty() : view.condition(PodView.READY).filter(c -> !isOurs(c));
        boolean unprobedReady = up && registrars.map(Readiness::isTrue).orElse(true);
        List<ContainerStatus> containers = new ArrayList<>();
        List<String> unready = new ArrayList<>();
        for (Container container : view.containers()) {
            boolean ready = probes.isProbed(view, container)
                    ? up && probed.getOrDefault(container.getName(), false)
                    : unprobedReady;
            containers.add(containerStatus(pod, container, ready, up, now));
            if (!ready) {
                unready.add(container.getName());
            }
        }
        PodCondition containersReady = containersReady(view, anyProbed, unready);
        PodCondition ready = registrars.orElseGet(() -> gated(view, containersReady));
        PodStatus status = new PodStatusBuilder(pod.getStatus())
                .withPhase(phase)
                .withContainerStatuses(containers)
                .withConditions(conditions(pod.getStatus(), before, List.of(containersReady, ready), now))
                .withStartTime(startTime(pod.getStatus(), up, now))
                .build();
        return new PodBuilder(pod).withStatus(status).build();
    }

    /** What the tracker itself had filled in is not forgotten because a registrar does not repeat it. */
    private static PodStatus inherited(PodStatus asked, PodStatus known) {
        PodStatusBuilder status = new PodStatusBuilder(asked);
        if (asked.getContainerStatuses().isEmpty()) {
            status.withContainerStatuses(known.getContainerStatuses());
        }
        if (asked.getStartTime() == null) {
            status.withStartTime(known.getStartTime());
        }
        return status.build();
    }

    /** {@code podIP} is the first of {@code podIPs}, whichever of the two was given. */
    private static PodStatus addressed(PodStatus status) {
        String ip = status.getPodIP() == null ? "" : status.getPodIP();
        List<PodIP> all = status.getPodIPs();
        if (ip.isEmpty() && !all.isEmpty()) {
            return new PodStatusBuilder(status)
                    .withPodIP(all.getFirst().getIp())
                    .build();
        }
        boolean agree =
                ip.isEmpty() || (!all.isEmpty() && ip.equals(all.getFirst().getIp()));
        return agree
                ? status
                : new PodStatusBuilder(status).withPodIPs(new PodIP(ip)).build();
    }

    /** What was given stands; a Pending of ours ends when there is an address. */
    private static String phase(PodView pod, Optional<PodView> before) {
        String given = Optional.ofNullable(pod.pod().getStatus().getPhase()).orElse("");
        boolean pendingOnlyForLackOfAddress = given.equals("Pending")
                && before.map(b -> !b.hasAddress()
                                && given.equals(b.pod().getStatus().getPhase()))
                        .orElse(false);
        if (!given.isEmpty() && !pendingOnlyForLackOfAddress) {
            return given;
        }
        return pod.hasAddress() ? "Running" : "Pending";
    }

    private static String startTime(PodStatus status, boolean up, Instant now) {
        return status.getStartTime() == null && up ? Timestamps.of(now) : status.getStartTime();
    }

    private static ContainerStatus containerStatus(
            Pod pod, Container container, boolean ready, boolean up, Instant now) {
        Optional<ContainerStatus> given = pod.getStatus().getContainerStatuses().stream()
                .filter(s -> container.getName().equals(s.getName()))
                .findFirst();
        ContainerStatusBuilder status = given.map(ContainerStatusBuilder::new)
                .orElseGet(() -> new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withRestartCount(0));
        status.withReady(ready).withImage(container.getImage());
        if (up && given.map(g -> g.getState() == null).orElse(true)) {
            status.withStarted(true)
                    .withNewState()
                    .withNewRunning()
                    .withStartedAt(Timestamps.of(now))
                    .endRunning()
                    .endState();
        }
        return status.build();
    }

    private static PodCondition containersReady(PodView pod, boolean anyProbed, List<String> unready) {
        if (pod.isTerminal()) {
            return condition(CONTAINERS_READY, false, COMPLETED, "");
        }
        if (!pod.hasAddress()) {
            return condition(CONTAINERS_READY, false, NO_ADDRESS, "the Pod has no address yet");
        }
        return unready.isEmpty()
                ? condition(CONTAINERS_READY, true, anyProbed ? PROBED : HAS_ADDRESS, "")
                : condition(
                        CONTAINERS_READY, false, CONTAINERS_NOT_READY, "containers with unready status: " + unready);
    }

    /** The Ready condition: that of the containers, and of every readiness gate. */
    private static PodCondition gated(PodView pod, PodCondition containersReady) {
        List<String> closed = pod.pod().getSpec() == null
                ? List.of()
                : pod.pod().getSpec().getReadinessGates().stream()
                        .map(PodReadinessGate::getConditionType)
                        .filter(type ->
                                !pod.condition(type).map(Readiness::isTrue).orElse(false))
                        .toList();
        if (isTrue(containersReady) && !closed.isEmpty()) {
            return condition(PodView.READY, false, GATES_NOT_READY, "readiness gates not true: " + closed);
        }
        return new PodConditionBuilder(containersReady).withType(PodView.READY).build();
    }

    /** The conditions of a status with some of them renewed; a transition time changes only with the condition. */
    private static List<PodCondition> conditions(
            PodStatus status, PodStatus before, List<PodCondition> renewed, Instant now) {
        Map<String, PodCondition> byType = new LinkedHashMap<>();
        status.getConditions().forEach(c -> byType.put(c.getType(), c));
        for (PodCondition fresh : renewed) {
            String time = Stream.concat(before.getConditions().stream(), status.getConditions().stream())
                    .filter(old -> fresh.getType().equals(old.getType())
                            && fresh.getStatus().equals(old.getStatus()))
                    .map(PodCondition::getLastTransitionTime)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseGet(() -> Timestamps.of(now));
            byType.put(
                    fresh.getType(),
                    new PodConditionBuilder(fresh).withLastTransitionTime(time).build());
        }
        return List.copyOf(byType.values());
    }

    private static PodCondition condition(String type, boolean isTrue, String reason, String message) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(isTrue ? "True" : "False")
                .withReason(reason)
                .withMessage(message.isEmpty() ? null : message)
                .build();
    }

    private static boolean isOurs(PodCondition condition) {
        return condition.getReason() != null && OUR_REASONS.contains(condition.getReason());
    }

    private static boolean isTrue(PodCondition condition) {
        return "True".equals(condition.getStatus());
    }

    private static Map<String, Boolean> readyByContainer(PodView pod) {
        return pod.pod().getStatus() == null
                ? new HashMap<>()
                : pod.pod().getStatus().getContainerStatuses().stream()
                        .collect(Collectors.toMap(
                                ContainerStatus::getName,
                                s -> Boolean.TRUE.equals(s.getReady()),
                                (first, second) -> second,
                                HashMap::new));
    }
}
