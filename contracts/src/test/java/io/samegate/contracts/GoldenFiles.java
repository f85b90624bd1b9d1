package io.samegate.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The wire forms of record, one file each: a released one is never changed, for it is read for ever. */
final class GoldenFiles {

    private GoldenFiles() {}

    static byte[] bytes(String name) {
        try (InputStream file = GoldenFiles.class.getResourceAsStream("/events/" + name)) {
            assertThat(file).as("golden file events/" + name).isNotNull();
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String name) {
        return tree(bytes(name));
    }

    static JsonNode tree(byte[] json) {
        return Json.read(json, JsonNode.class);
    }

    /** The file's text without the line end that every text file has. */
    static String line(String name) {
        return new String(bytes(name), UTF_8).strip();
    }
}
