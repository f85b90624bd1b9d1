package io.samegate.api.build;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Javadoc comment as plain text, for those who read it in a terminal. Stateless. */
final class CommentText {

    private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*\\*? ?");
    private static final Pattern INLINE = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");
    private static final Pattern PARAGRAPH = Pattern.compile("\\s*(?:<br ?/?>\\s*)?<p>\\s*");
    private static final Pattern TAG = Pattern.compile("</?[a-z]+ ?/?>");
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,6})|#x([0-9a-fA-F]{1,5})|(\\w+));");
    private static final Map<String, String> NAMED =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ");

    private CommentText() {}

    /** Without the stars of the margin, tags and entities, one line for each paragraph; what an inline tag holds stays. */
    static String plain(String comment) {
        String text = MARGIN.matcher(comment).replaceAll("").replaceAll("\\s+", " ");
        text = INLINE.matcher(text).replaceAll("$1");
        text = PARAGRAPH.matcher(text).replaceAll("\n");
        text = TAG.matcher(text).replaceAll("");
        // Last and once: what an entity stands for is no markup.
        return ENTITY.matcher(text)
                .replaceAll(entity -> Matcher.quoteReplacement(meaning(entity)))
                .strip();
    }

    private static String meaning(MatchResult entity) {
        if (entity.group(1) != null) {
            return Character.toString(Integer.parseInt(entity.group(1)));
        }
        if (entity.group(2) != null) {
            return Character.toString(Integer.parseInt(entity.group(2), 16));
        }
        return NAMED.getOrDefault(entity.group(3), entity.group());
    }
}
