package io.samegate.api.core.patch;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The patches are those that kubectl really sends. */
class ServicePortPatchTest {

    private static final String TCP = "{'name':'dns-tcp','port':53,'protocol':'TCP','nodePort':30053}";
    private static final String UDP = "{'name':'dns','port':53,'protocol':'UDP','nodePort':30053}";

    @Test
    void aChangedFieldIsMergedIntoThePort() {
        assertThat(patched(
                        "[{'name':'web','port':8080,'protocol':'TCP','targetPort':80,'nodePort':31333}]",
                        "{'$setElementOrder/ports':[{'port':8080}],'ports':[{'port':8080,'targetPort':81}]}"))
                .isEqualTo(tree("[{'name':'web','port':8080,'protocol':'TCP','targetPort':81,'nodePort':31333}]"));
    }

    @Test
    void anotherNumberIsAnotherPort() {
        assertThat(patched(
                        "[{'name':'web','port':8080,'protocol':'TCP','nodePort':31333}]",
                        "{'$setElementOrder/ports':[{'port':9090}],"
                                + "'ports':[{'name':'web','port':9090},{'$patch':'delete','port':8080}]}"))
                .isEqualTo(tree("[{'name':'web','port':9090}]"));
    }

    @Test
    void aNullRemovesAField() {
        assertThat(patched("[{'port':80,'targetPort':8080}]", "{'ports':[{'port':80,'targetPort':null}]}"))
                .isEqualTo(tree("[{'port':80}]"));
    }

    @Test
    void twoPortsWithOneNumberAreBothChanged() {
        assertThat(patched(
                        "[" + TCP + "," + UDP + "]",
                        "{'$setElementOrder/ports':[{'port':53},{'port':53}],"
                                + "'ports':[{'port':53,'targetPort':5353},{'port':53,'targetPort':5353}]}"))
                .isEqualTo(tree("[{'name':'dns-tcp','port':53,'protocol':'TCP','nodePort':30053,'targetPort':5353},"
                        + "{'name':'dns','port':53,'protocol':'UDP','nodePort':30053,'targetPort':5353}]"));
    }

    @Test
    void oneOfTwoPortsWithOneNumberIsDeletedWhileTheOtherStays() {
        assertThat(patched(
                        "[" + TCP + "," + UDP + "]",
                        "{'$setElementOrder/ports':[{'port':53}],'ports':["
                                + "{'name':'dns','port':53,'protocol':'UDP'},{'$patch':'delete','port':53}]}"))
                .isEqualTo(tree("[" + UDP + "]"));
    }

    @Test
    void aSecondProtocolOnOneNumberIsAdded() {
        assertThat(patched(
                        "[" + TCP + "]",
                        "{'$setElementOrder/ports':[{'port':53},{'port':53}],"
                                + "'ports':[{'name':'dns','port':53,'protocol':'UDP'}]}"))
                .isEqualTo(tree("[" + TCP + ",{'name':'dns','port':53,'protocol':'UDP'}]"));
        assertThat(patched("[" + TCP + "]", "{'ports':[{'name':'dns','port':53,'protocol':'UDP'}]}"))
                .hasSize(2);
    }

    @Test
    void theProtocolOfTheOnlyPortIsChanged() {
        assertThat(patched(
                        "[" + TCP + "]",
                        "{'$setElementOrder/ports':[{'port':53}],'ports':[{'port':53,'protocol':'UDP'}]}"))
                .isEqualTo(tree("[{'name':'dns-tcp','port':53,'protocol':'UDP','nodePort':30053}]"));
        assertThat(patched("[" + TCP + "]", "{'ports':[{'port':53,'protocol':'UDP'}]}"))
                .hasSize(1);
    }

    @Test
    void theProtocolTellsWhichOfTwoPortsIsMeant() {
        JsonNode ports =
                patched("[" + TCP + "," + UDP + "]", "{'ports':[{'port':53,'protocol':'UDP','nodePort':30099}]}");
        assertThat(ports.at("/0/nodePort").asInt()).isEqualTo(30053);
        assertThat(ports.at("/1/nodePort").asInt()).isEqualTo(30099);
    }

    @Test
    void theNameTellsWhichOfTwoPortsIsMeant() {
        JsonNode ports = patched("[" + TCP + "," + UDP + "]", "{'ports':[{'name':'dns','port':53,'nodePort':30099}]}");
        assertThat(ports.at("/0/nodePort").asInt()).isEqualTo(30053);
        assertThat(ports.at("/1/nodePort").asInt()).isEqualTo(30099);
    }

    @Test
    void aDeleteWithItsProtocolMeansThatPort() {
        assertThat(patched("[" + TCP + "," + UDP + "]", "{'ports':[{'$patch':'delete','port':53,'protocol':'TCP'}]}"))
                .isEqualTo(tree("[" + UDP + "]"));
    }

    @Test
    void aDeleteWithoutOrderMeansAllPortsWithThatNumber() {
        assertThat(patched("[" + TCP + "," + UDP + ",{'port':80}]", "{'ports':[{'$patch':'delete','port':53}]}"))
                .isEqualTo(tree("[{'port':80}]"));
    }

