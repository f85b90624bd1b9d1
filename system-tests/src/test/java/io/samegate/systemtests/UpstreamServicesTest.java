package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Kubernetes' own end-to-end tests of Services check of allocation and of the API; each named after its case. */
@ExtendWith(SharedInstallation.class)
class UpstreamServicesTest extends NamespacedCase {

    UpstreamServicesTest(Samegate samegate) {
        super(samegate);
    }

    @Test
    void shouldProvideSecureMasterService() {
        // When
        ApiClient.Answer master = api().get("/api/v1/namespaces/default/services/kubernetes");
        // Then
        assertThat(master.code()).isEqualTo(200);
        assertThat(master.body().at("/spec/ports/0/port").asInt()).isEqualTo(443);
    }

    @Test
    void shouldPreventNodePortCollisions() {
        // Given
        int taken = nodePort(api().create(services(), Manifests.nodePort("first")));
        // When
        ApiClient.Answer second = api().post(services(), Manifests.nodePort("second", taken));
        // Then
        assertThat(second.code()).isEqualTo(422);
        assertThat(second.message()).contains("provided port is already allocated");
        api().delete(services() + "/first");
        assertThat(api().post(services(), Manifests.nodePort("second", taken)).code())
                .isEqualTo(201);
    }

    @Test
    void shouldCheckNodePortOutOfRange() {
        // Given
        int given = nodePort(api().create(services(), Manifests.nodePort("web")));
        // When
        ApiClient.Answer moved = api().put(services() + "/web", Manifests.nodePort("web", 42));
        ApiClient.Answer created = api().post(services(), Manifests.nodePort("other", 42));
        // Then
        assertThat(moved.code()).isEqualTo(422);
        assertThat(moved.message()).contains("spec.ports[0].nodePort: Invalid value: 42");
        assertThat(created.code()).isEqualTo(422);
        assertThat(created.message()).contains("The range of valid ports is 30000-32767");
        assertThat(nodePort(service("web"))).isEqualTo(given);
    }

    @Test
    void shouldBeAbleToUpdateServiceTypeToNodePortListeningOnSamePortNumberButDifferentProtocols() {
        // Given
        api().create(services(), Manifests.clusterIp("web"));
        String both = """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  type: NodePort
                  selector: {app: web}
                  ports:
                  - {name: tcp-port, port: 80, protocol: TCP}
                  - {name: udp-port, port: 80, protocol: UDP}
                """;
        // When
        JsonNode updated = api().put(services() + "/web", both).body();
        // Then
        assertThat(updated.at("/spec/ports")).hasSize(2);
        assertThat(updated.at("/spec/ports/0/protocol").asText()).isEqualTo("TCP");
        assertThat(updated.at("/spec/ports/1/protocol").asText()).isEqualTo("UDP");
        assertThat(updated.at("/spec/ports/0/nodePort").asInt()).isBetween(30000, 32767);
        assertThat(updated.at("/spec/ports/1/nodePort").asInt()).isBetween(30000, 32767);
    }

    @Test
    void shouldBeAbleToChangeTheTypeFromExternalNameToClusterIP() {
        // Given
        assertThat(api().create(services(), externalName("web"))
                        .at("/spec/clusterIP")
                        .asText())
                .isEmpty();
        // When
        ApiClient.Answer changed = api().put(services() + "/web", Manifests.clusterIp("web"));
        // Then
        assertThat(changed.code()).isEqualTo(200);
        assertThat(changed.body().at("/spec/clusterIP").asText()).startsWith("127.");
        assertThat(changed.body().at("/spec/externalName").isMissingNode()).isTrue();
    }

    @Test
    void shouldBeAbleToChangeTheTypeFromExternalNameToNodePort() {
        // Given
        api().create(services(), externalName("web"));
        // When
        JsonNode changed =
                api().put(services() + "/web", Manifests.nodePort("web")).body();
        // Then
        assertThat(nodePort(changed)).isBetween(30000, 32767);
        assertThat(changed.at("/spec/clusterIP").asText()).startsWith("127.");
    }

    @Test
    void shouldBeAbleToChangeTheTypeFromClusterIPToExternalName() {
        // Given
        String address = api().create(services(), Manifests.clusterIp("web"))
                .at("/spec/clusterIP")
                .asText();
        // When
        JsonNode changed =
                api().patch(services() + "/web", "merge-patch+json", """
                        {"spec": {"type": "ExternalName", "externalName": "db.example.com"}}""").body();
        // Then
        assertThat(changed.at("/spec/clusterIP").asText()).isEmpty();
        assertThat(api().post(
                                services(),
                                Manifests.clusterIp("heir").replace("spec:", "spec:\n  clusterIP: " + address))
                        .code())
                .isEqualTo(201);
    }

