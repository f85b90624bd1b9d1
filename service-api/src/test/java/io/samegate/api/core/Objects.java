package io.samegate.api.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.Json;

/** Objects from the JSON a reader of a test can see at a glance; single quotes stand for double ones. */
public final class Objects {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Objects() {}

    public static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + json, e);
        }
    }

    public static HasMetadata object(String json) {
        return Json.readObject(tree(json));
    }

    public static <T extends HasMetadata> T object(String json, Class<T> model) {
        return model.cast(object(json));
    }

    /** A Service called web in the namespace shop with this spec. */
    public static HasMetadata service(String spec) {
        return object("{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','namespace':'shop'},'spec':" + spec
                + "}");
    }

    /** A Pod called web-1 in the namespace shop. */
    public static HasMetadata pod(String spec, String status) {
        return object("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'web-1','namespace':'shop'},'spec':" + spec
                + ",'status':" + status + "}");
    }
}
