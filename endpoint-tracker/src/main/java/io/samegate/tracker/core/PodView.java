package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** What the tracker reads from a Pod, with all that may be missing there. */
record PodView(Pod pod) {

    static final String READY = "Ready";

    /** All addresses, the first one first; without doubles. */
    List<String> addresses() {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return List.of();
        }
        Set<String> addresses = new LinkedHashSet<>();
        Stream.concat(
                        Stream.ofNullable(status.getPodIP()),
                        status.getPodIPs().stream().map(PodIP::getIp))
                .filter(ip -> ip != null && !ip.isEmpty())
                .forEach(addresses::add);
        return List.copyOf(addresses);
    }

    /** The address of a family. */
    Optional<String> address(AddressFamily family) {
        return addresses().stream()
                .filter(ip -> AddressFamily.of(ip).equals(Optional.of(family)))
                .findFirst();
    }

    boolean hasAddress() {
        return !addresses().isEmpty();
    }

    /** Whether it has run to its end. */
    boolean isTerminal() {
        String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    boolean isTerminating() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Whether its grace is over and finalizers alone keep the object: there is no such process any more. */
    boolean hasLeft() {
        return isTerminating() && Objects.equals(pod.getMetadata().getDeletionGracePeriodSeconds(), 0L);
    }

    boolean isReady() {
        return condition(READY).map(c -> "True".equals(c.getStatus())).orElse(false);
    }

    Optional<PodCondition> condition(String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> type.equals(c.getType()))
                        .findFirst();
    }

    String uid() {
        return pod.getMetadata().getUid();
    }

    String nodeName() {
        String name = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        return name == null ? "" : name;
    }

    List<Container> containers() {
        return pod.getSpec() == null ? List.of() : pod.getSpec().getContainers();
    }

    /**
     * Where a port that is named or numbered like this is really reached at {@code address}: the container's own port,
     * or the host's where the Pod has no address of its own.
     *
     * @return empty for a name that no container has
     */
    OptionalInt port(IntOrString asked, String protocol, String address) {
        return port(servingContainers(), asked, protocol, address);
    }

    /** The same, among the ports of one container. */
    OptionalInt port(Container container, IntOrString asked, String protocol, String address) {
        return port(List.of(container), asked, protocol, address);
    }

    private OptionalInt port(List<Container> containers, IntOrString asked, String protocol, String address) {
        Optional<ContainerPort> declared = containers.stream()
                .flatMap(c -> c.getPorts().stream())
                .filter(p -> protocol.equals(protocolOf(p)) && isMeant(p, asked))
                .findFirst();
        if (declared.isPresent()) {
            Integer hostPort = declared.get().getHostPort();
            return OptionalInt.of(
                    hostPort != null && hostPort != 0 && address.equals(hostAddress())
                            ? hostPort
                            : declared.get().getContainerPort());
        }
        return asked.getIntVal() == null ? OptionalInt.empty() : OptionalInt.of(asked.getIntVal());
    }

    static String protocolOf(ContainerPort port) {
        return port.getProtocol() == null || port.getProtocol().isEmpty() ? "TCP" : port.getProtocol();
    }

    private String hostAddress() {
        String ip = pod.getStatus() == null ? null : pod.getStatus().getHostIP();
        return ip == null ? "" : ip;
    }

    /** Containers, and init containers that keep running beside them. */
    private List<Container> servingContainers() {
        List<Container> serving = new ArrayList<>(containers());
        if (pod.getSpec() != null) {
            pod.getSpec().getInitContainers().stream()
                    .filter(c -> "Always".equals(c.getRestartPolicy()))
                    .forEach(serving::add);
        }
        return serving;
    }

    private static boolean isMeant(ContainerPort port, IntOrString asked) {
        return asked.getIntVal() == null
                ? asked.getStrVal() != null && asked.getStrVal().equals(port.getName())
                : asked.getIntVal().equals(port.getContainerPort());
    }
}
