package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Kubernetes' own end-to-end tests of EndpointSlices check; each named after its case. */
@ExtendWith(SharedInstallation.class)
class UpstreamEndpointsTest extends NamespacedCase {

    UpstreamEndpointsTest(Samegate samegate) {
        super(samegate);
    }

    @Test
    void shouldHaveEndpointsAndEndpointSlicesPointingToApiServer() {
        // When
        JsonNode endpoints =
                api().get("/api/v1/namespaces/default/endpoints/kubernetes").body();
        JsonNode slice = api().get("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes")
                .body();
        // Then
        assertThat(endpoints.at("/subsets/0/ports/0/port").asInt())
                .isEqualTo(samegate().apiPort());
        assertThat(endpoints.at("/subsets/0/addresses/0/ip").asText()).isNotEmpty();
        assertThat(slice.at("/ports/0/port").asInt()).isEqualTo(samegate().apiPort());
        assertThat(slice.at("/metadata/labels/kubernetes.io~1service-name").asText())
                .isEqualTo("kubernetes");
    }

    @Test
    void shouldCreateAndDeleteEndpointsAndEndpointSlicesForAServiceWithASelectorSpecified() {
        // When
        JsonNode service = api().create(services(), Manifests.clusterIp("web"));
        // Then
        Eventually.until(() ->
                slicesOf("web").size() == 1 && api().get(endpoints() + "/web").code() == 200);
        JsonNode slice = slicesOf("web").getFirst();
        assertThat(slice.at("/metadata/ownerReferences/0/uid")).isEqualTo(service.at("/metadata/uid"));
        assertThat(slice.at("/metadata/ownerReferences/0/controller").asBoolean())
                .isTrue();
        assertThat(slice.at("/metadata/labels/endpointslice.kubernetes.io~1managed-by")
                        .asText())
                .isEqualTo("endpointslice-controller.k8s.io");
        assertThat(slice.at("/endpoints")).isEmpty();
        api().delete(services() + "/web");
        Eventually.until(() ->
                slicesOf("web").isEmpty() && api().get(endpoints() + "/web").code() == 404);
    }

    @Test
    void shouldCreateEndpointsAndEndpointSlicesForPodsMatchingAService() {
        // Given
        api().create(services(), """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  selector: {app: web}
                  ports:
                  - {name: example-name, port: 80, targetPort: 3000}
                  - {name: named, port: 81, targetPort: example-port}
                """);
        // When
        api().create(pods(), pod("a", "10.20.30.1", "{name: example-port, containerPort: 3001}"));
        api().create(pods(), pod("b", "10.20.30.2", "{name: example-port, containerPort: 3002}"));
        api().create(pods(), pod("other", "10.20.30.3", "{containerPort: 1}").replace("app: web", "app: not"));
        // Then
        Eventually.until(() -> podsWith("ready", "web").equals(List.of("a", "b")));
        assertThat(slicesOf("web")).as("one for each set of ports").hasSize(2);
        assertThat(slicesOf("web").stream().flatMap(slice -> slice.findValuesAsText("port").stream()))
                .containsExactlyInAnyOrder("3000", "3001", "3000", "3002");
        JsonNode subsets = api().get(endpoints() + "/web").body().at("/subsets");
        assertThat(subsets.findValuesAsText("ip"))
                .contains("10.20.30.1", "10.20.30.2")
                .doesNotContain("10.20.30.3");
    }

    @Test
    void shouldCreateEndpointsForUnreadyPods() {
        // Given
        api().create(services(), Manifests.clusterIp("web"));
        api().create(
                        services(),
                        Manifests.clusterIp("patient")
                                .replace("app: patient}", "app: web}\n  publishNotReadyAddresses: true"));
        api().create(pods(), pod("a", "10.20.30.1", "{containerPort: 80}") + """
                  conditions: [{type: Ready, status: "False"}]
                """);
        // When, Then
        Eventually.until(() -> podsWith("ready", "patient").equals(List.of("a")));
        assertThat(podsWith("ready", "web")).isEmpty();
        assertThat(api().get(endpoints() + "/web")
                        .body()
                        .at("/subsets/0/notReadyAddresses/0/ip")
                        .asText())
                .isEqualTo("10.20.30.1");
        assertThat(api().get(endpoints() + "/patient")
                        .body()
                        .at("/subsets/0/addresses/0/ip")
                        .asText())
                .isEqualTo("10.20.30.1");
    }

