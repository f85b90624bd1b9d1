package io.samegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which moment a list or a watch shows. */
@QuarkusTest
@WithTestResource(Installation.class)
class ListsTest extends ServedCase {

    private static final String ENDPOINTS = "/api/v1/namespaces/default/endpoints";

    @Test
    void allPagesShowWhatWasThereAtTheFirst() {
        // Given
        String label = unique("l");
        for (String name : List.of("a", "b", "c", "d")) {
            create(label, name);
        }
        Client.Reply first = client.get(ENDPOINTS + "?limit=2&labelSelector=" + label);
        client.send("DELETE", ENDPOINTS + "/" + label + "-c", "");
        create(label, "e");
        // When
        Client.Reply second = client.get(
                ENDPOINTS + "?limit=2&labelSelector=" + label + "&continue=" + first.at("/metadata/continue"));
        // Then
        assertThat(names(first)).containsExactly(label + "-a", label + "-b");
        assertThat(names(second)).containsExactly(label + "-c", label + "-d");
        assertThat(second.at("/metadata/resourceVersion")).isEqualTo(first.at("/metadata/resourceVersion"));
    }

    @Test
    void anExactVersionShowsWhatWasThereThen() {
        String label = unique("l");
        create(label, "a");
        String version = client.get(ENDPOINTS).at("/metadata/resourceVersion");
        client.send("DELETE", ENDPOINTS + "/" + label + "-a", "");
        create(label, "b");
        String path = ENDPOINTS + "?labelSelector=" + label + "&resourceVersion=" + version;
        assertThat(names(client.get(path + "&resourceVersionMatch=Exact"))).containsExactly(label + "-a");
        assertThat(names(client.get(path + "&resourceVersionMatch=NotOlderThan")))
                .containsExactly(label + "-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resourceVersion=1&resourceVersionMatch=Exact", "continue=MSBhL2I"})
    void whatIsNoLongerRememberedIsExpired(String query) {
        Client.Reply reply = client.get("/api/v1/events?" + query);
        assertThat(reply.code()).isEqualTo(410);
        assertThat(reply.at("/reason")).isEqualTo("Expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/configmaps", "/apis/apps/v1/deployments"})
    void aListOfNothingIsEmptyAtEveryMoment(String path) {
        Client.Reply page = client.get(path + "?continue=MCBh"); // goes on after "a" at 0
        assertThat(page.code()).isEqualTo(200);
        assertThat(names(page)).isEmpty();
        assertThat(client.get(path + "?resourceVersion=00&resourceVersionMatch=Exact")
                        .code())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LTEgYQ", "x", "%20"})
    void aTokenNobodyGaveIsRefused(String token) {
        assertThat(client.get(ENDPOINTS + "?continue=" + token).code()).isEqualTo(400);
    }

    @Test
    void aWatchWithoutInitialEventsTellsOnlyWhatIsNew() {
        String label = unique("l");
        create(label, "old");
        String path = ENDPOINTS + "?watch=true&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&labelSelector="
                + label;
        try (Stream<String> lines = client.lines(path)) {
            Iterator<String> events = lines.iterator();
            create(label, "new");
            JsonNode event = json(events.next());
            assertThat(event.at("/object/metadata/name").asText()).isEqualTo(label + "-new");
        }
    }

    @Test
    void anUnknownNamespaceHasNothingInIt() {
        Client.Reply reply = client.get("/api/v1/namespaces/nowhere/endpoints");
        assertThat(reply.code()).isEqualTo(200);
        assertThat(names(reply)).isEmpty();
    }

    private void create(String label, String name) {
        Client.Reply created = client.send(
                "POST",
                ENDPOINTS,
                "{\"metadata\":{\"name\":\"%s-%s\",\"labels\":{\"%s\":\"x\"}}}".formatted(label, name, label));
        assertThat(created.code()).as(created.body().toString()).isEqualTo(201);
    }

    private static List<String> names(Client.Reply list) {
        List<String> names = new ArrayList<>();
        list.body()
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }
}
