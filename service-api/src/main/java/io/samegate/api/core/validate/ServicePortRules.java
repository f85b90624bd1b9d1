package io.samegate.api.core.validate;

import static io.samegate.api.core.validate.Problems.isEmpty;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.contracts.request.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The rules of one Service's ports. Used once. */
final class ServicePortRules {

    /** Nobody may reach another machine's node agent through a Service. */
    private static final int AGENT_PORT = 10250;

    private final ServiceSpec spec;
    private final boolean isNew;
    private final Problems problems;

    ServicePortRules(ServiceSpec spec, boolean isNew, Problems problems) {
        this.spec = spec;
        this.isNew = isNew;
        this.problems = problems;
    }

    void checkPresence() {
        boolean portless = "ExternalName".equals(spec.getType()) || "None".equals(spec.getClusterIP());
        if (spec.getPorts().isEmpty() && !portless) {
            problems.add(FieldError.required("spec.ports", ""));
        }
        if ("LoadBalancer".equals(spec.getType())) {
            for (int i = 0; i < spec.getPorts().size(); i++) {
                if (Objects.equals(spec.getPorts().get(i).getPort(), AGENT_PORT)) {
                    problems.invalid(
                            path(i),
                            AGENT_PORT,
                            "may not expose port " + AGENT_PORT + " externally since it is used by kubelet");
                }
            }
        }
    }

    void checkEach() {
        Set<String> names = new HashSet<>();
        List<ServicePort> ports = spec.getPorts();
        for (int i = 0; i < ports.size(); i++) {
            ServicePort port = ports.get(i);
            if (!isEmpty(port.getName())) {
                problems.invalid(path(i) + ".name", port.getName(), Names.dnsLabel(port.getName()));
                if (!names.add(port.getName())) {
                    problems.add(FieldError.duplicate(path(i) + ".name", port.getName()));
                }
            } else if (ports.size() > 1) {
                problems.add(FieldError.required(path(i) + ".name", ""));
            }
            problems.portNumber(path(i) + ".port", port.getPort());
            problems.protocol(path(i) + ".protocol", port.getProtocol());
            problems.portReference(path(i) + ".targetPort", port.getTargetPort());
            problems.wellFormed(path(i) + ".appProtocol", port.getAppProtocol(), Names::qualifiedName);
        }
    }

    /** On update, who knows the stored Service judges node ports of a ClusterIP Service: unchanged ones are cleared. */
    void checkNodePorts() {
        List<ServicePort> ports = spec.getPorts();
        Set<ObjectNode> nodePorts = new HashSet<>();
        Set<ObjectNode> numbers = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            Integer nodePort = ports.get(i).getNodePort();
            if (nodePort != null && nodePort != 0) {
                if (isNew && "ClusterIP".equals(spec.getType())) {
                    problems.add(
                            FieldError.forbidden(path(i) + ".nodePort", "may not be used when `type` is 'ClusterIP'"));
                }
                if (!nodePorts.add(socket("nodePort", nodePort, ports.get(i)))) {
                    problems.add(FieldError.duplicate(path(i) + ".nodePort", nodePort));
                }
            }
        }
        for (int i = 0; i < ports.size(); i++) {
            ObjectNode socket = socket("port", ports.get(i).getPort(), ports.get(i));
            if (!numbers.add(socket)) {
                problems.add(FieldError.duplicate(path(i), socket));
            }
        }
    }

    private static ObjectNode socket(String name, Integer number, ServicePort port) {
        return JsonNodeFactory.instance.objectNode().put(name, number).put("protocol", port.getProtocol());
    }

    private static String path(int index) {
        return "spec.ports[" + index + "]";
    }
}