    @Test
    void shouldSupportCreatingEndpointSliceApiOperations() {
        // Given
        String manifest = slice("own", "10.20.30.1", "");
        JsonNode created = api().create(slices(), manifest);
        // When
        JsonNode patched = api().patch(
                        slices() + "/own",
                        "merge-patch+json",
                        "{\"metadata\": {\"annotations\": {\"patched\": \"true\"}}}")
                .body();
        ApiClient.Answer updated = api().put(slices() + "/own", manifest.replace("10.20.30.1", "10.20.30.2"));
        // Then
        assertThat(created.at("/metadata/uid").asText()).isNotEmpty();
        assertThat(patched.at("/metadata/annotations/patched").asText()).isEqualTo("true");
        assertThat(updated.body().at("/endpoints/0/addresses/0").asText()).isEqualTo("10.20.30.2");
        assertThat(api().get("/apis/discovery.k8s.io/v1/endpointslices")
                        .body()
                        .at("/items")
                        .findValuesAsText("name"))
                .contains("own");
        assertThat(api().delete(slices() + "/own").code()).isEqualTo(200);
        assertThat(api().delete(slices()).code()).isEqualTo(200);
        assertThat(api().get(slices()).body().at("/items")).isEmpty();
    }

    @Test
    void shouldSupportAServiceWithMultiplePortsAndEndpointIpsSpecifiedInMultipleEndpointSlices() {
        // Given
        api().create(services(), """
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  ports: [{name: one, port: 80}, {name: two, port: 81}]
                """);
        // When
        api().create(slices(), slice("first", "10.20.30.1", "web"));
        api().create(
                        slices(),
                        slice("second", "10.20.30.2", "web")
                                .replace("{name: one, port: 80}", "{name: two, port: 8081}"));
        // Then
        assertThat(slicesOf("web")).hasSize(2);
        assertThat(api().get(slices() + "/first")
                        .body()
                        .at("/endpoints/0/addresses/0")
                        .asText())
                .isEqualTo("10.20.30.1");
    }

    @Test
    void shouldMirrorACustomEndpointsResourceThroughCreateUpdateAndDelete() {
        // Given
        api().create(services(), Manifests.clusterIp("web").replace("selector: {app: web}", "type: ClusterIP"));
        String manifest = """
                apiVersion: v1
                kind: Endpoints
                metadata: {name: web}
                subsets:
                - addresses: [{ip: 10.1.2.3}]
                  ports: [{port: 80}]
                """;
        // When, Then
        api().create(endpoints(), manifest);
        Eventually.until(() -> slicesOf("web").toString().contains("10.1.2.3"));
        assertThat(slicesOf("web")
                        .getFirst()
                        .at("/metadata/labels/endpointslice.kubernetes.io~1managed-by")
                        .asText())
                .isEqualTo("endpointslicemirroring-controller.k8s.io");
        api().put(endpoints() + "/web", manifest.replace("10.1.2.3", "10.2.3.4"));
        Eventually.until(() -> slicesOf("web").toString().contains("10.2.3.4"));
        api().delete(endpoints() + "/web");
        Eventually.until(() -> slicesOf("web").isEmpty());
    }

    private static String pod(String name, String address, String port) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, labels: {app: web}}
                spec:
                  containers:
                  - {name: main, image: main, ports: [%s]}
                status:
                  podIP: %s
                  hostIP: 10.20.0.1
                """.formatted(name, port, address);
    }

    private static String slice(String name, String address, String service) {
        return """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %s, labels: {kubernetes.io/service-name: "%s"}}
                addressType: IPv4
                endpoints:
                - addresses: [%s]
                ports:
                - {name: one, port: 80}
                """.formatted(name, service, address);
    }
}
