package io.samegate.api.core.select;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.api.core.events.EventForms;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.NamedKind;
import io.samegate.contracts.ObjectKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The fields each kind is selected by, as Kubernetes has them. A field that is not set is the empty string. */
final class SelectableFields {

    static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";

    private static final Map<String, Field> OF_ANY = Map.of(
            NAME, Field.of(HasMetadata.class, HasMetadata::getMetadata, ObjectMeta::getName),
            NAMESPACE, Field.of(HasMetadata.class, HasMetadata::getMetadata, ObjectMeta::getNamespace));
    /** What the form of events.k8s.io calls the fields of an Event, by their names in the core group's. */
    private static final Map<String, String> NEWER_NAMES = Map.of(
            "involvedObject.kind", "regarding.kind",
            "involvedObject.namespace", "regarding.namespace",
            "involvedObject.name", "regarding.name",
            "involvedObject.uid", "regarding.uid",
            "involvedObject.apiVersion", "regarding.apiVersion",
            "involvedObject.resourceVersion", "regarding.resourceVersion",
            "involvedObject.fieldPath", "regarding.fieldPath",
            "reportingComponent", "reportingController");

    /** What kinds are selected by of which there is never anything. */
    private static final Map<String, Map<String, Field>> NEVER_THERE = Map.of(
            "Secret", also("type"),
            "Job", also("status.successful"),
            "ReplicaSet", also("status.replicas"),
            "ReplicationController", also("status.replicas"));

    private static final Map<ObjectKind, Map<String, Field>> BY_KIND = new EnumMap<>(ObjectKind.class);

    static {
        for (ObjectKind kind : ObjectKind.values()) {
            Map<String, Field> fields = new HashMap<>(special(kind));
            fields.putAll(OF_ANY);
            BY_KIND.put(kind, Map.copyOf(fields));
        }
    }

    private SelectableFields() {}

    /** Reads one field of an object. */
    @FunctionalInterface
    interface Field {

        String of(HasMetadata object);

        /** A field of a part of the object that may be missing. */
        static <O, P> Field of(Class<O> model, Function<O, P> part, Function<P, Object> read) {
            return object -> {
                P found = part.apply(model.cast(object));
                return found == null ? "" : Objects.toString(read.apply(found), "");
            };
        }
    }

    static Map<String, Field> of(ApiKind kind) {
        return switch (kind) {
            case ObjectKind known -> BY_KIND.get(known);
            case NamedKind named -> NEVER_THERE.getOrDefault(named.kind(), OF_ANY);
        };
    }

    /** What Kubernetes says about a field that a kind is not selected by. */
    static String refusal(ApiKind kind, String field) {
        return switch (kind) {
            case ObjectKind.ENDPOINTS, ObjectKind.ENDPOINT_SLICE, ObjectKind.LEASE -> unknown(field);
            case ObjectKind known -> "field label not supported: " + field;
            case NamedKind named -> unknown(field);
        };
    }

    private static Map<String, Field> also(String field) {
        Map<String, Field> fields = new HashMap<>(OF_ANY);
        fields.put(field, object -> "");
        return Map.copyOf(fields);
    }

    private static String unknown(String field) {
        return "\"" + field + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
    }

    private static Map<String, Field> special(ObjectKind kind) {
        return switch (kind) {
            case NAMESPACE ->
                Map.of("status.phase", Field.of(Namespace.class, Namespace::getStatus, NamespaceStatus::getPhase));
            case SERVICE ->
                Map.of(
                        "spec.type", Field.of(Service.class, Service::getSpec, ServiceSpec::getType),
                        "spec.clusterIP", Field.of(Service.class, Service::getSpec, ServiceSpec::getClusterIP));
            case POD -> pod();
            case NODE ->
                Map.of(
                        "spec.unschedulable",
                        Field.of(Node.class, Node::getSpec, (NodeSpec spec) -> isTrue(spec.getUnschedulable())));
            case EVENT -> event();
            case NEWER_EVENT -> newerEvent();
            case ENDPOINTS, ENDPOINT_SLICE, LEASE -> Map.of();
        };
    }

    private static Map<String, Field> pod() {
        return Map.of(
                "spec.nodeName", Field.of(Pod.class, Pod::getSpec, PodSpec::getNodeName),
                "spec.restartPolicy", Field.of(Pod.class, Pod::getSpec, PodSpec::getRestartPolicy),
                "spec.schedulerName", Field.of(Pod.class, Pod::getSpec, PodSpec::getSchedulerName),
                "spec.serviceAccountName", Field.of(Pod.class, Pod::getSpec, PodSpec::getServiceAccountName),
                "spec.hostNetwork", Field.of(Pod.class, Pod::getSpec, spec -> isTrue(spec.getHostNetwork())),
                "status.phase", Field.of(Pod.class, Pod::getStatus, PodStatus::getPhase),
                "status.podIP", Field.of(Pod.class, Pod::getStatus, PodStatus::getPodIP),
                "status.nominatedNodeName", Field.of(Pod.class, Pod::getStatus, PodStatus::getNominatedNodeName));
    }

    private static Map<String, Field> event() {
        Map<String, Field> fields = new HashMap<>();
        fields.put("reason", Field.of(Event.class, Function.identity(), Event::getReason));
        fields.put("type", Field.of(Event.class, Function.identity(), Event::getType));
        fields.put("reportingComponent", Field.of(Event.class, Function.identity(), Event::getReportingComponent));
        fields.put("source", Field.of(Event.class, Function.identity(), SelectableFields::source));
        fields.put("involvedObject.kind", involved(ObjectReference::getKind));
        fields.put("involvedObject.namespace", involved(ObjectReference::getNamespace));
        fields.put("involvedObject.name", involved(ObjectReference::getName));
        fields.put("involvedObject.uid", involved(ObjectReference::getUid));
        fields.put("involvedObject.apiVersion", involved(ObjectReference::getApiVersion));
        fields.put("involvedObject.resourceVersion", involved(ObjectReference::getResourceVersion));
        fields.put("involvedObject.fieldPath", involved(ObjectReference::getFieldPath));
        return fields;
    }

    private static Map<String, Field> newerEvent() {
        Map<String, Field> fields = new HashMap<>();
        event().forEach((name, field) ->
                fields.put(NEWER_NAMES.getOrDefault(name, name), object -> field.of(EventForms.older(object))));
        return fields;
    }

    private static Field involved(Function<ObjectReference, Object> read) {
        return Field.of(Event.class, Event::getInvolvedObject, read);
    }

    private static String source(Event event) {
        String component = event.getSource() == null ? null : event.getSource().getComponent();
        return component == null || component.isEmpty() ? event.getReportingComponent() : component;
    }

    private static boolean isTrue(Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
