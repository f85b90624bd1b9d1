package io.samegate.api.core.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.ObjectKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The forms of a patch, by the media type of its body. */
public enum PatchType {
    JSON("application/json-patch+json"),
    MERGE("application/merge-patch+json"),
    STRATEGIC("application/strategic-merge-patch+json");

    private final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The form of a body, by its media type without parameters. */
    public static Optional<PatchType> of(String mediaType) {
        return Arrays.stream(values())
                .filter(type -> type.mediaType.equalsIgnoreCase(mediaType))
                .findFirst();
    }

    /** What a client may send. */
    public static List<String> mediaTypes() {
        return Arrays.stream(values()).map(PatchType::mediaType).toList();
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * The patched object; neither argument is changed.
     *
     * @throws RefusedException 400 if the patch is malformed, 422 if it does not fit the object
     */
    public JsonNode apply(ObjectKind kind, JsonNode original, JsonNode patch) {
        return switch (this) {
            case JSON -> JsonPatch.apply(original, patch);
            case MERGE -> {
                if (!patch.isObject()) {
                    throw RefusedException.badRequest("the patch is not an object");
                }
                yield MergePatch.apply(original, patch);
            }
            case STRATEGIC -> StrategicMergePatch.apply(kind, original, patch);
        };
    }
}
