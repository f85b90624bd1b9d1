package io.samegate.api.build;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Messages of groups that are missing in the library of messages: the numbers and types of their fields, which Kubernetes
 * never changes. Types of other files are written with their package. Stateless.
 */
final class LaterMessages {

    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final String CORE = "k8s.io.api.core.v1.";

    private static final Map<String, Descriptor> BY_NAME = new LinkedHashMap<>();

    static {
        file(
                "discovery",
                message(
                        "EndpointSlice",
                        "metadata " + META + "ObjectMeta",
                        "endpoints *Endpoint",
                        "ports *EndpointPort",
                        "addressType string"),
                message(
                        "Endpoint",
                        "addresses *string",
                        "conditions EndpointConditions",
                        "hostname string",
                        "targetRef " + CORE + "ObjectReference",
                        "deprecatedTopology *DeprecatedTopologyEntry",
                        "nodeName string",
                        "zone string",
                        "hints EndpointHints"),
                message("DeprecatedTopologyEntry", "key string", "value string"),
                message("EndpointConditions", "ready bool", "serving bool", "terminating bool"),
                message("EndpointHints", "forZones *ForZone", "forNodes *ForNode"),
                message("ForZone", "name string"),
                message("ForNode", "name string"),
                message("EndpointPort", "name string", "protocol string", "port int32", "appProtocol string"));
        file(
                "coordination",
                message("Lease", "metadata " + META + "ObjectMeta", "spec LeaseSpec"),
                message(
                        "LeaseSpec",
                        "holderIdentity string",
                        "leaseDurationSeconds int32",
                        "acquireTime " + META + "MicroTime",
                        "renewTime " + META + "MicroTime",
                        "leaseTransitions int32",
                        "strategy string",
                        "preferredHolder string"));
        file(
                "events",
                message(
                        "Event",
                        "metadata " + META + "ObjectMeta",
                        "eventTime " + META + "MicroTime",
                        "series EventSeries",
                        "reportingController string",
                        "reportingInstance string",
                        "action string",
                        "reason string",
                        "regarding " + CORE + "ObjectReference",
                        "related " + CORE + "ObjectReference",
                        "note string",
                        "type string",
                        "deprecatedSource " + CORE + "EventSource",
                        "deprecatedFirstTimestamp " + META + "Time",
                        "deprecatedLastTimestamp " + META + "Time",
                        "deprecatedCount int32"),
                message("EventSeries", "count int32", "lastObservedTime " + META + "MicroTime"));
    }

    private LaterMessages() {}

    /** The message of a group and name, such as {@code discovery.v1.EndpointSlice}. */
    static Optional<Descriptor> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static void file(String group, DescriptorProto... messages) {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("k8s.io/api/" + group + "/v1/generated.proto")
                .setPackage("k8s.io.api." + group + ".v1")
                .addDependency(Meta.getDescriptor().getName())
                .addDependency(V1.getDescriptor().getName());
        for (DescriptorProto message : messages) {
            file.addMessageType(message);
        }
        try {
            FileDescriptor built = FileDescriptor.buildFrom(
                    file.build(), new FileDescriptor[] {Meta.getDescriptor(), V1.getDescriptor()});
            built.getMessageTypes().forEach(type -> BY_NAME.put(group + ".v1." + type.getName(), type));
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the messages of " + group + " do not fit together", e);
        }
    }

    /** Fields are numbered from 1 in the order they are named; a star stands before the type of a list. */
    private static DescriptorProto message(String name, String... fields) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        for (int i = 0; i < fields.length; i++) {
            String[] words = fields[i].split(" ");
            boolean repeated = words[1].startsWith("*");
            String type = repeated ? words[1].substring(1) : words[1];
            FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                    .setName(words[0])
                    .setNumber(i + 1)
                    .setLabel(
                            repeated
                                    ? FieldDescriptorProto.Label.LABEL_REPEATED
                                    : FieldDescriptorProto.Label.LABEL_OPTIONAL);
            switch (type) {
                case "string" -> field.setType(FieldDescriptorProto.Type.TYPE_STRING);
                case "bool" -> field.setType(FieldDescriptorProto.Type.TYPE_BOOL);
                case "int32" -> field.setType(FieldDescriptorProto.Type.TYPE_INT32);
                default -> field.setTypeName(type.indexOf('.') < 0 ? type : "." + type);
            }
            message.addField(field);
        }
        return message.build();
    }
}