    @Test
    void aDeleteThatMayMeanEitherPortIsRefused() {
        assertThatThrownBy(() -> patched(
                        "[" + TCP + "," + UDP + "]",
                        "{'$setElementOrder/ports':[{'port':53}],'ports':[{'$patch':'delete','port':53}]}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("cannot tell which of the ports with number 53 is to be deleted");
    }

    @Test
    void aChangeThatMayMeanEitherPortIsRefused() {
        assertThatThrownBy(() -> patched(
                        "[" + TCP + "," + UDP + "]",
                        "{'$setElementOrder/ports':[{'port':53},{'port':53}],'ports':[{'port':53,'targetPort':5353}]}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("cannot tell which of the ports with number 53 is to be changed");
    }

    /** kubectl 1.33's own patch: it deletes the port that is to stay. */
    @Test
    void whatKubectlAppliesTellsWhichOfTwoPortsIsDeleted() {
        assertThat(applied(
                        "[" + UDP + "," + TCP + "]",
                        "[{'name':'dns','port':53,'protocol':'UDP'},{'name':'dns-tcp','port':53,'protocol':'TCP'}]",
                        "[{'name':'dns','port':53,'protocol':'UDP'}]",
                        "{'$setElementOrder/ports':[{'port':53}],"
                                + "'ports':[{'$patch':'delete','name':'dns','port':53,'protocol':'UDP'}]}"))
                .isEqualTo(tree("[" + UDP + "]"));
    }

    @Test
    void whatKubectlAppliesTellsWhichOfTwoPortsIsChanged() {
        JsonNode ports = applied(
                "[" + TCP + "," + UDP + "]",
                "[{'name':'dns-tcp','port':53},{'name':'dns','port':53,'protocol':'UDP'}]",
                "[{'name':'dns-tcp','port':53},{'name':'dns','port':53,'protocol':'UDP','targetPort':5353}]",
                "{'$setElementOrder/ports':[{'port':53},{'port':53}],'ports':[{'port':53,'targetPort':5353}]}");
        assertThat(ports.at("/0").has("targetPort")).isFalse();
        assertThat(ports.at("/1/targetPort").asInt()).isEqualTo(5353);
        assertThat(ports.findValuesAsText("nodePort")).containsExactly("30053", "30053");
    }

    @Test
    void aPortThatSomebodyElseAddedStaysBehindTheApplied() {
        JsonNode ports = applied(
                "[{'name':'other','port':9,'protocol':'TCP'}," + TCP + "]",
                "[{'name':'dns-tcp','port':53}]",
                "[{'name':'dns-tcp','port':53},{'name':'dns','port':53,'protocol':'UDP'}]",
                "{'ports':[{'name':'dns','port':53,'protocol':'UDP'}]}");
        assertThat(ports.findValuesAsText("name")).containsExactly("dns-tcp", "dns", "other");
    }

    /** Whatever kubectl makes of it, afterwards there are exactly the ports it applies, and as it says. */
    @Test
    void noAppliedPortIsEverLostOrMerged() {
        Random random = new Random(20260102);
        for (int i = 0; i < 4_000; i++) {
            ArrayNode before = completed(ports(random, 5, 0));
            ArrayNode after = completed(ports(random, 5, 0));
            if (after.isEmpty()) {
                continue;
            }
            ObjectNode service = withAnnotation(withPorts(before), before);
            JsonNode ports = StrategicMergePatch.apply(ObjectKind.SERVICE, service, aPatchByNumber(before, after))
                    .at("/spec/ports");
            assertThat(sockets(ports)).as("%s to %s", before, after).isEqualTo(sockets(after));
            after.forEach(port -> assertThat(ports)
                    .as("%s to %s", before, after)
                    .anySatisfy(it -> assertThat(it.properties()).containsAll(port.properties())));
        }
    }

    /** As kubectl makes it: lists are sorted by number and compared place by place. */
    private static ObjectNode aPatchByNumber(ArrayNode before, ArrayNode after) {
        List<JsonNode> old = sorted(before);
        List<JsonNode> now = sorted(after);
        ArrayNode changes = JsonNodeFactory.instance.arrayNode();
        int o = 0;
        int n = 0;
        while (o < old.size() || n < now.size()) {
            int a = o < old.size() ? old.get(o).path("port").asInt() : Integer.MAX_VALUE;
            int b = n < now.size() ? now.get(n).path("port").asInt() : Integer.MAX_VALUE;
            if (a == b) {
                ObjectNode change = difference(old.get(o++), now.get(n++));
                if (!change.isEmpty()) {
                    changes.add(change.put("port", a));
                }
            } else if (a < b) {
                changes.addObject()
                        .put("$patch", "delete")
                        .put("port", old.get(o++).path("port").asInt());
            } else {
                changes.add(now.get(n++).deepCopy());
            }
        }
        ObjectNode patch = withPorts(changes);
        ArrayNode order = ((ObjectNode) patch.path("spec")).putArray("$setElementOrder/ports");
        after.forEach(port -> order.addObject().set("port", port.get("port")));
        return withAnnotation(patch, after);
    }

    private static ObjectNode withAnnotation(ObjectNode object, JsonNode applied) {
        object.putObject("metadata")
                .putObject("annotations")
                .put(LastApplied.ANNOTATION, withPorts(applied).toString());
        return object;
    }

    private static List<JsonNode> sorted(ArrayNode ports) {
        List<JsonNode> sorted = new ArrayList<>();
        ports.forEach(sorted::add);
        sorted.sort(Comparator.comparingInt(port -> port.path("port").asInt()));
        return sorted;
    }

    private static ObjectNode difference(JsonNode from, JsonNode to) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        from.fieldNames().forEachRemaining(field -> {
            if (!to.has(field)) {
                change.putNull(field);
            }
        });
        to.properties().forEach(field -> {
            if (!field.getValue().equals(from.path(field.getKey()))) {
                change.set(field.getKey(), field.getValue());
            }
        });
        return change;
    }

    private static ArrayNode completed(ArrayNode ports) {
        ports.forEach(port -> {
            if (!port.has("protocol")) {
                ((ObjectNode) port).put("protocol", "TCP");
            }
        });
        return ports;
    }

    private static Set<String> sockets(JsonNode ports) {
        Set<String> sockets = new HashSet<>();
        ports.forEach(port -> assertThat(sockets.add(port.path("port") + "/" + port.path("protocol")))
                .isTrue());
        return sockets;
    }

    private static JsonNode applied(String ports, String before, String manifest, String specPatch) {
        ObjectNode service = withAnnotation(withPorts(tree(ports)), tree(before));
        ObjectNode patch = withAnnotation((ObjectNode) tree("{'spec':" + specPatch + "}"), tree(manifest));
        return StrategicMergePatch.apply(ObjectKind.SERVICE, service, patch).at("/spec/ports");
    }

    @Test
    void thePortsTakeTheOrderOfTheManifest() {
        assertThat(patched(
                        "[{'name':'a','port':1},{'name':'b','port':2}]",
                        "{'$setElementOrder/ports':[{'port':3},{'port':2},{'port':1}],"
                                + "'ports':[{'name':'c','port':3}]}"))
                .isEqualTo(tree("[{'name':'c','port':3},{'name':'b','port':2},{'name':'a','port':1}]"));
    }

    @Test
    void aPatchWithoutThePortsNumberIsRefused() {
        assertThatThrownBy(() -> patched("[" + TCP + "]", "{'ports':[{'name':'dns-tcp','targetPort':1}]}"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not contain declared merge key: port");
    }

    @Test
    void patchingTwiceIsPatchingOnceAndWithoutADeleteNoPortIsLost() {
        Random random = new Random(20260101);
        for (int i = 0; i < 20_000; i++) {
            ObjectNode service = withPorts(ports(random, 4, 0));
            ArrayNode changes = ports(random, 3, random.nextInt(2) * 30);
            ObjectNode patch = withPorts(changes);
            JsonNode once;
            try {
                once = StrategicMergePatch.apply(ObjectKind.SERVICE, service, patch);
            } catch (RefusedException ambiguous) {
                assertThat(ambiguous).hasMessageContaining("cannot tell which of the ports");
                continue;
            }
            JsonNode twice = StrategicMergePatch.apply(ObjectKind.SERVICE, once, patch);
            assertThat(twice).as("%s patched with %s", service, patch).isEqualTo(once);
            if (!patch.toString().contains("delete")) {
                assertThat(once.at("/spec/ports").size())
                        .as("%s patched with %s", service, patch)
                        .isGreaterThanOrEqualTo(service.at("/spec/ports").size());
            }
        }
    }

    private static JsonNode patched(String ports, String specPatch) {
        return StrategicMergePatch.apply(
                        ObjectKind.SERVICE,
                        tree("{'spec':{'ports':" + ports + "}}"),
                        tree("{'spec':" + specPatch + "}"))
                .at("/spec/ports");
    }

    private static ObjectNode withPorts(JsonNode ports) {
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.putObject("spec").set("ports", ports);
        return service;
    }

    /** Different ports, of few numbers and names, so that they often meet. */
    private static ArrayNode ports(Random random, int most, int percentDeleted) {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        Set<String> seen = new HashSet<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            ObjectNode port = JsonNodeFactory.instance.objectNode().put("port", 53 + random.nextInt(2));
            if (random.nextInt(4) > 0) {
                port.put("protocol", random.nextBoolean() ? "TCP" : "UDP");
            }
            if (!seen.add(port.get("port") + port.path("protocol").asText("TCP"))) {
                continue;
            }
            if (random.nextInt(100) < percentDeleted) {
                port.put("$patch", "delete");
            } else {
                String name = "n" + random.nextInt(3);
                if (random.nextInt(4) > 0 && seen.add(name)) {
                    port.put("name", name);
                }
                port.put("targetPort", random.nextInt(3));
            }
            ports.add(port);
        }
        return ports;
    }
}
