package io.samegate.api.core.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.resource.Resource;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.ObjectKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiTest {

    private static final OpenApi OPEN_API = OpenApi.of(new PlainWords());
    private static final JsonNode V2 = OPEN_API.v2();
    private static final String PORTS = "/properties/ports";

    static Stream<Resource> resources() {
        return Resource.all().stream();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void whoeverLooksForAPatchFindsWhatItUnderstands(Resource resource) {
        if (!resource.verbs().contains("patch")) {
            return;
        }
        List<JsonNode> patches = OPEN_API.v3(resource.root())
                .path("paths")
                .valueStream()
                .map(path -> path.path("patch"))
                .filter(patch -> patch.at("/x-kubernetes-group-version-kind/kind")
                        .asText()
                        .equals(resource.kind().kind()))
                .toList();
        assertThat(patches)
                .isNotEmpty()
                .allSatisfy(patch -> assertThat(patch.findValuesAsText("name"))
                        .contains("dryRun", "fieldManager", "fieldValidation", "force"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void aKindIsExplainedUnderItsGroupVersion(Resource resource) {
        List<JsonNode> named = OPEN_API.v3(resource.root())
                .at("/components/schemas")
                .valueStream()
                .filter(schema -> schema.path("x-kubernetes-group-version-kind")
                        .valueStream()
                        .anyMatch(gvk ->
                                gvk.path("kind").asText().equals(resource.kind().kind())
                                        && gvk.path("group")
                                                .asText()
                                                .equals(resource.kind().group())))
                .toList();
        assertThat(named).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyReferenceLeadsSomewhere(Resource resource) {
        JsonNode document = OPEN_API.v3(resource.root());
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .isTrue());
    }

    @Test
    void everyReferenceOfTheOlderDocumentLeadsSomewhere() {
        assertThat(V2.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(V2.at(reference.substring(1)).isObject()).isTrue());
    }

    @Test
    void portsOfAServiceSayHowTheyAreMerged() {
        for (JsonNode ports : List.of(
                V2.path("definitions").path("io.k8s.api.core.v1.ServiceSpec").at(PORTS),
                schema("io.k8s.api.core.v1.ServiceSpec").at(PORTS))) {
            assertThat(ports.path("x-kubernetes-list-type").asText()).isEqualTo("map");
            assertThat(ports.path("x-kubernetes-list-map-keys"))
                    .extracting(JsonNode::asText)
                    .containsExactly("port", "protocol");
            assertThat(ports.path("x-kubernetes-patch-merge-key").asText()).isEqualTo("port");
            assertThat(ports.path("x-kubernetes-patch-strategy").asText()).isEqualTo("merge");
        }
    }

    @Test
    void aListNobodyMergesIsOneValue() {
        JsonNode ips = schema("io.k8s.api.core.v1.ServiceSpec").at("/properties/clusterIPs");
        assertThat(ips.path("x-kubernetes-list-type").asText()).isEqualTo("atomic");
        assertThat(ips.has("x-kubernetes-patch-strategy")).isFalse();
    }

    @Test
    void aNumberOrAStringIsEitherOfThem() {
        JsonNode target = schema("io.k8s.apimachinery.pkg.util.intstr.IntOrString");
        assertThat(target.path("format").asText()).isEqualTo("int-or-string");
        assertThat(target.path("oneOf"))
                .extracting(type -> type.path("type").asText())
                .containsExactly("integer", "string");
    }

    @Test
    void aReferenceWithADescriptionStandsInAllOf() {
        JsonNode metadata = schema("io.k8s.api.core.v1.Service").at("/properties/metadata");
        assertThat(metadata.at("/allOf/0/$ref").asText())
                .isEqualTo("#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        assertThat(metadata.path("description").asText()).isEqualTo("Service.metadata");
    }

    @Test
    void valuesDefaultsAndNeedsStandInTheSchema() {
        JsonNode spec = schema("io.k8s.api.core.v1.ServiceSpec");
        assertThat(spec.at("/properties/type/enum"))
                .extracting(JsonNode::asText)
                .containsExactly("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        assertThat(schema("io.k8s.api.core.v1.ServicePort")
                        .at("/properties/protocol/default")
                        .asText())
                .isEqualTo("TCP");
        assertThat(schema("io.k8s.api.core.v1.ServicePort").path("required"))
                .extracting(JsonNode::asText)
                .containsExactly("port");
    }

    private static JsonNode schema(String name) {
        return OPEN_API.v3("api/v1").path("components").path("schemas").path(name);
    }

    /** Everything is called what it is called, and describes itself. */
    private static final class PlainWords implements Vocabulary {

        @Override
        public Optional<Class<?>> model(ApiKind kind) {
            return kind instanceof ObjectKind known ? Optional.of(known.model()) : Optional.empty();
        }

        @Override
        public String name(ApiKind kind) {
            return "io.k8s.api." + kind.group() + "." + kind.kind();
        }

        @Override
        public String name(Class<?> model) {
            boolean meta =
                    List.of("ObjectMeta", "Status", "DeleteOptions", "ListMeta").contains(model.getSimpleName());
            return (meta ? "io.k8s.apimachinery.pkg.apis.meta.v1." : "io.k8s.api." + group(model))
                    + model.getSimpleName();
        }

        private static String group(Class<?> model) {
            String own = model.getPackageName().substring("io.fabric8.kubernetes.api.model".length());
            return own.isEmpty() ? "core.v1." : own.substring(1) + ".";
        }

        @Override
        public Optional<String> describe(Class<?> model) {
            return Optional.of(model.getSimpleName());
        }

        @Override
        public Optional<String> describe(Class<?> model, String field) {
            return Optional.of(model.getSimpleName() + "." + field);
        }

        @Override
        public boolean isTime(Class<?> model, String field) {
            return field.endsWith("Timestamp");
        }
    }
}
