package io.samegate.contracts.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import java.util.Locale;

/**
 * A Kubernetes object as its own JSON, unknown fields kept. The resourceVersion is left out: it is the record's
 * offset + 1, which nobody knows before the record is on the log.
 */
final class ObjectCodec<T extends HasMetadata> implements Codec<T> {

    private final Class<T> model;

    ObjectCodec(Class<T> model) {
        this.model = model;
    }

    @Override
    public byte[] encode(T value) {
        ObjectNode tree = Json.tree(value);
        if (tree.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("resourceVersion");
        }
        return Json.write(tree);
    }

    @Override
    public T decode(byte[] bytes) {
        if (model.isInterface()) {
            return model.cast(Json.readObject(Json.read(bytes, JsonNode.class)));
        }
        return Json.read(bytes, model);
    }

    @Override
    public String type(T value) {
        return "io.samegate." + ObjectKind.of(value).kind().toLowerCase(Locale.ROOT) + ".stored";
    }
}
