package io.samegate.contracts;

import static io.samegate.contracts.topic.Topics.ENDPOINTS;
import static io.samegate.contracts.topic.Topics.ENDPOINT_SLICES;
import static io.samegate.contracts.topic.Topics.EVENTS;
import static io.samegate.contracts.topic.Topics.NODES;
import static io.samegate.contracts.topic.Topics.NODE_DRAINS;
import static io.samegate.contracts.topic.Topics.NODE_PORTS;
import static io.samegate.contracts.topic.Topics.NODE_REPORTS;
import static io.samegate.contracts.topic.Topics.OBJECTS;
import static io.samegate.contracts.topic.Topics.PODS;
import static io.samegate.contracts.topic.Topics.SERVICES;
import static io.samegate.contracts.topic.Topics.SERVICE_ANSWERS;
import static io.samegate.contracts.topic.Topics.SERVICE_REQUESTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.contracts.event.CloudEvent;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.event.Severity;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.OpenPort;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Codec;
import io.samegate.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wire form is read and written as in its golden file. */
class WireFormTest {

    private static final String ID = "6f1c3e2a-0d4b-4c58-9a77-2b8f0e1d3c4b";
    private static final String OTHER_ID = "0b1e7a54-5a0e-4a3d-8f6e-0a1b2c3d4e5f";

