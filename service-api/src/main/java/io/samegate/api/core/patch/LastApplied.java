package io.samegate.api.core.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** The annotation in which {@code kubectl apply} keeps what it applied, where it merges on its own side. Stateless. */
public final class LastApplied {

    public static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private LastApplied() {}

    /** The ports in the annotation of an object, or of a patch that changes it; none if it does not say. */
    static List<JsonNode> ports(JsonNode object) {
        List<JsonNode> ports = new ArrayList<>();
        try {
            MAPPER.readTree(object.path("metadata")
                            .path("annotations")
                            .path(ANNOTATION)
                            .asText())
                    .path("spec")
                    .path("ports")
                    .forEach(ports::add);
        } catch (JsonProcessingException e) {
            return List.of(); // whoever wrote this does not follow the rules of kubectl, so it says nothing
        }
        return ports;
    }
}
