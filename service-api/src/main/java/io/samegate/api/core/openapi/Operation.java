package io.samegate.api.core.openapi;

import io.samegate.contracts.ApiKind;
import java.util.List;

/**
 * What one method does at one path. Immutable.
 *
 * @param method in lower case
 * @param action as in {@code x-kubernetes-action}
 * @param kind of the objects it is about
 * @param body the definition of what is sent, empty if nothing is
 * @param consumes the media types of that
 * @param codes of the HTTP answers when all is well
 * @param answer the definition of what comes back
 */
record Operation(
        String method,
        String action,
        String id,
        String description,
        ApiKind kind,
        List<Parameter> query,
        String body,
        List<String> consumes,
        List<Integer> codes,
        String answer) {

    Operation {
        query = List.copyOf(query);
        consumes = List.copyOf(consumes);
        codes = List.copyOf(codes);
    }
}
