package io.samegate.api.core.validate;

import static io.samegate.api.core.validate.Problems.isEmpty;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Probe;
import io.samegate.contracts.request.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What Samegate reads of a Pod must be right: containers, ports, probes and addresses. Stateless. */
final class PodRules {

    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");
    private static final List<String> PHASES = List.of("Pending", "Running", "Succeeded", "Failed", "Unknown");
    private static final List<String> CONDITION_STATUSES = List.of("True", "False", "Unknown");

    private PodRules() {}

    static void check(Pod pod, Problems problems) {
        PodSpec spec = pod.getSpec() == null ? new PodSpec() : pod.getSpec();
        if (spec.getContainers().isEmpty()) {
            problems.add(FieldError.required("spec.containers", ""));
        }
        Set<String> names = new HashSet<>();
        Set<String> hostPorts = new HashSet<>();
        for (int i = 0; i < spec.getContainers().size(); i++) {
            container("spec.containers[" + i + "]", spec.getContainers().get(i), names, hostPorts, problems);
        }
        for (int i = 0; i < spec.getInitContainers().size(); i++) {
            container(
                    "spec.initContainers[" + i + "]",
                    spec.getInitContainers().get(i),
                    names,
                    new HashSet<>(),
                    problems);
        }
        problems.oneOf("spec.restartPolicy", spec.getRestartPolicy(), RESTART_POLICIES);
        problems.notNegative("spec.terminationGracePeriodSeconds", spec.getTerminationGracePeriodSeconds());
        problems.wellFormed("spec.nodeName", spec.getNodeName(), Names::dnsSubdomain);
        problems.wellFormed("spec.hostname", spec.getHostname(), Names::dnsLabel);
        problems.wellFormed("spec.subdomain", spec.getSubdomain(), Names::dnsLabel);
        if (pod.getStatus() != null) {
            status(pod.getStatus(), problems);
        }
    }

    private static void container(
            String field, Container container, Set<String> names, Set<String> hostPorts, Problems problems) {
        String name = container.getName();
        if (problems.present(field + ".name", name)) {
            problems.invalid(field + ".name", name, Names.dnsLabel(name));
            if (!names.add(name)) {
                problems.add(FieldError.duplicate(field + ".name", name));
            }
        }
        problems.present(field + ".image", container.getImage());
        Set<String> portNames = new HashSet<>();
        for (int i = 0; i < container.getPorts().size(); i++) {
            ContainerPort port = container.getPorts().get(i);
            String portField = field + ".ports[" + i + "]";
            port(portField, port, portNames, problems);
            if (isSet(port.getHostPort())) {
                String socket = port.getProtocol() + "/" + Objects.requireNonNullElse(port.getHostIP(), "") + "/"
                        + port.getHostPort();
                if (!hostPorts.add(socket)) {
                    problems.add(FieldError.duplicate(portField + ".hostPort", socket));
                }
            }
        }
        probe(field + ".readinessProbe", container.getReadinessProbe(), problems);
        probe(field + ".livenessProbe", container.getLivenessProbe(), problems);
        probe(field + ".startupProbe", container.getStartupProbe(), problems);
    }

    private static void port(String field, ContainerPort port, Set<String> names, Problems problems) {
        if (!isEmpty(port.getName())) {
            List<String> reasons = Names.portName(port.getName());
            problems.invalid(field + ".name", port.getName(), reasons);
            if (reasons.isEmpty() && !names.add(port.getName())) {
                problems.add(FieldError.duplicate(field + ".name", port.getName()));
            }
        }
        if (isSet(port.getContainerPort())) {
            problems.portNumber(field + ".containerPort", port.getContainerPort());
        } else {
            problems.add(FieldError.required(field + ".containerPort", ""));
        }
        if (isSet(port.getHostPort())) {
            problems.portNumber(field + ".hostPort", port.getHostPort());
        }
        problems.address(field + ".hostIP", port.getHostIP());
        problems.protocol(field + ".protocol", port.getProtocol());
    }

    private static void probe(String field, Probe probe, Problems problems) {
        if (probe == null) {
            return;
        }
        handler(field, probe, problems);
        problems.notNegative(field + ".initialDelaySeconds", probe.getInitialDelaySeconds());
        problems.notNegative(field + ".timeoutSeconds", probe.getTimeoutSeconds());
        problems.notNegative(field + ".periodSeconds", probe.getPeriodSeconds());
        problems.notNegative(field + ".successThreshold", probe.getSuccessThreshold());
        problems.notNegative(field + ".failureThreshold", probe.getFailureThreshold());
        boolean once = field.endsWith(".livenessProbe") || field.endsWith(".startupProbe");
        if (once && isSet(probe.getSuccessThreshold()) && probe.getSuccessThreshold() != 1) {
            problems.invalid(field + ".successThreshold", probe.getSuccessThreshold(), "must be 1");
        }
    }

    private static void handler(String field, Probe probe, Problems problems) {
        long handlers = Stream.of(probe.getExec(), probe.getHttpGet(), probe.getTcpSocket(), probe.getGrpc())
                .filter(Objects::nonNull)
                .count();
        if (handlers == 0) {
            problems.add(FieldError.required(field, "must specify a handler type"));
        }
        if (handlers > 1) {
            problems.add(FieldError.forbidden(field, "may not specify more than 1 handler type"));
        }
        HTTPGetAction get = probe.getHttpGet();
        if (get != null) {
            problems.present(field + ".httpGet.path", get.getPath());
            problems.portReference(field + ".httpGet.port", get.getPort());
            problems.oneOf(field + ".httpGet.scheme", get.getScheme(), SCHEMES);
        }
        if (probe.getTcpSocket() != null) {
            problems.portReference(
                    field + ".tcpSocket.port", probe.getTcpSocket().getPort());
        }
        if (probe.getGrpc() != null) {
            problems.portNumber(field + ".grpc.port", probe.getGrpc().getPort());
        }
    }

    /** Whoever registers a Pod writes its status, so it is checked like a spec. */
    private static void status(PodStatus status, Problems problems) {
        problems.supported("status.phase", status.getPhase(), PHASES);
        problems.address("status.podIP", status.getPodIP());
        problems.address("status.hostIP", status.getHostIP());
        for (int i = 0; i < status.getPodIPs().size(); i++) {
            problems.address(
                    "status.podIPs[" + i + "].ip", status.getPodIPs().get(i).getIp());
        }
        for (int i = 0; i < status.getHostIPs().size(); i++) {
            problems.address(
                    "status.hostIPs[" + i + "].ip", status.getHostIPs().get(i).getIp());
        }
        for (int i = 0; i < status.getConditions().size(); i++) {
            PodCondition condition = status.getConditions().get(i);
            problems.present("status.conditions[" + i + "].type", condition.getType());
            problems.oneOf("status.conditions[" + i + "].status", condition.getStatus(), CONDITION_STATUSES);
        }
    }

    private static boolean isSet(Integer number) {
        return number != null && number != 0;
    }
}
