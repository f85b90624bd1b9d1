package io.samegate.systemtests;

import static io.samegate.systemtests.Manifests.PODS;
import static io.samegate.systemtests.Manifests.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is malformed gets a 4xx Status and changes nothing. */
@ExtendWith(SharedInstallation.class)
class BadInputTest {

    private static final String POD_WITHOUT_ADDRESS = """
            apiVersion: v1
            kind: Pod
            metadata: {name: bad}
            spec: {containers: [{name: a, image: a}]}
            status: {podIP: 300.1.1.1, hostIP: 1.1.1.1}
            """;

    private final ApiClient api;

    BadInputTest(Samegate samegate) {
        this.api = new ApiClient(samegate);
    }

    /** A body, and how its case is called. */
    record Case(String name, String path, String contentType, Supplier<byte[]> body) {
        static Case yaml(String name, String path, String body) {
            return new Case(name, path, "application/yaml", () -> body.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                Case.yaml("an empty body", SERVICES, ""),
                Case.yaml("not YAML", SERVICES, "a: [b"),
                Case.yaml("a scalar", SERVICES, "hello"),
                Case.yaml("a YAML bomb", SERVICES, bomb()),
                Case.yaml("deep nesting", SERVICES, "[".repeat(100_000)),
                Case.yaml("another kind", SERVICES, Manifests.nodePort("bad").replace("kind: Service", "kind: Pod")),
                Case.yaml(
                        "another version",
                        SERVICES,
                        Manifests.nodePort("bad").replace("apiVersion: v1", "apiVersion: v2")),
                Case.yaml("a name that is none", SERVICES, Manifests.nodePort("Bad_Name")),
                Case.yaml("a name with a slash", SERVICES, Manifests.nodePort("a/b")),
                Case.yaml("a negative port", SERVICES, Manifests.nodePort("bad").replace("port: 8080", "port: -1")),
                Case.yaml(
                        "a port of the wrong type",
                        SERVICES,
                        Manifests.nodePort("bad").replace("port: 8080", "port: {}")),
                Case.yaml("a negative node port", SERVICES, Manifests.nodePort("bad", -30000)),
                Case.yaml(
                        "another namespace",
                        SERVICES,
                        Manifests.nodePort("bad").replace("  name: bad\n", "  name: bad\n  namespace: elsewhere\n")),
                Case.yaml(
                        "a namespace that is not there",
                        "/api/v1/namespaces/nowhere/services",
                        Manifests.nodePort("bad")),
                Case.yaml("a pod without an address that is one", PODS, POD_WITHOUT_ADDRESS),
                new Case(
                        "ten mebibytes",
                        SERVICES,
                        "application/yaml",
                        () -> " ".repeat(10 << 20).getBytes(StandardCharsets.UTF_8)),
                new Case("not UTF-8", SERVICES, "application/json", () ->
                        new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', '}'}),
                new Case(
                        "half a JSON",
                        SERVICES,
                        "application/json",
                        () -> "{\"kind\":\"Service\"".getBytes(StandardCharsets.UTF_8)),
                new Case(
                        "a media type nobody knows",
                        SERVICES,
                        "text/csv",
                        () -> "a,b".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRefusedWithAStatusAndChangesNothing(Case bad) {
        // Given
        JsonNode before = services();
        // When
        ApiClient.Answer answer =
                api.post(bad.path(), bad.contentType(), bad.body().get());
        // Then
        assertThat(answer.code()).as(answer.text()).isBetween(400, 499);
        assertThat(answer.body().path("kind").asText()).isEqualTo("Status");
        assertThat(answer.message()).isNotBlank();
        assertThat(services()).isEqualTo(before);
    }

    /** Those that this class may change; other tests' namespaces may still be on their way out. */
    private JsonNode services() {
        return api.get(SERVICES).body().path("items");
    }

    @Test
    void aPageOfAnotherSiteIsRefused() {
        // When
        ApiClient.Answer answer = api.send(api.request(SERVICES)
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString(Manifests.nodePort("evil"))));
        // Then
        assertThat(answer.code()).isEqualTo(403);
        assertThat(api.get(SERVICES + "/evil").code()).isEqualTo(404);
    }

    private static String bomb() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            yaml.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1) + "]\n");
        }
        return yaml.toString();
    }
}
