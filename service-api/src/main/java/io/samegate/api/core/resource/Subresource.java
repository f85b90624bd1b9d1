package io.samegate.api.core.resource;

import io.samegate.contracts.ApiKind;
import java.util.List;

/**
 * A path below one object, such as {@code /status}. Immutable.
 *
 * @param kind of what is read and written there
 * @param verbs what can be done with it
 */
public record Subresource(String name, ApiKind kind, List<String> verbs) {

    public Subresource {
        verbs = List.copyOf(verbs);
    }
}
