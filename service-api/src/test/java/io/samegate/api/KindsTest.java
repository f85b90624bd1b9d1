package io.samegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.NodeSystem;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.kafka.Emitter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds that are shown without being stored. */
@QuarkusTest
@WithTestResource(Installation.class)
class KindsTest extends ServedCase {

    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
    private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/default/events";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    @Test
    void aNodeWhoseGatewayReportsHasALease() {
        // Given
        String node = unique("node");
        client.send("POST", "/api/v1/nodes", "{\"metadata\":{\"name\":\"" + node + "\"}}");
        String version = client.get(LEASES).at("/metadata/resourceVersion");
        // When
        report(node);
        // Then
        Client.Reply lease = Eventually.code(200, client, LEASES + "/" + node); // reports are told on
        assertThat(lease.at("/spec/holderIdentity")).isEqualTo(node);
        assertThat(lease.at("/spec/renewTime")).matches("2026-01-01T00:00:00\\.\\d{6}Z");
        assertThat(lease.at("/metadata/ownerReferences/0/name")).isEqualTo(node);
        assertThat(client.get(LEASES, "Accept", TABLE).at("/columnDefinitions/1/name"))
                .isEqualTo("Holder");
        String watch = LEASES + "?watch=true&fieldSelector=metadata.name=" + node + "&resourceVersion=" + version;
        try (Stream<String> lines = client.lines(watch)) {
            assertThat(json(lines.iterator().next()).at("/type").asText()).isEqualTo("ADDED");
        }
    }

    @Test
    void aLeaseGoesWithItsNode() {
        String node = unique("gone");
        client.send("POST", "/api/v1/nodes", "{\"metadata\":{\"name\":\"" + node + "\"}}");
        report(node);
        Eventually.code(200, client, LEASES + "/" + node); // reports are told on, not read back at once
        client.send("DELETE", "/api/v1/nodes/" + node, "");
        Eventually.code(404, client, LEASES + "/" + node);
    }

    @Test
    void leasesAreNotWritten() {
        assertThat(client.send("POST", LEASES, "{\"metadata\":{\"name\":\"a\"}}")
                        .code())
                .isEqualTo(405);
    }

    @Test
    void anEventIsTheSameInBothForms() {
        // Given
        String about = unique("about");
        Client.Reply created = client.send("POST", EVENTS, """
                {"metadata":{"generateName":"e-"},"reason":"Said","note":"hello","type":"Normal","action":"Saying",
                 "eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"test.io/tester","reportingInstance":"t",
                 "regarding":{"kind":"Service","namespace":"default","name":"%s"}}""".formatted(about));
        assertThat(created.code()).as(created.body().toString()).isEqualTo(201);
        assertThat(created.at("/apiVersion")).isEqualTo("events.k8s.io/v1");
        assertThat(created.at("/note")).isEqualTo("hello");
        // When
        Client.Reply newer = Eventually.items(client, EVENTS + "?fieldSelector=regarding.name=" + about);
        Client.Reply core =
                client.get("/api/v1/namespaces/default/events?fieldSelector=reason=Said,involvedObject.name=" + about);
        // Then
        assertThat(newer.at("/items/0/note")).isEqualTo("hello");
        assertThat(core.at("/items/0/message")).isEqualTo("hello");
        assertThat(core.at("/items/0/reportingComponent")).isEqualTo("test.io/tester");
        assertThat(core.at("/items/0/metadata/uid")).isEqualTo(newer.at("/items/0/metadata/uid"));
    }

