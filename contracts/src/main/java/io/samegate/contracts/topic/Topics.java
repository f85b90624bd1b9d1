package io.samegate.contracts.topic;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactCodec;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.node.NodePorts;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.AnswerCodec;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestCodec;
import java.util.List;

/** Every topic there is. Each state topic has one writing service, each request topic one reading service. */
public final class Topics {

    /** The prefix of topic names on the broker unless configured otherwise. */
    public static final String DEFAULT_PREFIX = "samegate.";

    /** service-api asks, port-allocator reads; key {@code Service/namespace/name}. */
    public static final Topic<Request> SERVICE_REQUESTS = requests("service-requests");
    /** service-api and discovery ask, endpoint-tracker reads: Pod, Node, EndpointSlice, Endpoints. */
    public static final Topic<Request> ENDPOINT_REQUESTS = requests("endpoint-requests");
    /** service-api asks, its one active writer reads: plain kinds, and Events posted by users. */
    public static final Topic<Request> OBJECT_REQUESTS = requests("object-requests");

    /** port-allocator writes; key namespace/name. */
    public static final Topic<Service> SERVICES = state("services", Service.class, "service");
    /** port-allocator writes; key a number or an address: what outlives a Service. */
    public static final Topic<JsonNode> ALLOCATIONS = new Topic<>(
            "allocations",
            TopicKind.STATE,
            1,
            new JsonCodec<>(JsonNode.class, "io.samegate.allocation.stored"),
            "io.samegate.allocation.removed");
    /** endpoint-tracker writes; key namespace/name. */
    public static final Topic<Pod> PODS = state("pods", Pod.class, "pod");
    /** endpoint-tracker writes; key the name. */
    public static final Topic<Node> NODES = state("nodes", Node.class, "node");
    /** endpoint-tracker writes; key namespace/name. */
    public static final Topic<EndpointSlice> ENDPOINT_SLICES =
            state("endpoint-slices", EndpointSlice.class, "endpointslice");
    /** endpoint-tracker writes; key namespace/name. */
    public static final Topic<Endpoints> ENDPOINTS = state("endpoints", Endpoints.class, "endpoints");
    /** service-api's active writer writes; key {@code Kind/namespace/name}: kinds without domain logic. */
    public static final Topic<HasMetadata> OBJECTS = state("objects", HasMetadata.class, "object");

    public static final Topic<Answer> SERVICE_ANSWERS = answers("service-answers");
    public static final Topic<Answer> ENDPOINT_ANSWERS = answers("endpoint-answers");
    public static final Topic<Answer> OBJECT_ANSWERS = answers("object-answers");

    /** Each gateway writes its own key, the node's name. */
    public static final Topic<NodeReport> NODE_REPORTS = new Topic<>(
            "node-reports", TopicKind.REPORTS, 1, new JsonCodec<>(NodeReport.class, "io.samegate.node.reported"), "");
    /** Each gateway writes its own keys, {@code node/namespace/name}. */
    public static final Topic<NodePorts> NODE_PORTS = new Topic<>(
            "node-ports",
            TopicKind.STATE,
            1,
            new JsonCodec<>(NodePorts.class, "io.samegate.nodeports.reported"),
            "io.samegate.nodeports.removed");
    /** Each gateway writes its own keys, {@code node/<pod uid>}; there is a record only while connections are open. */
    public static final Topic<NodeDrain> NODE_DRAINS = new Topic<>(
            "node-drains",
            TopicKind.STATE,
            1,
            new JsonCodec<>(NodeDrain.class, "io.samegate.nodedrain.reported"),
            "io.samegate.nodedrain.removed");
    /** Gateways tell each other of endpoints that do not answer. */
    public static final Topic<JsonNode> EJECTIONS = new Topic<>(
            "ejections", TopicKind.EJECTIONS, 1, new JsonCodec<>(JsonNode.class, "io.samegate.endpoint.ejected"), "");
    /** What happened, one partition per writing service ({@link Source#partition()}); key what it is about. */
    public static final Topic<Fact> EVENTS =
            new Topic<>("events", TopicKind.EVENTS, Source.values().length, new FactCodec(), "");

    private Topics() {}

    /** All of them, in a fixed order. */
    public static List<Topic<?>> all() {
        return List.of(
                SERVICE_REQUESTS,
                ENDPOINT_REQUESTS,
                OBJECT_REQUESTS,
                SERVICES,
                ALLOCATIONS,
                PODS,
                NODES,
                ENDPOINT_SLICES,
                ENDPOINTS,
                OBJECTS,
                SERVICE_ANSWERS,
                ENDPOINT_ANSWERS,
                OBJECT_ANSWERS,
                NODE_REPORTS,
                NODE_PORTS,
                NODE_DRAINS,
                EJECTIONS,
                EVENTS);
    }

    private static Topic<Request> requests(String name) {
        return new Topic<>(name, TopicKind.REQUESTS, 1, new RequestCodec(), "");
    }

    private static Topic<Answer> answers(String name) {
        return new Topic<>(name, TopicKind.ANSWERS, 1, new AnswerCodec(), "");
    }

    private static <T extends HasMetadata> Topic<T> state(String name, Class<T> model, String thing) {
        return new Topic<>(name, TopicKind.STATE, 1, new ObjectCodec<>(model), "io.samegate." + thing + ".removed");
    }
}
