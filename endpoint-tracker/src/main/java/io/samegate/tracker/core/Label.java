package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/** One label pair inside one namespace. */
record Label(String namespace, String name, String value) {

    /** The labels of an object, never null. */
    static Map<String, String> of(HasMetadata object) {
        return orNone(object.getMetadata().getLabels());
    }

    static Map<String, String> orNone(Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }
}
