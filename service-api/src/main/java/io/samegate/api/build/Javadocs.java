package io.samegate.api.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sources of the model say of its classes and fields. One thread; reads each source once. */
final class Javadocs {

    private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*";
    private static final Pattern OF_FIELD =
            Pattern.compile(COMMENT + "@JsonProperty\\(\"([^\"]+)\"\\)", Pattern.DOTALL);
    private static final Pattern OF_CLASS = Pattern.compile(COMMENT + "@", Pattern.DOTALL);
    private static final String OF_THE_CLASS = "";

    private final Map<Class<?>, Map<String, String>> read = new HashMap<>();

    Optional<String> of(Class<?> model) {
        return Optional.ofNullable(texts(model).get(OF_THE_CLASS));
    }

    Optional<String> of(Class<?> model, String field) {
        return Optional.ofNullable(texts(model).get(field));
    }

    private Map<String, String> texts(Class<?> model) {
        return read.computeIfAbsent(model, Javadocs::parse);
    }

    private static Map<String, String> parse(Class<?> model) {
        String source = source(model);
        Map<String, String> texts = new HashMap<>();
        Matcher ofClass = OF_CLASS.matcher(source);
        if (ofClass.find()) {
            texts.put(OF_THE_CLASS, CommentText.plain(ofClass.group(1)));
        }
        Matcher ofField = OF_FIELD.matcher(source);
        while (ofField.find()) {
            String text = CommentText.plain(ofField.group(1));
            // Where nobody described a field, the sources repeat what the class is.
            if (!text.equals(texts.get(OF_THE_CLASS))) {
                texts.put(ofField.group(2), text);
            }
        }
        return texts;
    }

    private static String source(Class<?> model) {
        String path = model.getName().replace('.', '/') + ".java";
        try (InputStream in = model.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(
                        path + " is missing (expected: the sources of the model on the class path)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
