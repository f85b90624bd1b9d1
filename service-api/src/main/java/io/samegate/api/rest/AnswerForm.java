package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.YamlWriter;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How an answer is written. Everything is made as JSON; only who asks for YAML, or for JSON to be looked at, has it made
 * over. Immutable.
 */
enum AnswerForm {
    JSON("application/json"),
    INDENTED_JSON("application/json"),
    YAML("application/yaml");

    private static final String ACCEPTED = "application/json, application/yaml";
    private static final List<String> TOOLS = List.of("curl", "wget", "mozilla/5.0");

    private final String contentType;

    AnswerForm(String contentType) {
        this.contentType = contentType;
    }

    /** The form a client wants; JSON if it accepts none that there is. */
    static AnswerForm of(HttpServerRequest request) {
        return Accepted.best(request)
                .map(accepted -> accepted.isYaml() ? YAML : isIndented(request) ? INDENTED_JSON : JSON)
                .orElse(JSON);
    }

    /**
     * Refuses whom no answer could satisfy, before anything is done.
     *
     * @param watch whether the answer is a watch, which is always JSON
     * @throws RefusedException 406
     */
    static void requireAcceptable(HttpServerRequest request, boolean watch) {
        boolean satisfied = Accepted.best(request)
                .filter(accepted -> !watch || !accepted.isYaml())
                .isPresent();
        if (!satisfied) {
            throw new RefusedException(
                    Statuses.of(406, "NotAcceptable", "only the following media types are accepted: " + ACCEPTED));
        }
    }

    String contentType() {
        return contentType;
    }

    /** Makes JSON over. */
    Buffer write(Buffer json) {
        return switch (this) {
            case JSON -> json;
            case INDENTED_JSON -> Buffer.buffer(tree(json).toPrettyString() + "\n");
            case YAML -> Buffer.buffer(YamlWriter.write(tree(json)));
        };
    }

    private static JsonNode tree(Buffer json) {
        return Json.read(json.getBytes(), JsonNode.class);
    }

    private static boolean isIndented(HttpServerRequest request) {
        Optional<String> pretty = pretty(request);
        if (pretty.isPresent()) {
            return List.of("", "true", "1").contains(pretty.get().toLowerCase(Locale.ROOT));
        }
        String agent = Optional.ofNullable(request.getHeader("User-Agent"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .orElse("");
        return TOOLS.stream().anyMatch(agent::startsWith);
    }

    /** Of a query that cannot be decoded nothing; the answer that says so has to be written too. */
    private static Optional<String> pretty(HttpServerRequest request) {
        try {
            return Optional.ofNullable(request.getParam("pretty"));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
