package io.samegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(Installation.class)
class ApiTest extends ServedCase {

    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    @Test
    void aCreatedServiceIsReadBackAtOnce() {
        String name = create(SERVICES, service("read"));
        Client.Reply read = client.get(SERVICES + "/" + name);
        assertThat(read.code()).isEqualTo(200);
        assertThat(read.at("/kind")).isEqualTo("Service");
        assertThat(read.at("/metadata/uid")).isNotEmpty();
        assertThat(read.at("/metadata/resourceVersion")).isNotEmpty();
        assertThat(read.at("/spec/type")).isEqualTo("ClusterIP");
    }

    @Test
    void aSecondServiceOfTheSameNameIsRefused() {
        String name = create(SERVICES, service("twice"));
        Client.Reply again = client.send("POST", SERVICES, service(name));
        assertThat(again.code()).isEqualTo(409);
        assertThat(again.at("/reason")).isEqualTo("AlreadyExists");
    }

    @Test
    void yamlIsReadLikeJson() {
        String name = unique("yaml");
        String yaml = """
            apiVersion: v1
            kind: Service
            metadata: {name: %s}
            spec:
              ports:
              - port: 80
            """.formatted(name);
        Client.Reply created = client.send("POST", SERVICES, yaml, "Content-Type", "application/yaml");
        assertThat(created.code()).isEqualTo(201);
        assertThat(created.at("/spec/ports/0/protocol")).isEqualTo("TCP");
    }

    @Test
    void whoAsksForYamlGetsIt() {
        String name = create(SERVICES, service("answer"));
        Client.Reply one = client.get(SERVICES + "/" + name, "Accept", "application/yaml");
        assertThat(one.raw().headers().firstValue("Content-Type")).contains("application/yaml");
        assertThat(one.body().asText()).contains("kind: Service\n", "  name: " + name + "\n");
        Client.Reply none = client.get(SERVICES + "/none", "Accept", "application/yaml");
        assertThat(none.code()).isEqualTo(404);
        assertThat(none.body().asText()).contains("kind: Status\n", "reason: NotFound\n");
    }

    @Test
    void listsComeInYamlToo() {
        String name = create(SERVICES, service("listed"));
        String selected = client.get(SERVICES + "?fieldSelector=metadata.name=" + name, "Accept", "application/yaml")
                .body()
                .asText();
        assertThat(selected).startsWith("kind: ServiceList\n").contains("\nitems:\n- ", "\n    name: " + name + "\n");
        assertThat(client.get(SERVICES + "?labelSelector=no=one", "Accept", "application/yaml")
                        .body()
                        .asText())
                .endsWith("\nitems: []\n");
        Client.Reply indented = client.get(SERVICES + "?pretty=true&fieldSelector=metadata.name=" + name);
        assertThat(indented.at("/items/0/metadata/name")).isEqualTo(name);
    }

    @Test
    void whoAcceptsNothingThereIsHearsSoBeforeAnythingIsDone() {
        String name = unique("unacceptable");
        String body = "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"ports\":[{\"port\":80}]}}";
        Client.Reply refused = client.send("POST", SERVICES, body, "Accept", "text/html");
        assertThat(refused.code()).isEqualTo(406);
        assertThat(refused.at("/reason")).isEqualTo("NotAcceptable");
        assertThat(client.get(SERVICES + "/" + name).code()).isEqualTo(404);
    }

