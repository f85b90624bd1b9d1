package io.samegate.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the bodies of requests: objects, parts of them, steps of patches, options; whole, changed or broken. */
final class FuzzBodies {

    private final SplittableRandom random;
    private final FuzzMutations mutations;

    /** @param mutations of the same source of chance */
    FuzzBodies(SplittableRandom random, FuzzMutations mutations) {
        this.random = random;
        this.mutations = mutations;
    }

    /** An object of the kind as a client would write it. */
    byte[] object(FuzzKind kind, String name) {
        return document(valid(kind, name));
    }

    /** What a merge patch or a strategic one says. */
    byte[] part(FuzzKind kind, String name) {
        return document(some(kind, name));
    }

    /** What a JSON patch says. */
    byte[] steps() {
        return document(anySteps());
    }

    /** What a delete says; often nothing. */
    byte[] deleteOptions() {
        String options = mutations.oneOf(List.of(
                "",
                "{\"propagationPolicy\":\"Background\"}",
                "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"gracePeriodSeconds\":0}",
                "{\"dryRun\":[\"All\"]}",
                "{\"preconditions\":{\"resourceVersion\":\"1\"}}",
                "{\"preconditions\":{\"uid\":\"x\"}}"));
        return options.isEmpty() ? new byte[0] : document(tree(options));
    }

    byte[] protobuf(String name) {
        byte[] bytes = switch (random.nextInt(3)) {
            case 0 -> FuzzProtobuf.namespace(name);
            case 1 -> FuzzProtobuf.deleteOptions();
            default -> FuzzProtobuf.service(name);
        };
        return mutations.chance(50) ? mutations.changed(bytes) : bytes;
    }

    private JsonNode valid(FuzzKind kind, String name) {
        String json = mutations
                .oneOf(kind.seeds())
                .replace("NAME", name)
                .replace("NUMBER", Integer.toString(random.nextInt(10)));
        return tree(json);
    }

    /** An object of which a patch names only some. */
    private JsonNode some(FuzzKind kind, String name) {
        JsonNode whole = valid(kind, name);
        return mutations.oneOf(List.of(
                whole,
                tree("{\"metadata\":{\"labels\":{\"group\":\"g" + random.nextInt(10) + "\",\"x\":null}}}"),
                tree("{\"metadata\":{\"finalizers\":null}}"),
                tree("{\"spec\":{\"type\":\"ClusterIP\"}}"),
                tree(
                        "{\"spec\":{\"ports\":[{\"port\":80,\"name\":\"p\"},{\"port\":81,\"name\":\"q\",\"protocol\":\"UDP\"}]}}"),
                tree(
                        "{\"spec\":{\"ports\":[{\"$patch\":\"delete\",\"port\":80}],\"$setElementOrder/ports\":[{\"port\":53}]}}"),
                Json.mapper().createObjectNode().set("spec", whole.has("spec") ? whole.get("spec") : whole),
                tree("{\"status\":{\"podIP\":\"10.20.30.9\",\"hostIP\":\"10.20.30.1\"}}"),
                tree("{\"metadata\":{\"resourceVersion\":\"" + random.nextInt(50) + "\"}}")));
    }

    private JsonNode anySteps() {
        return tree(mutations.oneOf(List.of(
                "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"group\":\"g1\"}}]",
                "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]",
                "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/port\",\"value\":8" + random.nextInt(10) + "}]",
                "[{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"Service\"},{\"op\":\"copy\",\"from\":\"/metadata/name\",\"path\":\"/spec/selector/x\"}]",
                "[{\"op\":\"move\",\"from\":\"/spec\",\"path\":\"/spec/ports\"}]",
                "[{\"op\":\"add\",\"path\":\"/spec/ports/-\",\"value\":{\"port\":99,\"name\":\"more\"}}]",
                "[{\"op\":\"remove\",\"path\":\"\"}]",
                "[{\"op\":\"add\",\"path\":\"/spec/ports/99999999999\",\"value\":1}]",
                "{}",
                "[1]")));
    }

    /** As it is, or changed at some places, or broken. */
    private byte[] document(JsonNode valid) {
        JsonNode node = valid;
        if (mutations.chance(45)) {
            int times = random.nextInt(1, 4);
            for (int i = 0; i < times; i++) {
                node = mutations.changed(node);
            }
        }
        byte[] bytes = node.toString().getBytes(StandardCharsets.UTF_8);
        if (mutations.chance(5)) {
            return mutations
                    .oneOf(List.of(
                            "",
                            "---\n",
                            "a: &a [*a]",
                            "!!javax.script.ScriptEngineManager [x]",
                            "\t- x",
                            "[".repeat(200_000),
                            "'",
                            "\ufeff{}"))
                    .getBytes(StandardCharsets.UTF_8);
        }
        return mutations.chance(7) ? mutations.changed(bytes) : bytes;
    }

    private static JsonNode tree(String json) {
        try {
            return Json.mapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
