package io.samegate.api.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.Depth;
import io.samegate.api.core.body.DuplicateFields;
import io.samegate.api.core.protobuf.ProtobufBody;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Makes trees of bodies (JSON, YAML, protobuf), and refuses what is none of them or built to hurt. Thread-safe. */
final class Payload {

    private static final Set<String> JSON = Set.of("", "application/json");
    private static final Set<String> YAML = Set.of("application/yaml", "application/x-yaml", "text/yaml");

    private static final JsonFactory LENIENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Depth.MOST_LEVELS)
                    .maxNumberLength(100)
                    .build())
            .build();
    private static final ObjectMapper MAPPER = JsonMapper.builder(LENIENT.rebuild()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Payload() {}

    /**
     * The tree of a body; a missing node if it is empty.
     *
     * @throws RefusedException 400 with what is wrong, 415 for other media types
     */
    static JsonNode tree(Call call, Buffer body) {
        String mediaType = mediaType(call.header("Content-Type"));
        if (YAML.contains(mediaType)) {
            return yaml(call, body);
        }
        if (JSON.contains(mediaType)) {
            return json(call, body);
        }
        if (mediaType.equals(ProtobufBody.MEDIA_TYPE)) {
            return body.length() == 0 ? MAPPER.missingNode() : ProtobufBody.read(body.getBytes());
        }
        throw unsupported("application/json, application/yaml, " + ProtobufBody.MEDIA_TYPE);
    }

    /** The media type of a header, in lower case and without its parameters. */
    static String mediaType(String header) {
        return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    static RefusedException unsupported(String accepted) {
        return new RefusedException(Statuses.of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted));
    }

    /** Of fields that stand twice in an object the last counts; {@link Fields} says what becomes of that. */
    static JsonNode json(Call call, Buffer body) {
        String text = text(body);
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return withDuplicates(call, text, e);
        }
    }

    private static JsonNode withDuplicates(Call call, String text, JsonProcessingException problem) {
        if (!problem.getOriginalMessage().startsWith("Duplicate field")) {
            throw notJson(problem);
        }
        try (JsonParser parser = LENIENT.createParser(text)) {
            DuplicateFields.Read read = DuplicateFields.read(parser);
            if (parser.nextToken() != null) {
                throw RefusedException.badRequest("the body is not JSON: there is more after its end");
            }
            Fields.found(call.context(), new Fields.Repeated(read.warnings(), String.join(", ", read.warnings())));
            return read.tree();
        } catch (JsonProcessingException e) {
            throw notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RefusedException notJson(JsonProcessingException problem) {
        return RefusedException.badRequest("the body is not JSON: " + firstLine(problem.getOriginalMessage()));
    }

    /** JSON is YAML too, so this reads both. */
    static JsonNode yaml(Call call, Buffer body) {
        String text = text(body);
        try {
            return yaml(text, yamlSettings(false));
        } catch (DuplicateKeyException e) {
            JsonNode tree = yaml(text, yamlSettings(true));
            List<String> lines = RepeatedKeys.in(text, yamlSettings(true));
            String together = "yaml: unmarshal errors:\n  " + String.join("\n  ", lines);
            Fields.found(call.context(), new Fields.Repeated(lines, together));
            return tree;
        }
    }

    private static LoadSettings yamlSettings(boolean duplicateKeys) {
        return LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(duplicateKeys)
                .setAllowRecursiveKeys(false)
                .setMaxAliasesForCollections(1000)
                .setCodePointLimit(Bodies.MAX_BYTES)
                .build();
    }

    private static JsonNode yaml(String text, LoadSettings settings) {
        try {
            Object value = new Load(settings).loadFromString(text);
            return value == null ? MAPPER.missingNode() : Trees.of(value, Depth.MOST_LEVELS, Bodies.MAX_BYTES);
        } catch (DuplicateKeyException e) {
            throw e;
        } catch (YamlEngineException e) {
            throw RefusedException.badRequest("the body is not YAML: " + firstLine(e.getMessage()));
        } catch (StackOverflowError e) {
            throw RefusedException.badRequest("the body is nested too deeply");
        }
    }

    private static String text(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RefusedException.badRequest("the body is not UTF-8");
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
