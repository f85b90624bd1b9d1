package io.samegate.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.defaults.GeneratedName;
import io.samegate.api.core.defaults.NewObject;
import io.samegate.api.core.patch.PatchType;
import io.samegate.api.core.table.IncludeObject;
import io.samegate.api.core.table.Tables;
import io.samegate.api.core.validate.Validation;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Does once, in the background, what a first request would have to wait for: loading the classes of the kinds that are
 * written most, and building their readers and writers.
 */
final class WarmUp {

    private static final Map<ObjectKind, String> SAMPLES = Map.of(
            ObjectKind.SERVICE,
            "{\"metadata\":{\"name\":\"a\",\"labels\":{\"a\":\"b\"}},\"spec\":{\"type\":\"NodePort\",\"selector\":{\"a\":\"b\"},"
                    + "\"ports\":[{\"port\":80,\"targetPort\":80}]}}",
            ObjectKind.POD,
            "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"a\","
                    + "\"ports\":[{\"containerPort\":80}],\"readinessProbe\":{\"httpGet\":{\"port\":80}}}]},"
                    + "\"status\":{\"podIP\":\"10.0.0.1\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");

    private WarmUp() {}

    static void start() {
        Thread.ofPlatform().name("warm-up").daemon().start(() -> SAMPLES.forEach(WarmUp::walk));
    }

    private static void walk(ObjectKind kind, String sample) {
        JsonNode tree = Json.read(sample.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        HasMetadata given = ObjectReader.read(tree, kind, "default", "");
        HasMetadata object = NewObject.prepare(given, "default", GeneratedName.suffix(ThreadLocalRandom.current()));
        Validation.onCreate(object);
        ObjectReader.unknownFields(tree, kind);
        PatchType.STRATEGIC.apply(kind, Json.tree(object), tree);
        Json.write(Tables.render(kind, List.of(object), "1", IncludeObject.METADATA, Instant.EPOCH, true));
        Json.write(object);
    }
}
