package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.samegate.contracts.ObjectKey;
import io.samegate.tracker.core.ProbeTask.Check;
import io.samegate.tracker.core.ProbeTask.Header;
import io.samegate.tracker.core.ProbeTask.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which containers of a Pod are probed, and where. Probes follow the mapping to host ports and never leave the
 * addresses Pods may have. A check that runs a command inside a container has nobody here to run it and counts as
 * no probe; of a gRPC check only the connection is made.
 */
public final class ProbePlan {

    /** Overrules the installation's setting for one Pod: {@code tcp} or {@code none}. */
    static final String DEFAULT_PROBE = "samegate.io/default-probe";

    private static final Timing USUAL = new Timing(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 3);

    private final TrackerSettings settings;

    public ProbePlan(TrackerSettings settings) {
        this.settings = settings;
    }

    /** Everything to be asked about a Pod; nothing while it has no address or when it has run to its end. */
    public List<ProbeTask> tasks(Pod pod) {
        PodView view = new PodView(pod);
        if (!view.hasAddress() || view.isTerminal()) {
            return List.of();
        }
        String address = view.addresses().getFirst();
        List<ProbeTask> tasks = new ArrayList<>();
        for (Container container : view.containers()) {
            check(view, container, address)
                    .filter(check -> settings.addresses().mayDial(check.address(), check.port()))
                    .ifPresent(check -> tasks.add(new ProbeTask(
                            ObjectKey.of(pod), view.uid(), container.getName(), check, timing(container))));
        }
        return tasks;
    }

    /** What the log says of a container. */
    public static boolean isReady(Pod pod, String container) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(s -> container.equals(s.getName()) && Boolean.TRUE.equals(s.getReady()));
    }

    /** Whether a container's readiness is what probes say; it may be one that can never succeed. */
    boolean isProbed(PodView pod, Container container) {
        Probe probe = container.getReadinessProbe();
        return probe == null ? isProbedByDefault(pod, container) : !isCommand(probe);
    }

    private Optional<Check> check(PodView pod, Container container, String address) {
        Probe probe = container.getReadinessProbe();
        if (probe == null) {
            return isProbedByDefault(pod, container)
                    ? tcp(pod, container, firstTcpPort(container).orElseThrow(), address)
                    : Optional.empty();
        }
        if (probe.getHttpGet() != null) {
            return http(pod, container, probe.getHttpGet(), address);
        }
        if (probe.getTcpSocket() != null) {
            return tcp(pod, container, probe.getTcpSocket().getPort(), address);
        }
        if (probe.getGrpc() != null) {
            return tcp(pod, container, new IntOrString(probe.getGrpc().getPort()), address);
        }
        return Optional.empty();
    }

    private static Optional<Check> tcp(PodView pod, Container container, IntOrString asked, String address) {
        return port(pod, container, asked, address).map(port -> new Check.Tcp(address, port));
    }

    private static Optional<Check> http(PodView pod, Container container, HTTPGetAction get, String address) {
        String host = get.getHost() == null || get.getHost().isEmpty() ? address : get.getHost();
        String path = Optional.ofNullable(get.getPath()).orElse("");
        List<Header> headers = get.getHttpHeaders().stream()
                .map(h -> new Header(
                        h.getName(), Optional.ofNullable(h.getValue()).orElse("")))
                .toList();
        return port(pod, container, get.getPort(), host)
                .map(port -> new Check.Http(
                        "HTTPS".equals(get.getScheme()),
                        host,
                        port,
                        path.startsWith("/") ? path : "/" + path,
                        headers));
    }

    private static Optional<Integer> port(PodView pod, Container container, IntOrString asked, String address) {
        if (asked == null) {
            return Optional.empty();
        }
        OptionalInt port = pod.port(container, asked, "TCP", address);
        return port.isPresent() && port.getAsInt() > 0 && port.getAsInt() <= 65535
                ? Optional.of(port.getAsInt())
                : Optional.empty();
    }

    /** Only a Pod that has no probe of its own gets one, and only its first container with a TCP port. */
    private boolean isProbedByDefault(PodView pod, Container container) {
        Map<String, String> annotations = pod.pod().getMetadata().getAnnotations();
        String asked = annotations == null ? null : annotations.get(DEFAULT_PROBE);
        boolean wanted = asked == null ? settings.defaultTcpProbe() : asked.equals("tcp");
        return wanted
                && pod.containers().stream().allMatch(c -> c.getReadinessProbe() == null)
                && pod.containers().stream()
                        .filter(c -> firstTcpPort(c).isPresent())
                        .findFirst()
                        .map(c -> c.getName().equals(container.getName()))
                        .orElse(false);
    }

    private static Optional<IntOrString> firstTcpPort(Container container) {
        return container.getPorts().stream()
                .filter(p -> "TCP".equals(PodView.protocolOf(p)))
                .map(ContainerPort::getContainerPort)
                .map(IntOrString::new)
                .findFirst();
    }

    private static Timing timing(Container container) {
        Probe probe = container.getReadinessProbe();
        return probe == null
                ? USUAL
                : new Timing(
                        Duration.ofSeconds(atLeast(0, probe.getInitialDelaySeconds(), 0)),
                        Duration.ofSeconds(atLeast(1, probe.getPeriodSeconds(), 10)),
                        Duration.ofSeconds(atLeast(1, probe.getTimeoutSeconds(), 1)),
                        atLeast(1, probe.getSuccessThreshold(), 1),
                        atLeast(1, probe.getFailureThreshold(), 3));
    }

    private static int atLeast(int least, Integer value, int absent) {
        return value == null || value < least ? absent : value;
    }

    private static boolean isCommand(Probe probe) {
        return probe.getHttpGet() == null && probe.getTcpSocket() == null && probe.getGrpc() == null;
    }
}