    static Stream<Arguments> files() {
        return Stream.of(
                of("request-create.json", SERVICE_REQUESTS, "io.samegate.request.create"),
                of("request-replace.json", SERVICE_REQUESTS, "io.samegate.request.replace"),
                of("request-replace-status.json", SERVICE_REQUESTS, "io.samegate.request.replace"),
                of("request-delete.json", SERVICE_REQUESTS, "io.samegate.request.delete"),
                of("request-delete-plain.json", SERVICE_REQUESTS, "io.samegate.request.delete"),
                of("request-close-namespace.json", SERVICE_REQUESTS, "io.samegate.request.close-namespace"),
                of("answer-accepted.json", SERVICE_ANSWERS, "io.samegate.answer.accepted"),
                of("answer-simulated.json", SERVICE_ANSWERS, "io.samegate.answer.simulated"),
                of("answer-refused.json", SERVICE_ANSWERS, "io.samegate.answer.refused"),
                of("fact.json", EVENTS, "io.samegate.event.PortAllocated"),
                of("fact-on-node.json", EVENTS, "io.samegate.event.PortRefused"),
                of("fact-of-a-newer-release.json", EVENTS, "io.samegate.event.PortDreamtOf"),
                of("service.json", SERVICES, "io.samegate.service.stored"),
                of("pod.json", PODS, "io.samegate.pod.stored"),
                of("node.json", NODES, "io.samegate.node.stored"),
                of("endpointslice.json", ENDPOINT_SLICES, "io.samegate.endpointslice.stored"),
                of("endpoints.json", ENDPOINTS, "io.samegate.endpoints.stored"),
                of("namespace.json", OBJECTS, "io.samegate.namespace.stored"),
                of("node-report.json", NODE_REPORTS, "io.samegate.node.reported"),
                of("node-report-with-capacity.json", NODE_REPORTS, "io.samegate.node.reported"),
                of("node-ports.json", NODE_PORTS, "io.samegate.nodeports.reported"),
                of("node-drain.json", NODE_DRAINS, "io.samegate.nodedrain.reported"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    <T> void whatIsReadIsWrittenAgain(String file, Topic<T> topic, String type) {
        T value = topic.codec().decode(GoldenFiles.bytes(file));

        assertThat(GoldenFiles.tree(topic.codec().encode(value))).isEqualTo(GoldenFiles.tree(file));
        assertThat(topic.codec().type(value)).isEqualTo(type);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    <T> void fieldsOfANewerReleaseDoNoHarm(String file, Topic<T> topic, String type) {
        ObjectNode newer = (ObjectNode) GoldenFiles.tree(file);
        newer.put("fieldOfTomorrow", 1);

        assertThat(topic.codec().type(topic.codec().decode(Json.write(newer)))).isEqualTo(type);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    <T> void whatIsNotJsonIsUnreadable(String file, Topic<T> topic, String type) {
        byte[] half = Arrays.copyOf(GoldenFiles.bytes(file), 20);

        assertThatThrownBy(() -> topic.codec().decode(half)).isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void aCreateSaysAllItHasToSay() {
        Request.Create create =
                (Request.Create) SERVICE_REQUESTS.codec().decode(GoldenFiles.bytes("request-create.json"));

        assertThat(create.header())
                .isEqualTo(new RequestHeader(
                        ID,
                        new ObjectRef(ObjectKind.SERVICE, new ObjectKey("shop", "web")),
                        "ann",
                        Duration.ofSeconds(5),
                        true,
                        Map.of("objects", 41L, "services", 7L)));
        assertThat(create.object())
                .isInstanceOfSatisfying(
                        Service.class,
                        service -> assertThat(service.getSpec().getType()).isEqualTo("NodePort"));
    }

    @Test
    void aReplaceSaysWhatMustBeTrueAndWhichPart() {
        Request.Replace main =
                (Request.Replace) SERVICE_REQUESTS.codec().decode(GoldenFiles.bytes("request-replace.json"));
        Request.Replace status =
                (Request.Replace) SERVICE_REQUESTS.codec().decode(GoldenFiles.bytes("request-replace-status.json"));

        assertThat(main.preconditions()).isEqualTo(new Preconditions(OTHER_ID, "42"));
        assertThat(main.part()).isEqualTo(Part.MAIN);
        assertThat(status.preconditions()).isEqualTo(Preconditions.NONE);
        assertThat(status.part()).isEqualTo(Part.STATUS);
    }

    @Test
    void aDeleteMayNameAGrace() {
        Request.Delete named =
                (Request.Delete) SERVICE_REQUESTS.codec().decode(GoldenFiles.bytes("request-delete.json"));
        Request.Delete plain =
                (Request.Delete) SERVICE_REQUESTS.codec().decode(GoldenFiles.bytes("request-delete-plain.json"));

        assertThat(named.grace()).isEqualTo(Grace.of(Duration.ofSeconds(30)));
        assertThat(plain.grace()).isEqualTo(Grace.OF_THE_OBJECT);
        assertThat(plain.header().target().key()).isEqualTo(ObjectKey.clusterScoped("node1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":\"no uuid\",\"verb\":\"delete\",\"target\":\"Node/n\",\"budget\":\"PT5S\"}",
                "{\"id\":\"" + ID + "\",\"verb\":\"dance\",\"target\":\"Node/n\",\"budget\":\"PT5S\"}",
                "{\"id\":\"" + ID + "\",\"verb\":\"delete\",\"target\":\"Ghost/n\",\"budget\":\"PT5S\"}",
                "{\"id\":\"" + ID + "\",\"verb\":\"delete\",\"target\":\"Node/n\",\"budget\":\"soon\"}",
                "{\"id\":\"" + ID + "\",\"verb\":\"delete\",\"target\":\"Node/n\",\"budget\":\"PT0S\"}"
            })
    void whatIsNoRequestIsUnreadable(String json) {
        assertThatThrownBy(() -> SERVICE_REQUESTS.codec().decode(json.getBytes(UTF_8)))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void answersSayWhatBecameOfARequest() {
        Codec<Answer> codec = SERVICE_ANSWERS.codec();

        assertThat(codec.decode(GoldenFiles.bytes("answer-accepted.json")))
                .isEqualTo(new Answer.Accepted("services", 7));
        assertThat(codec.decode(GoldenFiles.bytes("answer-simulated.json")))
                .isInstanceOfSatisfying(
                        Answer.Simulated.class,
                        simulated -> assertThat(simulated.object()).isInstanceOf(Namespace.class));
        assertThat(codec.decode(GoldenFiles.bytes("answer-refused.json")))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(404));
        assertThatThrownBy(() -> codec.decode("{\"outcome\":\"perhaps\"}".getBytes(UTF_8)))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void aFactSaysWhatHappenedToWhomAndWhere() {
        Fact told = Fact.of(
                        FactType.PORT_REFUSED,
                        new ObjectRef(ObjectKind.SERVICE, new ObjectKey("shop", "web")),
                        ID,
                        Instant.parse("2026-01-01T12:00:00Z"),
                        "address in use")
                .on("node1");

        assertThat(EVENTS.codec().decode(GoldenFiles.bytes("fact-on-node.json")))
                .isEqualTo(told);
        assertThat(told.severity()).isEqualTo(Severity.WARNING);
    }

    @ParameterizedTest
    @EnumSource(FactType.class)
    void everyTypeOfFactSurvivesTheWire(FactType type) {
        Fact fact = Fact.of(
                        type,
                        new ObjectRef(ObjectKind.NODE, ObjectKey.clusterScoped("node1")),
                        "",
                        Instant.parse("2026-01-01T12:00:00Z"),
                        "so it was")
                .with("one", "1")
                .with("two", "2");

        assertThat(EVENTS.codec().decode(EVENTS.codec().encode(fact))).isEqualTo(fact);
    }

    @Test
    void aFactOfATypeNobodyKnowsIsKept() {
        Fact fact = EVENTS.codec().decode(GoldenFiles.bytes("fact-of-a-newer-release.json"));

        assertThat(fact.type()).isEqualTo("PortDreamtOf");
    }

    @Test
    void theTypesOfFactsAreThese() {
        assertThat(Arrays.stream(FactType.values()).map(FactType::wireName))
                .containsExactly(
                        "ServiceCreated",
                        "ServiceChanged",
                        "ServiceDeleted",
                        "PortAllocated",
                        "PortReleased",
                        "ClusterIPAllocated",
                        "ClusterIPReleased",
                        "UpdatedLoadBalancer",
                        "PortNotAllocated",
                        "PortAlreadyAllocated",
                        "PortOutOfRange",
                        "PortRangeFull",
                        "ClusterIPNotAllocated",
                        "ClusterIPAlreadyAllocated",
                        "ClusterIPOutOfRange",
                        "ServiceCIDRFull",
                        "RequestRefused",
                        "PodRegistered",
                        "PodTerminating",
                        "PodRemoved",
                        "PodExpired",
                        "EndpointReady",
                        "EndpointNotReady",
                        "NodeReady",
                        "NodeNotReady",
                        "NodeNotSchedulable",
                        "NodeSchedulable",
                        "PortOpened",
                        "PortClosed",
                        "PortRefused",
                        "PortDrained",
                        "NamespaceCreated",
                        "NamespaceDeleted",
                        "WriterChanged",
                        "UserEvent");
    }

    @Test
    void aResourceVersionIsNeverPartOfAValue() {
        Service service = new ServiceBuilder(SERVICES.codec().decode(GoldenFiles.bytes("service.json")))
                .editMetadata()
                .withResourceVersion("7")
                .endMetadata()
                .build();

        assertThat(GoldenFiles.tree(SERVICES.codec().encode(service))).isEqualTo(GoldenFiles.tree("service.json"));
        assertThat(service.getMetadata().getResourceVersion()).isEqualTo("7");
    }

    @Test
    void unknownFieldsOfAnObjectAreKept() {
        Service service = SERVICES.codec().decode(GoldenFiles.bytes("service.json"));

        assertThat(GoldenFiles.tree(SERVICES.codec().encode(service))
                        .at("/spec/fieldOfTomorrow/a/1")
                        .asText())
                .isEqualTo("b");
    }

    @Test
    void anObjectOfAKindNobodyServesIsUnreadable() {
        assertThatThrownBy(() -> OBJECTS.codec().decode("{\"kind\":\"Ghost\"}".getBytes(UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("Ghost");
    }

    @Test
    void nodesReportWhatTheyAreAndHaveOpen() {
        NodeReport report = NODE_REPORTS.codec().decode(GoldenFiles.bytes("node-report.json"));
        List<OpenPort> ports =
                NODE_PORTS.codec().decode(GoldenFiles.bytes("node-ports.json")).ports();

        assertThat(report.applied()).containsEntry("services", 8L);
        assertThat(report.time()).isEqualTo(Instant.parse("2026-01-01T12:00:00Z"));
        assertThat(ports).extracting(OpenPort::state).containsExactly(OpenPort.State.BOUND, OpenPort.State.REFUSED);
    }

    @Test
    void theHeadersAreThoseOfCloudEventsInBinaryMode() {
        CloudEvent event = new CloudEvent(
                ID,
                "io.samegate.service.stored",
                Source.PORT_ALLOCATOR.uri(),
                "shop/web",
                Instant.parse("2026-01-01T12:00:00.5Z"));

        String written = event.headers().entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining("\n"));

        assertThat(written).isEqualTo(GoldenFiles.line("headers.txt"));
    }

    private static Arguments of(String file, Topic<?> topic, String type) {
        return Arguments.of(file, topic, type);
    }
}
