package io.samegate.api.core.openapi;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.defaults.Defaults;
import io.samegate.api.core.validate.Validation;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schemas promise is what the server does. */
class FieldRulesTest {

    private static final String SERVICE = "{'kind':'Service','metadata':{'name':'web'},'spec':{'type':'LoadBalancer',"
            + "'sessionAffinity':'None','externalTrafficPolicy':'Cluster','internalTrafficPolicy':'Cluster',"
            + "'ipFamilyPolicy':'SingleStack','ports':[{'port':80,'protocol':'TCP'}]}}";
    private static final String POD = "{'kind':'Pod','metadata':{'name':'web','ownerReferences':[{'apiVersion':'v1',"
            + "'kind':'Service','name':'a','uid':'u'}]},'spec':{'restartPolicy':'Always',"
            + "'terminationGracePeriodSeconds':1,'containers':[{'name':'c','image':'i',"
            + "'ports':[{'containerPort':80,'protocol':'TCP'}],'readinessProbe':{'periodSeconds':2,'timeoutSeconds':2,"
            + "'successThreshold':2,'failureThreshold':2,'httpGet':{'port':80,'path':'/a','scheme':'HTTP'}}}]},"
            + "'status':{'phase':'Running'}}";
    private static final String ENDPOINTS = "{'kind':'Endpoints','metadata':{'name':'web'},'subsets':["
            + "{'addresses':[{'ip':'10.0.0.1'}],'ports':[{'port':80,'protocol':'TCP'}]}]}";
    private static final String SLICE = "{'kind':'EndpointSlice','metadata':{'name':'web'},'addressType':'IPv4',"
            + "'ports':[{'port':80,'protocol':'TCP'}],'endpoints':[{'addresses':['10.0.0.1']}]}";

    private static final Map<Class<?>, Sample> SAMPLES = Map.ofEntries(
            Map.entry(ServiceSpec.class, new Sample(SERVICE, "/spec")),
            Map.entry(ServicePort.class, new Sample(SERVICE, "/spec/ports/0")),
            Map.entry(PodSpec.class, new Sample(POD, "/spec")),
            Map.entry(PodStatus.class, new Sample(POD, "/status")),
            Map.entry(Container.class, new Sample(POD, "/spec/containers/0")),
            Map.entry(ContainerPort.class, new Sample(POD, "/spec/containers/0/ports/0")),
            Map.entry(Probe.class, new Sample(POD, "/spec/containers/0/readinessProbe")),
            Map.entry(HTTPGetAction.class, new Sample(POD, "/spec/containers/0/readinessProbe/httpGet")),
            Map.entry(OwnerReference.class, new Sample(POD, "/metadata/ownerReferences/0")),
            Map.entry(EndpointAddress.class, new Sample(ENDPOINTS, "/subsets/0/addresses/0")),
            Map.entry(EndpointPort.class, new Sample(ENDPOINTS, "/subsets/0/ports/0")),
            Map.entry(EndpointSlice.class, new Sample(SLICE, "")),
            Map.entry(Endpoint.class, new Sample(SLICE, "/endpoints/0")),
            Map.entry(io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort.class, new Sample(SLICE, "/ports/0")));

    /**
     * A valid object with a place in it.
     *
     * @param pointer to the fields in question
     */
    private record Sample(String json, String pointer) {

        JsonNode whole() {
            return tree(json);
        }

        ObjectNode place(JsonNode whole) {
            return (ObjectNode) whole.at(pointer);
        }
    }

    /** One field of a class with rules. */
    record Field(Class<?> model, String name) {

        private Sample sample() {
            return SAMPLES.get(model);
        }

        private FieldRules rules() {
            return FieldRules.of(model);
        }
    }

    static Stream<Field> required() {
        return fields(rules -> rules.required().stream());
    }

    static Stream<Field> enumerated() {
        return fields(rules -> rules.values().keySet().stream());
    }

    static Stream<Field> defaulted() {
        return fields(rules -> rules.defaults().keySet().stream());
    }

    @Test
    void everyRuleIsTried() {
        assertThat(SAMPLES.keySet()).containsExactlyInAnyOrderElementsOf(FieldRules.classes());
        SAMPLES.values().forEach(sample -> assertThat(problems(sample.whole())).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("required")
    void anObjectWithoutARequiredFieldIsRefused(Field field) {
        JsonNode whole = field.sample().whole();
        field.sample().place(whole).remove(field.name());
        assertThat(problems(whole)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("enumerated")
    void everyValueButTheNamedOnesIsRefused(Field field) {
        for (String value : field.rules().values(field.name())) {
            assertThat(problemsWith(field, value)).noneMatch(problem -> problem.contains("Unsupported value"));
        }
        assertThat(problemsWith(field, "Other")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("defaulted")
    void aFieldThatIsLeftOutGetsItsDefault(Field field) {
        JsonNode whole = field.sample().whole();
        field.sample().place(whole).remove(field.name());
        JsonNode defaulted = Json.tree(Defaults.apply(read(whole), "shop"));
        assertThat(field.sample().place(defaulted).path(field.name()).asText())
                .isEqualTo(field.rules().defaultOf(field.name()).orElseThrow().asText());
    }

    private static List<String> problemsWith(Field field, String value) {
        JsonNode whole = field.sample().whole();
        field.sample().place(whole).put(field.name(), value);
        return problems(whole);
    }

    private static List<String> problems(JsonNode whole) {
        try {
            return Validation.onCreate(Defaults.apply(read(whole), "shop")).stream()
                    .map(Object::toString)
                    .toList();
        } catch (RefusedException refused) {
            return List.of(refused.status().getMessage());
        }
    }

    private static HasMetadata read(JsonNode whole) {
        ObjectKind kind = ObjectKind.named(whole.path("kind").asText()).orElseThrow();
        return ObjectReader.read(whole, kind, kind.namespaced() ? "shop" : "", "");
    }

    private static Stream<Field> fields(Function<FieldRules, Stream<String>> names) {
        return SAMPLES.keySet().stream()
                .flatMap(model -> names.apply(FieldRules.of(model)).map(name -> new Field(model, name)));
    }
}
