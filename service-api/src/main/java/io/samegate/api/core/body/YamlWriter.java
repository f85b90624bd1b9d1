package io.samegate.api.core.body;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes trees as YAML that every reader of YAML, 1.1 or 1.2, takes for the same tree: what could be anything but a string
 * stands in quotes. For one document; one thread.
 */
public final class YamlWriter {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*+(?::[A-Za-z0-9_./-]++)*+");
    private static final Set<String> NOT_STRINGS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    /** The document, with a line break at its end. */
    public static String write(JsonNode tree) {
        YamlWriter writer = new YamlWriter();
        if (isBlock(tree)) {
            writer.block(tree, 0, true);
        } else {
            writer.scalar(tree);
            writer.out.append('\n');
        }
        return writer.out.toString();
    }

    /** @param begun whether the place for its first line is already reached */
    private void block(JsonNode tree, int indent, boolean begun) {
        boolean first = begun;
        if (tree.isObject()) {
            for (Map.Entry<String, JsonNode> field : tree.properties()) {
                startLine(indent, first);
                first = false;
                text(field.getKey());
                out.append(':');
                // A list may stand as far left as the field it belongs to.
                value(field.getValue(), field.getValue().isArray() ? indent : indent + 2);
            }
        } else {
            for (Iterator<JsonNode> items = tree.elements(); items.hasNext(); ) {
                JsonNode item = items.next();
                startLine(indent, first);
                first = false;
                out.append('-');
                if (isBlock(item)) {
                    out.append(' ');
                    block(item, indent + 2, true);
                } else {
                    out.append(' ');
                    scalar(item);
                    out.append('\n');
                }
            }
        }
    }

    private void value(JsonNode value, int indent) {
        if (isBlock(value)) {
            out.append('\n');
            block(value, indent, false);
        } else {
            out.append(' ');
            scalar(value);
            out.append('\n');
        }
    }

    private void startLine(int indent, boolean begun) {
        if (!begun) {
            out.repeat(' ', indent);
        }
    }

    private static boolean isBlock(JsonNode tree) {
        return tree.isContainerNode() && !tree.isEmpty();
    }

    private void scalar(JsonNode value) {
        if (value.isTextual()) {
            text(value.textValue());
        } else {
            out.append(value); // null, numbers, truth values, {} and [] are the same as in JSON
        }
    }

    private void text(String text) {
        if (PLAIN.matcher(text).matches() && !NOT_STRINGS.contains(text.toLowerCase(Locale.ROOT))) {
            out.append(text);
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char character) {
        switch (character) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPrintable(character)) {
                    out.append(character);
                } else {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
                }
            }
        }
    }

    /** Halves of characters beyond the first plane are, as long as both are there. */
    private static boolean isPrintable(char character) {
        return character >= ' '
                && (character < 0x7f || character > 0x9f)
                && character != '\u2028'
                && character != '\u2029'
                && character < '\ufeff';
    }
}
