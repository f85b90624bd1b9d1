package io.samegate.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests in a namespace of their own, which is deleted after each with what is in it. */
abstract class NamespacedCase {

    private static final int FOUR_CHARACTERS = 36 * 36 * 36 * 36;

    private final Samegate samegate;
    private final ApiClient api;
    private String namespace = "";

    NamespacedCase(Samegate samegate) {
        this.samegate = samegate;
        this.api = new ApiClient(samegate);
    }

    @BeforeEach
    void aNamespace() {
        namespace =
                "test-" + Integer.toString(ThreadLocalRandom.current().nextInt(FOUR_CHARACTERS, Integer.MAX_VALUE), 36);
        api.create("/api/v1/namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
    }

    @AfterEach
    void noNamespace() {
        api.delete("/api/v1/namespaces/" + namespace);
    }

    Samegate samegate() {
        return samegate;
    }

    ApiClient api() {
        return api;
    }

    String namespace() {
        return namespace;
    }

    String services() {
        return "/api/v1/namespaces/" + namespace + "/services";
    }

    String pods() {
        return "/api/v1/namespaces/" + namespace + "/pods";
    }

    String endpoints() {
        return "/api/v1/namespaces/" + namespace + "/endpoints";
    }

    String slices() {
        return "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices";
    }

    /** The EndpointSlices of a Service. */
    List<JsonNode> slicesOf(String service) {
        JsonNode list = api.get(slices() + "?labelSelector=kubernetes.io/service-name=" + service)
                .body();
        return StreamSupport.stream(list.path("items").spliterator(), false).toList();
    }

    /** The names of the Pods in the slices of a Service whose condition is true, sorted. */
    List<String> podsWith(String condition, String service) {
        return slicesOf(service).stream()
                .flatMap(slice -> StreamSupport.stream(slice.path("endpoints").spliterator(), false))
                .filter(endpoint -> endpoint.path("conditions").path(condition).asBoolean())
                .map(endpoint -> endpoint.path("targetRef").path("name").asText())
                .distinct()
                .sorted()
                .toList();
    }
}
