package io.samegate.api.core.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What holds for whatever is applied, by whomever, in whatever order. */
class ServerSideApplyLawsTest {

    private static final int ROUNDS = 1_500;

    @Test
    void toApplyTwiceIsToApplyOnce() {
        Random random = new Random(20260104);
        for (int i = 0; i < ROUNDS; i++) {
            Stored before = aHistory(random);
            ObjectNode manifest = aManifest(random, "", List.of("TCP", "UDP"));
            Stored once = force(before, "m0", manifest);
            assertThat(force(once, "m0", manifest).tree()).isEqualTo(once.tree());
        }
    }

    @Test
    void whatIsAppliedIsThere() {
        Random random = new Random(20260105);
        for (int i = 0; i < ROUNDS; i++) {
            Stored before = aHistory(random);
            ObjectNode manifest = aManifest(random, "", List.of("TCP", "UDP"));
            Stored after = force(before, "m0", manifest);
            assertThat(after.at("/metadata/labels").properties())
                    .containsAll(manifest.at("/metadata/labels").properties());
            manifest.at("/spec/ports")
                    .forEach(port -> assertThat(after.at("/spec/ports"))
                            .anySatisfy(it -> assertThat(it.properties()).containsAll(port.properties())));
        }
    }

    @Test
    void disjointManifestsNeverConflictAndComeToTheSameInAnyOrder() {
        Random random = new Random(20260106);
        for (int i = 0; i < ROUNDS; i++) {
            ObjectNode a = aManifest(random, "a", List.of("TCP"));
            ObjectNode b = aManifest(random, "b", List.of("UDP"));
            Stored ab = apply(apply(Stored.nothing(), "a", a), "b", b);
            Stored ba = apply(apply(Stored.nothing(), "b", b), "a", a);
            assertThat(withoutOrder(ab.tree())).isEqualTo(withoutOrder(ba.tree()));
        }
    }

    @Test
    void whatIsAppliedAndLetGoIsGoneUnlessAnotherManagesIt() {
        Random random = new Random(20260107);
        for (int i = 0; i < ROUNDS; i++) {
            ObjectNode a = aManifest(random, "", List.of("TCP", "UDP"));
            ObjectNode b = aManifest(random, "", List.of("TCP", "UDP"));
            ObjectNode nothing = aManifest(random, "", List.of());
            Stored both;
            try {
                both = apply(apply(Stored.nothing(), "a", a), "b", b);
            } catch (RefusedException conflict) {
                continue;
            }
            Stored after = apply(both, "a", nothing);
            assertThat(after.managers()).containsExactly("b");
            Stored alone = apply(Stored.nothing(), "b", b);
            assertThat(withoutOrder(after.at("/metadata/labels")))
                    .isEqualTo(withoutOrder(alone.at("/metadata/labels")));
            assertThat(withoutOrder(after.at("/spec/ports"))).isEqualTo(withoutOrder(alone.at("/spec/ports")));
        }
    }

    @Test
    void aConflictChangesNothingAndForceEndsIt() {
        Random random = new Random(20260108);
        int conflicts = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Stored before = aHistory(random);
            JsonNode tree = before.tree();
            ObjectNode manifest = aManifest(random, "", List.of("TCP", "UDP"));
            try {
                apply(before, "m9", manifest);
            } catch (RefusedException conflict) {
                conflicts++;
                assertThat(before.tree()).isEqualTo(tree);
                Stored forced = force(before, "m9", manifest);
                assertThat(apply(forced, "m9", manifest).tree()).isEqualTo(forced.tree());
            }
        }
        assertThat(conflicts).isGreaterThan(ROUNDS / 10);
    }

    private static Stored aHistory(Random random) {
        Stored stored = Stored.nothing();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            stored = force(stored, "m" + random.nextInt(3), aManifest(random, "", List.of("TCP", "UDP")));
        }
        return stored;
    }

    private static Stored apply(Stored stored, String manager, JsonNode manifest) {
        return stored.apply(manager, manifest, Part.MAIN, false);
    }

    private static Stored force(Stored stored, String manager, JsonNode manifest) {
        return stored.apply(manager, manifest, Part.MAIN, true);
    }

    /** Of few labels and ports, so that they often meet; those of another prefix or other protocols never. */
    private static ObjectNode aManifest(Random random, String prefix, List<String> protocols) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("apiVersion", "v1").put("kind", "Service");
        ObjectNode labels = manifest.putObject("metadata").put("name", "web").putObject("labels");
        if (protocols.isEmpty()) {
            return manifest;
        }
        labels.put(prefix + "own", "x");
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.put(prefix + "l" + random.nextInt(3), "v" + random.nextInt(2));
        }
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        for (String protocol : protocols) {
            for (int number = 53; number < 55; number++) {
                if (random.nextBoolean()) {
                    ObjectNode port = ports.addObject().put("port", number).put("protocol", protocol);
                    port.put("targetPort", 80 + random.nextInt(2));
                    if (random.nextBoolean()) {
                        port.put("name", "n" + number);
                    }
                }
            }
        }
        if (!ports.isEmpty()) {
            manifest.putObject("spec").set("ports", ports);
        }
        return manifest;
    }

    private static JsonNode withoutOrder(JsonNode value) {
        if (value instanceof ArrayNode array) {
            List<JsonNode> items = new ArrayList<>(StreamSupport.stream(array.spliterator(), false)
                    .map(ServerSideApplyLawsTest::withoutOrder)
                    .toList());
            items.sort(Comparator.comparing(JsonNode::toString));
            return JsonNodeFactory.instance.arrayNode().addAll(items);
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.propertyStream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(field -> copy.set(field.getKey(), withoutOrder(field.getValue())));
            return copy;
        }
        return value;
    }
}
