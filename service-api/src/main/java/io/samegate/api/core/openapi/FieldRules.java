package io.samegate.api.core.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server asks of the fields of a class: those that must be there, the only values some may have, and what it
 * fills in. Only what holds for every object of the class stands here, and only what the server really does. Immutable.
 *
 * @param required without them an object is refused
 * @param values by field, in the order of the alphabet; whatever else it is, it is refused
 * @param defaults by field, for objects that leave it out
 */
public record FieldRules(List<String> required, Map<String, List<String>> values, Map<String, JsonNode> defaults) {

    private static final FieldRules NONE = new FieldRules(List.of(), Map.of(), Map.of());
    private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");
    private static final List<String> POLICIES = List.of("Cluster", "Local");
    private static final JsonNode TCP = TextNode.valueOf("TCP");

    private static final Map<Class<?>, FieldRules> RULES = Map.ofEntries(
            Map.entry(ServiceSpec.class, serviceSpec()),
            Map.entry(ServicePort.class, port("port")),
            Map.entry(PodSpec.class, podSpec()),
            Map.entry(
                    PodStatus.class, values("phase", List.of("Failed", "Pending", "Running", "Succeeded", "Unknown"))),
            Map.entry(Container.class, required("name")),
            Map.entry(ContainerPort.class, port("containerPort")),
            Map.entry(HTTPGetAction.class, httpGet()),
            Map.entry(Probe.class, probe()),
            Map.entry(EndpointAddress.class, required("ip")),
            Map.entry(EndpointPort.class, port("port")),
            Map.entry(EndpointSlice.class, slice()),
            Map.entry(Endpoint.class, required("addresses")),
            Map.entry(io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort.class, port()),
            Map.entry(OwnerReference.class, required("name", "uid")));

    public FieldRules {
        required = List.copyOf(required);
        values = Map.copyOf(values);
        defaults = Map.copyOf(defaults);
    }

    /** The rules of a class; a class that is not known has none. */
    public static FieldRules of(Class<?> model) {
        return RULES.getOrDefault(model, NONE);
    }

    /** The classes there are rules for. */
    public static Iterable<Class<?>> classes() {
        return RULES.keySet();
    }

    /** The only values of a field, empty if it may have any. */
    public List<String> values(String field) {
        return values.getOrDefault(field, List.of());
    }

    public Optional<JsonNode> defaultOf(String field) {
        return Optional.ofNullable(defaults.get(field));
    }

    private static FieldRules serviceSpec() {
        return new FieldRules(
                List.of(),
                Map.of(
                        "type",
                        List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"),
                        "sessionAffinity",
                        List.of("ClientIP", "None"),
                        "externalTrafficPolicy",
                        POLICIES,
                        "internalTrafficPolicy",
                        POLICIES,
                        "ipFamilyPolicy",
                        List.of("PreferDualStack", "RequireDualStack", "SingleStack")),
                Map.of("type", TextNode.valueOf("ClusterIP"), "sessionAffinity", TextNode.valueOf("None")));
    }

    private static FieldRules podSpec() {
        return new FieldRules(
                List.of("containers"),
                Map.of("restartPolicy", List.of("Always", "Never", "OnFailure")),
                Map.of(
                        "restartPolicy",
                        TextNode.valueOf("Always"),
                        "terminationGracePeriodSeconds",
                        IntNode.valueOf(30)));
    }

    private static FieldRules httpGet() {
        return new FieldRules(
                List.of("port"),
                Map.of("scheme", List.of("HTTP", "HTTPS")),
                Map.of("path", TextNode.valueOf("/"), "scheme", TextNode.valueOf("HTTP")));
    }

    private static FieldRules probe() {
        return new FieldRules(
                List.of(),
                Map.of(),
                Map.of(
                        "failureThreshold",
                        IntNode.valueOf(3),
                        "periodSeconds",
                        IntNode.valueOf(10),
                        "successThreshold",
                        IntNode.valueOf(1),
                        "timeoutSeconds",
                        IntNode.valueOf(1)));
    }

    private static FieldRules slice() {
        return new FieldRules(List.of("addressType"), Map.of("addressType", List.of("FQDN", "IPv4", "IPv6")), Map.of());
    }

    private static FieldRules port(String... required) {
        return new FieldRules(List.of(required), Map.of("protocol", PROTOCOLS), Map.of("protocol", TCP));
    }

    private static FieldRules required(String... required) {
        return new FieldRules(List.of(required), Map.of(), Map.of());
    }

    private static FieldRules values(String field, List<String> values) {
        return new FieldRules(List.of(), Map.of(field, values), Map.of());
    }
}