    @Test
    void shouldBeAbleToChangeTheTypeFromNodePortToExternalName() {
        // Given
        int released = nodePort(api().create(services(), Manifests.nodePort("web")));
        // When
        JsonNode changed =
                api().patch(services() + "/web", "merge-patch+json", """
                        {"spec": {"type": "ExternalName", "externalName": "db.example.com"}}""").body();
        // Then
        assertThat(changed.at("/spec/type").asText()).isEqualTo("ExternalName");
        assertThat(changed.at("/spec/ports/0/nodePort").isMissingNode()).isTrue();
        assertThat(api().post(services(), Manifests.nodePort("heir", released)).code())
                .isEqualTo(201);
    }

    @Test
    void shouldFindAServiceFromListingAllNamespaces() {
        // Given
        api().create(
                        services(),
                        Manifests.nodePort("web")
                                .replace("  name: web\n", "  name: web\n  labels: {case: " + namespace() + "}\n"));
        // When
        JsonNode found = api().get("/api/v1/services?labelSelector=case%3D" + namespace())
                .body();
        // Then
        assertThat(found.at("/items")).hasSize(1);
        assertThat(found.at("/items/0/metadata/namespace").asText()).isEqualTo(namespace());
    }

    @Test
    void shouldCompleteAServiceStatusLifecycle() {
        // Given
        api().create(services(), Manifests.nodePort("web"));
        String status = services() + "/web/status";
        String condition = """
                {"status": {"conditions": [{"type": "example.com/Set", "status": "%s", "reason": "E2E", "message": "",
                  "lastTransitionTime": "2024-01-01T00:00:00Z"}]}}""";
        // When
        JsonNode patched = api().patch(status, "merge-patch+json", condition.formatted("True"))
                .body();
        // Then
        assertThat(patched.at("/status/conditions").toString()).contains("example.com/Set");
        JsonNode read = api().get(status).body();
        assertThat(read.at("/kind").asText()).isEqualTo("Service");
        assertThat(read.at("/status/conditions").toString()).contains("example.com/Set");
        JsonNode updated = api().put(status, read.toString().replace("\"E2E\"", "\"Updated\""))
                .body();
        assertThat(updated.at("/status/conditions").toString()).contains("Updated");
        assertThat(updated.at("/spec")).isEqualTo(read.at("/spec"));
        assertThat(api().delete(services() + "/web").code()).isEqualTo(200);
        assertThat(api().get(status).code()).isEqualTo(404);
    }

    @Test
    void shouldDeleteACollectionOfServices() {
        // Given
        for (String name : new String[] {"a", "b", "c"}) {
            api().create(
                            services(),
                            Manifests.nodePort(name)
                                    .replace(
                                            "  name: " + name + "\n",
                                            "  name: " + name + "\n  labels: {" + (name.equals("c") ? "keep" : "go")
                                                    + ": 'yes'}\n"));
        }
        // When
        ApiClient.Answer deleted = api().delete(services() + "?labelSelector=go%3Dyes");
        // Then
        assertThat(deleted.code()).isEqualTo(200);
        assertThat(api().get(services()).body().at("/items").findValuesAsText("name"))
                .contains("c")
                .doesNotContain("a", "b");
    }

    @Test
    void shouldTestTheLifecycleOfAnEndpoint() {
        // Given
        String manifest = """
                apiVersion: v1
                kind: Endpoints
                metadata: {name: testservice, labels: {test-endpoint-static: "true"}}
                subsets:
                - addresses: [{ip: 10.0.0.24}]
                  ports: [{name: http, port: 80, protocol: TCP}]
                """;
        api().create(endpoints(), manifest);
        // When
        ApiClient.Answer updated = api().put(
                        endpoints() + "/testservice",
                        manifest.replace("\"true\"", "updated").replace("10.0.0.24", "10.0.0.25"));
        ApiClient.Answer patched = api().patch(endpoints() + "/testservice", "strategic-merge-patch+json", """
                {"metadata": {"labels": {"test-service": "patched"}},
                 "subsets": [{"addresses": [{"ip": "10.0.0.26"}], "ports": [{"name": "http-test", "port": 8080}]}]}""");
        // Then
        assertThat(updated.code()).isEqualTo(200);
        assertThat(patched.code()).isEqualTo(200);
        JsonNode read = api().get(endpoints() + "/testservice").body();
        assertThat(read.at("/subsets/0/addresses/0/ip").asText()).isEqualTo("10.0.0.26");
        assertThat(read.at("/metadata/labels/test-service").asText()).isEqualTo("patched");
        assertThat(api().delete(endpoints() + "?labelSelector=test-service%3Dpatched")
                        .code())
                .isEqualTo(200);
        assertThat(api().get(endpoints() + "/testservice").code()).isEqualTo(404);
    }

    private JsonNode service(String name) {
        return api().get(services() + "/" + name).body();
    }

    private static int nodePort(JsonNode service) {
        return service.at("/spec/ports/0/nodePort").asInt();
    }

    private static String externalName(String name) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %s}
                spec: {type: ExternalName, externalName: db.example.com}
                """.formatted(name);
    }
}
