package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.body.YamlWriter;
import io.samegate.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * What a list is put together from. Immutable.
 *
 * @param opening before the first element
 * @param separator between two elements
 * @param closing after the last element
 * @param empty all there is if there is no element
 * @param element makes an element, which comes as JSON, what stands in this list
 */
record ListPieces(String opening, String separator, String closing, String empty, UnaryOperator<byte[]> element) {

    private static final int END = 2; // the length of what closes the array and the list

    /** @param frame the list without its elements; they belong in its last field, which is an empty array */
    static ListPieces of(AnswerForm form, ObjectNode frame) {
        return switch (form) {
            case JSON -> {
                String whole = text(Json.write(frame));
                yield new ListPieces(
                        whole.substring(0, whole.length() - END), ",", "]}", whole, UnaryOperator.identity());
            }
            case INDENTED_JSON -> {
                String whole = frame.toPrettyString();
                yield new ListPieces(
                        whole.substring(0, whole.lastIndexOf('[') + 1) + " ",
                        ", ",
                        " ]\n}\n",
                        whole + "\n",
                        json -> bytes(tree(json).toPrettyString().replace("\n", "\n  ")));
            }
            case YAML -> {
                String whole = YamlWriter.write(frame);
                yield new ListPieces(
                        whole.substring(0, whole.lastIndexOf(" []")) + "\n",
                        "",
                        "",
                        whole,
                        json -> bytes(YamlWriter.write(
                                JsonNodeFactory.instance.arrayNode().add(tree(json)))));
            }
        };
    }

    private static JsonNode tree(byte[] json) {
        return Json.read(json, JsonNode.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