    @Test
    void aFieldThatStandsTwiceIsWarnedOfOrRefused() {
        String body = "{\"metadata\":{\"name\":\"" + unique("twice") + "\"},"
                + "\"spec\":{\"ports\":[{\"port\":80,\"port\":81}],\"selectr\":{}}}";
        Client.Reply warned = client.send("POST", SERVICES + "?dryRun=All", body);
        assertThat(warned.at("/spec/ports/0/port")).isEqualTo("81");
        assertThat(warned.raw().headers().allValues("Warning"))
                .containsExactly(
                        "299 - \"duplicate field \\\"spec.ports[0].port\\\"\"",
                        "299 - \"unknown field \\\"spec.selectr\\\"\"");
        Client.Reply refused = client.send("POST", SERVICES + "?fieldValidation=Strict", body);
        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.at("/message"))
                .endsWith("strict decoding error: duplicate field \"spec.ports[0].port\", unknown field"
                        + " \"spec.selectr\"");
    }

    @Test
    void aYamlKeyThatStandsTwiceIsNamedByItsLine() {
        String yaml = "metadata:\n  name: " + unique("lines") + "\nspec:\n  ports:\n  - port: 80\n    port: 81\n";
        Client.Reply refused =
                client.send("POST", SERVICES + "?fieldValidation=Strict", yaml, "Content-Type", "application/yaml");
        assertThat(refused.at("/message"))
                .endsWith("strict decoding error: yaml: unmarshal errors:\n  line 6: key \"port\" already set in map");
    }

    @Test
    void schemasAreKeptAsLongAsTheirUrlStays() {
        String url = client.get("/openapi/v3").at("/paths/api~1v1/serverRelativeURL");
        Client.Reply first = client.get(url);
        assertThat(first.body()
                        .at("/components/schemas/io.k8s.api.core.v1.Service")
                        .isObject())
                .isTrue();
        assertThat(first.raw().headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("immutable");
        String tag = first.raw().headers().firstValue("ETag").orElseThrow();
        assertThat(client.get(url, "If-None-Match", tag).code()).isEqualTo(304);
    }

    @Test
    void aWatchBegunAtAListTellsWhatHappensAfterIt() {
        String version = client.get(SERVICES).at("/metadata/resourceVersion");
        try (Stream<String> lines = client.lines(SERVICES + "?watch=true&resourceVersion=" + version)) {
            Iterator<String> events = lines.iterator();
            String name = create(SERVICES, service("watch"));
            client.send(
                    "PATCH",
                    SERVICES + "/" + name,
                    "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}",
                    "Content-Type",
                    "application/merge-patch+json");
            client.send("DELETE", SERVICES + "/" + name, "");
            assertThat(nextOf(events, name).at("/type").asText()).isEqualTo("ADDED");
            assertThat(nextOf(events, name).at("/type").asText()).isEqualTo("MODIFIED");
            JsonNode deleted = nextOf(events, name);
            assertThat(deleted.at("/type").asText()).isEqualTo("DELETED");
            assertThat(deleted.at("/object/metadata/labels/a").asText()).isEqualTo("b");
        }
    }

    @Test
    void enteringASelectionIsAnAdditionAndLeavingItADeletion() {
        String name = create(SERVICES, service("select"));
        String label = "l" + name;
        String version = client.get(SERVICES).at("/metadata/resourceVersion");
        String path = SERVICES + "?watch=true&labelSelector=" + label + "&resourceVersion=" + version;
        try (Stream<String> lines = client.lines(path)) {
            Iterator<String> events = lines.iterator();
            label(name, label, "\"x\"");
            label(name, label, "null");
            assertThat(nextOf(events, name).at("/type").asText()).isEqualTo("ADDED");
            assertThat(nextOf(events, name).at("/type").asText()).isEqualTo("DELETED");
        }
    }

    @Test
    void aWatchThatBeganBeforeTheHistoryIsToldSoBeforeItStarts() {
        Client.Reply reply = client.get("/api/v1/events?watch=true&resourceVersion=1");
        assertThat(reply.code()).isEqualTo(410);
        assertThat(reply.at("/reason")).isEqualTo("Expired");
    }

    @Test
    void aWatchFromNowhereTellsWhatThereIsAndMarksItsEnd() {
        List<String> names = Stream.generate(() -> create(SERVICES, service("initial")))
                .limit(150)
                .toList();
        String path = SERVICES + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                + "&allowWatchBookmarks=true";
        try (Stream<String> lines = client.lines(path)) {
            List<JsonNode> initial = lines.map(ApiTest::json)
                    .takeWhile(event -> event.at("/type").asText().equals("ADDED"))
                    .toList();
            assertThat(initial)
                    .map(event -> event.at("/object/metadata/name").asText())
                    .doesNotHaveDuplicates()
                    .containsAll(names);
        }
    }

    @Test
    void aWatchWhoseClientLeftBeforeItBeganTakesNobodysPlace() throws IOException {
        long unseen = Long.parseLong(client.get(SERVICES).at("/metadata/resourceVersion")) + 1;
        for (int i = 0; i < Installation.MAX_WATCHES; i++) {
            client.sendAndLeave("GET " + SERVICES + "?watch=true&resourceVersion=" + unseen + " HTTP/1.1");
        }
        create(SERVICES, service("unseen"));
        assertThat(client.get(SERVICES + "?watch=true&timeoutSeconds=1").code()).isEqualTo(200);
    }

    @Test
    void aWatchThatAsksForHalfAWebSocketGetsLines() {
        String answer = client.answerTo(
                "GET " + SERVICES + "?watch=true&timeoutSeconds=1 HTTP/1.1", "Host: localhost", "Upgrade: websocket");

        assertThat(answer).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void aWatchEndsWhenItsTimeIsUp() {
        assertThat(client.lines(SERVICES + "?watch=true&timeoutSeconds=1&allowWatchBookmarks=true")
                        .map(ApiTest::json)
                        .reduce((earlier, later) -> later)
                        .orElseThrow()
                        .at("/type")
                        .asText())
                .isEqualTo("BOOKMARK");
    }

    @Test
    void tablesHaveKubernetesColumns() {
        String name = create(SERVICES, service("table"));
        Client.Reply table = client.get(SERVICES + "/" + name, "Accept", TABLE);
        assertThat(table.at("/kind")).isEqualTo("Table");
        assertThat(table.at("/columnDefinitions/4/name")).isEqualTo("Port(s)");
        assertThat(table.at("/rows/0/cells/4")).isEqualTo("80/TCP");
    }

    @Test
    void aListInPagesShowsEveryObjectOnce() {
        String label = "p" + unique("page");
        for (int i = 0; i < 5; i++) {
            label(create(SERVICES, service("page")), label, "\"x\"");
        }
        String path = SERVICES + "?limit=2&labelSelector=" + label;
        int seen = 0;
        String token = "";
        do {
            Client.Reply page = client.get(path + "&continue=" + token);
            seen += page.body().path("items").size();
            token = page.at("/metadata/continue");
        } while (!token.isEmpty());
        assertThat(seen).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/merge-patch+json            | {\"spec\":{\"type\":\"NodePort\"}}",
                "application/strategic-merge-patch+json  | {\"spec\":{\"type\":\"NodePort\"}}",
                "application/json-patch+json             |"
                        + " [{\"op\":\"replace\",\"path\":\"/spec/type\",\"value\":\"NodePort\"}]"
            })
    void patchesChangeWhatTheySay(String mediaType, String patch) {
        String name = create(SERVICES, service("patch"));
        Client.Reply patched = client.send("PATCH", SERVICES + "/" + name, patch, "Content-Type", mediaType);
        assertThat(patched.code()).isEqualTo(200);
        assertThat(patched.at("/spec/type")).isEqualTo("NodePort");
        assertThat(patched.at("/spec/ports/0/port")).isEqualTo("80");
    }

    @Test
    void aPatchThatChangesNothingKeepsTheVersion() {
        String name = create(SERVICES, service("same"));
        String version = client.get(SERVICES + "/" + name).at("/metadata/resourceVersion");
        Client.Reply patched =
                client.send("PATCH", SERVICES + "/" + name, "{}", "Content-Type", "application/merge-patch+json");
        assertThat(patched.at("/metadata/resourceVersion")).isEqualTo(version);
    }

    @Test
    void anApplyCreatesThenChangesNothingThenConflictsAndThenIsForced() {
        String path = SERVICES + "/" + unique("ssa");
        Client.Reply created = apply(path, "a", 8080, "");
        Client.Reply again = apply(path, "a", 8080, "");
        Client.Reply conflict = apply(path, "b", 8081, "");
        Client.Reply forced = apply(path, "b", 8081, "&force=true");
        assertThat(created.code()).isEqualTo(201);
        assertThat(created.at("/metadata/managedFields/0/operation")).isEqualTo("Apply");
        assertThat(again.code()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(created.body());
        assertThat(conflict.code()).isEqualTo(409);
        assertThat(conflict.at("/details/causes/0/reason")).isEqualTo("FieldManagerConflict");
        assertThat(forced.code()).isEqualTo(200);
        assertThat(forced.at("/spec/ports/0/targetPort")).isEqualTo("8081");
    }

    @Test
    void anApplyNamesItsManager() {
        Client.Reply refused = apply(SERVICES + "/x", "", 80, "");
        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.at("/message")).endsWith("fieldManager: Required value: is required for apply patch");
    }

    @Test
    void everyWriteNotesWhoManagesWhat() {
        String name = create(SERVICES + "?fieldManager=maker", service("managed"));
        label(name, "x", "\"y\"");
        JsonNode managers = client.get(SERVICES + "/" + name).body().at("/metadata/managedFields");
        assertThat(managers.findValuesAsText("manager")).containsExactlyInAnyOrder("maker", "Java-http-client");
        assertThat(managers.findParent("f:x")).isNotNull();
    }

    private Client.Reply apply(String path, String manager, int targetPort, String options) {
        String manifest = """
            apiVersion: v1
            kind: Service
            spec:
              ports:
              - port: 80
                targetPort: %d
            """.formatted(targetPort);
        String query = "?fieldManager=" + manager + options;
        return client.send("PATCH", path + query, manifest, "Content-Type", "application/apply-patch+yaml");
    }

    @Test
    void aReplacementOfAnOldVersionIsAConflict() {
        String name = create(SERVICES, service("old"));
        JsonNode first = client.get(SERVICES + "/" + name).body();
        label(name, "newer", "\"x\"");
        Client.Reply replaced = client.send("PUT", SERVICES + "/" + name, first.toString());
        assertThat(replaced.code()).isEqualTo(409);
        assertThat(replaced.at("/reason")).isEqualTo("Conflict");
    }

    @Test
    void aDryRunChangesNothing() {
        String name = unique("dry");
        Client.Reply created = client.send("POST", SERVICES + "?dryRun=All", service(name));
        assertThat(created.code()).isEqualTo(201);
        assertThat(client.get(SERVICES + "/" + name).code()).isEqualTo(404);
    }

    @Test
    void aDeletedNamespaceGoesOnceItsOwnersHaveEmptiedIt() {
        String name = create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + unique("ns") + "\"}}");
        Client.Reply deleted = client.send("DELETE", "/api/v1/namespaces/" + name, "");
        assertThat(deleted.at("/status/phase")).isEqualTo("Terminating");
        Eventually.code(404, client, "/api/v1/namespaces/" + name);
    }

    @Test
    void theSystemNamespacesCannotBeDeleted() {
        Client.Reply deleted = client.send("DELETE", "/api/v1/namespaces/kube-system", "");
        assertThat(deleted.code()).isEqualTo(403);
        assertThat(deleted.at("/reason")).isEqualTo("Forbidden");
    }

    @Test
    void aPostedEventIsListedByWhatItIsAbout() {
        String about = unique("about");
        client.send("POST", "/api/v1/namespaces/default/events", """
            {"metadata":{"generateName":"e-"},"reason":"Said","message":"hello","type":"Normal",
             "involvedObject":{"kind":"Service","namespace":"default","name":"%s"}}\
            """.formatted(about));
        String path = "/api/v1/namespaces/default/events?fieldSelector=involvedObject.name=" + about;
        Client.Reply listed = Eventually.items(client, path); // events are told on, not read back at once
        assertThat(listed.at("/items/0/message")).isEqualTo("hello");
    }

    @Test
    void aSubscriberResumesAfterTheLastEventItHasSeen() {
        // Given
        String name = create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + unique("sse") + "\"}}");
        String id = "";
        try (Stream<String> lines = client.lines("/events?from=beginning")) {
            Iterator<String> all = lines.iterator();
            for (String line = all.next(); !line.contains("Namespace/" + name); line = all.next()) {
                id = line.startsWith("id: ") ? line.substring("id: ".length()) : id;
            }
        }
        String next = create("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + unique("sse") + "\"}}");
        // When
        try (Stream<String> lines = client.lines("/events", "Last-Event-ID", id)) {
            // Then
            String data =
                    lines.filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
            JsonNode event = json(data.substring("data: ".length()));
            assertThat(event.path("specversion").asText()).isEqualTo("1.0");
            assertThat(event.path("subject").asText()).isEqualTo("Namespace/" + next);
            assertThat(event.path("type").asText()).isEqualTo("io.samegate.event.NamespaceCreated");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: 127.0.0.1\r\nOrigin: http://evil.example",
                "Host: localhost\r\nSec-Fetch-Site: cross-site"
            })
    void foreignPagesAreKeptOut(String headers) {
        assertThat(client.answerTo("GET /api/v1/namespaces HTTP/1.1", headers)).contains(" 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: localhost:8080", "Host: 127.0.0.1\r\nOrigin: http://127.0.0.1", "Host: [::1]:80"})
    void ownPagesAndLoopbackNamesAreLetIn(String headers) {
        assertThat(client.answerTo("GET /api/v1/namespaces HTTP/1.1", headers)).contains(" 200 ");
    }

    static Stream<String> badBodies() {
        return Stream.of(
                "",
                "null",
                "[]",
                "{",
                "{\"kind\":\"Pod\"}",
                "{\"metadata\":{\"name\":\"a\",\"name\":\"b\"}}",
                "{\"metadata\":{\"name\":\"Not_A_Name\"},\"spec\":{\"ports\":[{\"port\":80}]}}",
                "{\"metadata\":{\"name\":\"bad\"},\"spec\":{\"ports\":[{\"port\":-1}]}}",
                "{\"metadata\":{\"name\":\"bad\"},\"spec\":{\"ports\":[{\"port\":\"80\"}]}}",
                "{\"metadata\":{\"name\":\"bad\"},\"spec\":{\"ports\":{}}}",
                "{\"metadata\":{\"name\":\"bad\"},\"spec\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
                "{\"metadata\":{\"name\":\"bad\"},\"spec\":{\"ports\":[{\"port\":" + "9".repeat(5000) + "}]}}");
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void whatIsNoServiceIsRefusedAndChangesNothing(String body) {
        String before = client.get(SERVICES).body().path("items").toString();
        Client.Reply reply = client.send("POST", SERVICES, body);
        assertThat(reply.code()).isBetween(400, 499);
        assertThat(reply.at("/kind")).isEqualTo("Status");
        assertThat(client.get(SERVICES).body().path("items").toString()).isEqualTo(before);
    }

    @Test
    void aYamlBombIsRefusedBeforeItGoesOff() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String last = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", Collections.nCopies(10, last))));
        }
        Client.Reply reply = client.send("POST", SERVICES, bomb.toString(), "Content-Type", "application/yaml");
        assertThat(reply.code()).isEqualTo(400);
    }

    @Test
    void aDeeplyNestedYamlBodyIsRefused() {
        Client.Reply reply = client.send("POST", SERVICES, "[".repeat(200_000), "Content-Type", "application/yaml");
        assertThat(reply.code()).isEqualTo(400);
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] body = service("utf").getBytes(StandardCharsets.UTF_8);
        body[20] = (byte) 0xC3;
        assertThat(client.send("POST", SERVICES, body).code()).isEqualTo(400);
    }

    @Test
    void aTenMebibyteBodyIsRefusedWithAStatus() {
        Client.Reply reply = client.send("POST", SERVICES, new byte[10 << 20]);
        assertThat(reply.code()).isEqualTo(413);
        assertThat(reply.at("/reason")).isEqualTo("RequestEntityTooLarge");
    }

    @Test
    void anObjectTooLargeToStoreIsRefused() {
        String body = "{\"metadata\":{\"name\":\"" + unique("large") + "\",\"annotations\":{\"a\":\""
                + "x".repeat(200_000) + "\"}},\"spec\":{\"externalName\":\"" + "y".repeat(1_000_000) + "\"}}";
        assertThat(client.send("POST", SERVICES, body).code()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api/v1/nothing",
                "/api/v2/services",
                "/apis/apps/v2/deployments",
                "/api/v1/namespaces/default/services/a/b/c",
                "/api/v1/namespaces/default/services/a%2Fb"
            })
    void unknownPathsAreNotFound(String path) {
        Client.Reply reply = client.get(path);
        assertThat(reply.code()).isEqualTo(404);
        assertThat(reply.at("/kind")).isEqualTo("Status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/namespaces/%zz", "/api/v1/namespaces?labelSelector=%zz"})
    void badlyEncodedRequestsAreRefused(String path) {
        assertThat(client.answerTo("GET " + path + " HTTP/1.1", "Host: localhost"))
                .contains(" 400 ")
                .contains("\"reason\":\"BadRequest\"");
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        String path = SERVICES + "?labelSelector=" + "a".repeat(70_000);
        assertThat(client.answerTo("GET " + path + " HTTP/1.1", "Host: localhost"))
                .contains(" 414 ")
                .contains("\"kind\":\"Status\"");
        Client.Reply allowed = client.get(SERVICES + "?labelSelector=a!%3D" + "x,a!%3D".repeat(4000) + "x");
        assertThat(allowed.code()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "HEAD " + SERVICES, "OPTIONS " + SERVICES, "BREW " + SERVICES, "GET noslash"})
    void methodsAndPathsNobodyKnowsAreRefused(String line) {
        assertThat(client.answerTo(line + " HTTP/1.1", "Host: localhost")).containsPattern(" 40[045] ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS *", "GET noslash", "GET ?watch=true"})
    void whatBeginsWithNoSlashIsRefusedWithAStatus(String line) {
        assertThat(client.answerTo(line + " HTTP/1.1", "Host: localhost"))
                .containsPattern(" 40[04] ")
                .contains("\"kind\":\"Status\"");
    }

    @Test
    void whoAsksBeforeSendingABodyIsToldToGoOn() {
        String body = service("expect");
        String head = "POST " + SERVICES + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
                + body.length();
        assertThat(client.answerTo(head + "\r\nConnection: close\r\n\r\n" + body))
                .startsWith("HTTP/1.1 100 ")
                .contains("HTTP/1.1 201 ");
    }

    @Test
    void nothingIsCreatedInAllNamespaces() {
        assertThat(client.send("POST", "/api/v1/services", service("all")).code())
                .isEqualTo(405);
    }

    @Test
    void aConnectionGoesOnAfterARefusedBody() {
        assertThat(client.send("POST", "/api/v1/nothing", "x".repeat(100_000)).code())
                .isEqualTo(404);
        assertThat(client.get("/livez").code()).isEqualTo(200);
    }

    private String create(String collection, String object) {
        Client.Reply created = client.send("POST", collection, object);
        assertThat(created.code()).as(created.body().toString()).isEqualTo(201);
        return created.at("/metadata/name");
    }

    private void label(String name, String label, String value) {
        String patch = "{\"metadata\":{\"labels\":{\"%s\":%s}}}".formatted(label, value);
        Client.Reply patched =
                client.send("PATCH", SERVICES + "/" + name, patch, "Content-Type", "application/merge-patch+json");
        assertThat(patched.code()).as(patched.body().toString()).isEqualTo(200);
    }

    private static JsonNode nextOf(Iterator<String> events, String name) {
        JsonNode event = json(events.next());
        while (!event.at("/object/metadata/name").asText().equals(name)) {
            event = json(events.next());
        }
        return event;
    }

    private static String service(String prefix) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"%s\"},\"spec\":{\"ports\":[{\"port\":80}]}}"
                .formatted(prefix.contains("-") ? prefix : unique(prefix));
    }
}