    @Test
    void anEventOfTheNewerFormSaysWhoAndWhen() {
        Client.Reply refused = client.send("POST", EVENTS, "{\"metadata\":{\"name\":\"e\"},\"regarding\":{}}");
        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.at("/message"))
                .startsWith("Event.events.k8s.io \"e\" is invalid: [")
                .contains("eventTime: Required value")
                .contains("reportingController: Required value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/configmaps",
                "/api/v1/namespaces/default/secrets",
                "/api/v1/namespaces/nowhere/serviceaccounts",
                "/apis/apps/v1/deployments",
                "/apis/batch/v1/namespaces/default/jobs",
                "/apis/networking.k8s.io/v1/ingressclasses",
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
            })
    void whatIsNeverThereIsAnEmptyList(String path) {
        Client.Reply list = client.get(path);
        assertThat(list.code()).isEqualTo(200);
        assertThat(list.body().path("items").isArray()).isTrue();
        assertThat(list.body().path("items")).isEmpty();
        assertThat(list.at("/metadata/resourceVersion")).isNotEmpty();
        assertThat(client.get(path, "Accept", TABLE).at("/kind")).isEqualTo("Table");
    }

    @Test
    void aWatchOfWhatIsNeverThereTellsThatNothingIsThere() {
        String path = "/apis/apps/v1/deployments?watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=1";
        try (Stream<String> lines = client.lines(path)) {
            JsonNode first = json(lines.iterator().next());
            assertThat(first.at("/type").asText()).isEqualTo("BOOKMARK");
            assertThat(first.at("/object/kind").asText()).isEqualTo("Deployment");
        }
    }

    @Test
    void whatIsNeverThereCannotBeCreatedAndTheAnswerSaysWhy() {
        Client.Reply refused =
                client.send("POST", "/apis/apps/v1/namespaces/default/deployments", "{\"metadata\":{\"name\":\"a\"}}");
        assertThat(refused.code()).isEqualTo(405);
        assertThat(refused.at("/reason")).isEqualTo("MethodNotAllowed");
        assertThat(refused.at("/message")).endsWith("there are never any deployments.apps here");
        assertThat(client.get("/apis/apps/v1/namespaces/default/deployments/a").at("/message"))
                .isEqualTo("deployments.apps \"a\" not found");
    }

    @Test
    void whoMayDoEverythingHearsSo() {
        Client.Reply answer = client.send(
                "POST",
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                "{\"spec\":{\"resourceAttributes\":{\"verb\":\"create\",\"resource\":\"services\",\"namespace\":\"default\"}}}");
        assertThat(answer.code()).isEqualTo(201);
        assertThat(answer.at("/status/allowed")).isEqualTo("true");
        assertThat(answer.at("/spec/resourceAttributes/verb")).isEqualTo("create");
        Client.Reply rules = client.send(
                "POST",
                "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                "{\"spec\":{\"namespace\":\"default\"}}");
        assertThat(rules.at("/status/resourceRules/0/verbs/0")).isEqualTo("*");
        Client.Reply self = client.send("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        assertThat(self.at("/status/userInfo/username")).isEqualTo("system:anonymous");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"spec\":{}} | 422",
                "{\"spec\":{\"resourceAttributes\":{},\"nonResourceAttributes\":{}}} | 422",
                "{\"kind\":\"Service\"} | 400",
                "[] | 400"
            })
    void aQuestionThatAsksNothingIsRefused(String body, int code) {
        assertThat(client.send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", body)
                        .code())
                .isEqualTo(code);
    }

    @Test
    void questionsAreOnlyAsked() {
        assertThat(client.get("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                        .code())
                .isEqualTo(405);
    }

    private static void report(String node) {
        String servers = ConfigProvider.getConfig().getValue("samegate.log.bootstrap-servers", String.class);
        try (Emitter emitter =
                new Emitter(LogSettings.at(servers, Topics.DEFAULT_PREFIX, node), Source.PROXY_GATEWAY)) {
            NodeReport report = new NodeReport(
                    node,
                    "one",
                    1,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    List.of("127.0.0.11"),
                    List.of(),
                    Map.of(),
                    new NodeSystem("v1", "", "", "amd64", "linux", "", Map.of()),
                    Map.of(),
                    false);
            emitter.send(Topics.NODE_REPORTS, node, report).join();
        }
    }
}
