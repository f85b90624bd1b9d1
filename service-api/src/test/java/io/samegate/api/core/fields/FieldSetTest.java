package io.samegate.api.core.fields;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSetTest {

    @Test
    void whatIsReadIsWrittenInTheSameWay() {
        JsonNode fields = Json.read("""
                {"f:metadata":{"f:labels":{".":{},"f:app.io/x":{}},"f:finalizers":{"v:\\"a/b\\"":{}}},
                 "f:spec":{"f:ports":{".":{},"k:{\\"port\\":53,\\"protocol\\":\\"UDP\\"}":{".":{},"f:port":{}}},"f:x":{"i:3":{}}}}
                """.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(written(FieldSet.read(fields))).isEqualTo(fields);
        assertThat(FieldSet.read(fields).paths())
                .containsExactly(
                        ".metadata.finalizers[=\"a/b\"]",
                        ".metadata.labels",
                        ".metadata.labels.app.io/x",
                        ".spec.ports",
                        ".spec.ports[port=53,protocol=\"UDP\"]",
                        ".spec.ports[port=53,protocol=\"UDP\"].port",
                        ".spec.x[3]");
    }

    @Test
    void keysMayComeInAnyOrder() {
        assertThat(PathElement.read("k:{\"protocol\": \"UDP\", \"port\":53}"))
                .isEqualTo(PathElement.read("k:{\"port\":53,\"protocol\":\"UDP\"}"));
    }

    @Test
    void elementsThatNobodyKnowsYetArePassedOver() {
        assertThat(FieldSet.read(tree("{'q:new':{},'f:a':{}}")).paths()).containsExactly(".a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{'f:a':1}", "{'k:3':{}}", "{'k:{}':{}}", "{'v:':{}}", "{'v:{':{}}", "{'i:x':{}}"})
    void whatMakesNoSenseIsRefused(String fields) {
        assertThatThrownBy(() -> FieldSet.read(tree(fields))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setsObeyTheLawsOfSets() {
        Random random = new Random(20260103);
        for (int i = 0; i < 3_000; i++) {
            FieldSet a = aSet(random, 3);
            FieldSet b = aSet(random, 3);
            FieldSet c = aSet(random, 3);
            assertThat(a.union(b)).isEqualTo(b.union(a));
            assertThat(a.union(b).minus(b)).isEqualTo(a.minus(b));
            assertThat(a.minus(b).union(a.intersection(b))).isEqualTo(a);
            assertThat(a.intersection(b).minus(a).isEmpty()).isTrue();
            assertThat(a.minus(b.union(c))).isEqualTo(a.minus(b).minus(c));
            assertThat(a.union(a)).isEqualTo(a);
            assertThat(FieldSet.read(written(a))).isEqualTo(a);
            assertThat(a.minus(b).paths())
                    .isEqualTo(a.paths().stream()
                            .filter(path -> !b.paths().contains(path))
                            .toList());
        }
    }

    private static JsonNode written(FieldSet set) {
        return Json.mapper().valueToTree(set.fieldsV1());
    }

    private static FieldSet aSet(Random random, int depth) {
        SortedMap<PathElement, FieldSet> children = new TreeMap<>();
        for (int i = depth == 0 ? 0 : random.nextInt(3); i > 0; i--) {
            FieldSet child = aSet(random, depth - 1);
            children.put(anElement(random), child.children().isEmpty() ? FieldSet.HERE : child);
        }
        return new FieldSet(depth < 3 && random.nextBoolean(), children);
    }

    private static PathElement anElement(Random random) {
        return List.of(
                        new PathElement.Field("a"),
                        new PathElement.Field("b"),
                        new PathElement.Keyed("{\"name\":\"x\"}"),
                        new PathElement.Value("\"v\""))
                .get(random.nextInt(4));
    }
}
