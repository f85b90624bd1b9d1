package io.samegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of objects that are deleted, and what their clients hear. */
@QuarkusTest
@WithTestResource(Installation.class)
class DeletesTest extends ServedCase {

    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final String ENDPOINTS = "/api/v1/namespaces/default/endpoints";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    @Test
    void whoDeletesAServiceIsShownItsLastState() {
        String name = create(SERVICES, "\"spec\":{\"ports\":[{\"port\":80}]}");
        Client.Reply deleted = client.send("DELETE", SERVICES + "/" + name, "{\"propagationPolicy\":\"Background\"}");
        assertThat(deleted.code()).isEqualTo(200);
        assertThat(deleted.at("/kind")).isEqualTo("Service");
        assertThat(client.get(SERVICES + "/" + name).code()).isEqualTo(404);
    }

    @Test
    void whoDeletesAnythingElseHearsThatItIsGone() {
        String name = create(ENDPOINTS, "\"subsets\":[]");
        String uid = client.get(ENDPOINTS + "/" + name).at("/metadata/uid");
        Client.Reply dry = client.send("DELETE", ENDPOINTS + "/" + name + "?dryRun=All", "");
        Client.Reply deleted = client.send("DELETE", ENDPOINTS + "/" + name, "");
        assertThat(dry.at("/status")).isEqualTo("Success");
        assertThat(deleted.at("/kind")).isEqualTo("Status");
        assertThat(deleted.at("/status")).isEqualTo("Success");
        assertThat(deleted.at("/details/name")).isEqualTo(name);
        assertThat(deleted.at("/details/kind")).isEqualTo("endpoints");
        assertThat(deleted.at("/details/uid")).isEqualTo(uid);
    }

    @Test
    void aCollectionIsDeletedByItsLabelAndListed() {
        String label = unique("l");
        String kept = create(ENDPOINTS, "\"subsets\":[]");
        for (int i = 0; i < 3; i++) {
            create(ENDPOINTS, "\"subsets\":[]", label);
        }
        Client.Reply dry = client.send("DELETE", ENDPOINTS + "?dryRun=All&labelSelector=" + label, "");
        assertThat(dry.body().path("items")).hasSize(3);
        Client.Reply deleted = client.send("DELETE", ENDPOINTS + "?labelSelector=" + label, "");
        assertThat(deleted.at("/kind")).isEqualTo("EndpointsList");
        assertThat(deleted.body().path("items")).hasSize(3);
        assertThat(client.get(ENDPOINTS + "?labelSelector=" + label).body().path("items"))
                .isEmpty();
        assertThat(client.get(ENDPOINTS + "/" + kept).code()).isEqualTo(200);
    }

    @Test
    void aCollectionOfWhichOneIsRefusedIsRefused() {
        String label = unique("l");
        create(ENDPOINTS, "\"subsets\":[]", label);
        Client.Reply refused = client.send(
                "DELETE", ENDPOINTS + "?labelSelector=" + label, "{\"preconditions\":{\"uid\":\"another\"}}");
        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.at("/status")).isEqualTo("Failure");
    }

    @Test
    void namespacesAreDeletedOneByOne() {
        assertThat(client.send("DELETE", NAMESPACES, "").code()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1", "/apis/events.k8s.io/v1"})
    void eventsAreNotDeleted(String group) {
        String events = group + "/namespaces/default/events";
        assertThat(client.send("DELETE", events, "").code()).isEqualTo(405);
        assertThat(client.send("DELETE", events + "/any", "").code()).isEqualTo(405);
    }

    @Test
    void anEvictedPodIsDeleted() {
        String name = create(PODS, "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}");
        String eviction = """
                {"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"%s","namespace":"default"},
                 "deleteOptions":{"gracePeriodSeconds":1}}""".formatted(name);
        Client.Reply other = client.send("POST", PODS + "/" + name + "/eviction", eviction.replace(name, "another"));
        Client.Reply evicted = client.send("POST", PODS + "/" + name + "/eviction", eviction);
        assertThat(other.code()).isEqualTo(400);
        assertThat(evicted.code()).isEqualTo(201);
        assertThat(evicted.at("/status")).isEqualTo("Success");
        assertThat(client.get(PODS + "/" + name).code()).isEqualTo(404);
        assertThat(client.send("POST", PODS + "/" + name + "/eviction", eviction)
                        .code())
                .isEqualTo(404);
    }

    @Test
    void aNamespaceWithAFinalizerStaysUntilItIsTakenAway() {
        // Given
        String name = unique("held");
        client.send(
                "POST",
                NAMESPACES,
                "{\"metadata\":{\"name\":\"%s\",\"finalizers\":[\"example.com/hold\"]}}".formatted(name));
        Client.Reply deleted = client.send("DELETE", NAMESPACES + "/" + name, "");
        assertThat(deleted.at("/status/phase")).isEqualTo("Terminating");
        Eventually.get( // its owners empty it
                () -> client.get(NAMESPACES + "/" + name),
                namespace -> namespace.body().at("/spec/finalizers").isMissingNode());
        // When
        Client.Reply patched = client.send(
                "PATCH",
                NAMESPACES + "/" + name,
                "{\"metadata\":{\"finalizers\":null}}",
                "Content-Type",
                "application/merge-patch+json");
        // Then
        assertThat(patched.code()).isEqualTo(200);
        assertThat(client.get(NAMESPACES + "/" + name).code()).isEqualTo(404);
    }

    @Test
    void finalizingANamespaceChangesTheFinalizersOfItsSpecAlone() {
        String name = create(NAMESPACES, "\"spec\":{}");
        Client.Reply finalized = client.send(
                "PUT",
                NAMESPACES + "/" + name + "/finalize",
                "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"a\":\"b\"}},\"spec\":{\"finalizers\":[\"kubernetes\",\"example.com/x\"]}}"
                        .formatted(name));
        assertThat(finalized.at("/spec/finalizers/1")).isEqualTo("example.com/x");
        assertThat(finalized.body().at("/metadata/labels/a").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "exec", "attach", "portforward", "proxy", "binding"})
    void whatNeedsSomebodyWhoRunsPodsIsNotFoundAndTheAnswerSaysWhy(String subresource) {
        Client.Reply reply = client.get(PODS + "/a/" + subresource);
        assertThat(reply.code()).isEqualTo(404);
        assertThat(reply.at("/message")).endsWith("nobody runs anything here, so there is no pods/" + subresource);
    }

    @ParameterizedTest
    @CsvSource({"services/a/scale, 404", "services/a/status/x, 404", "endpoints/a/status, 404", "pods/a/eviction, 405"})
    void pathsBelowAnObjectAreThoseOfDiscovery(String path, int code) {
        assertThat(client.get("/api/v1/namespaces/default/" + path).code()).isEqualTo(code);
    }

    private String create(String collection, String fields, String... labels) {
        String name = unique("d");
        String label = labels.length == 0 ? "" : "\"" + labels[0] + "\":\"x\"";
        Client.Reply created = client.send(
                "POST",
                collection,
                "{\"metadata\":{\"name\":\"%s\",\"labels\":{%s}},%s}".formatted(name, label, fields));
        assertThat(created.code()).as(created.body().toString()).isEqualTo(201);
        return name;
    }
}
