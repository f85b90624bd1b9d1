package io.samegate.api.rest;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

/**
 * The OpenAPI documents that the build made. They are read when somebody asks for them first, and stay in memory as they
 * stand in the file, compressed: all of them together take less than half a megabyte. Thread-safe.
 */
final class OpenApiFiles {

    static final String V2_JSON = "v2.json";
    static final String V2_PROTOBUF = "v2.pb";

    private final Map<String, Document> documents = new ConcurrentHashMap<>();

    /**
     * A document.
     *
     * @param hash another one when the content is another one; 32 hexadecimal digits
     */
    record Document(String hash, Buffer compressed) {

        byte[] plain() {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.getBytes()))) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("an OpenAPI document of this build cannot be read", e);
            }
        }
    }

    /** The v3 document of a group version, such as {@code api/v1}; nothing if that has none. */
    Optional<Document> v3(String root) {
        return file("v3/" + root + ".json");
    }

    /** A file of the build. */
    Optional<Document> file(String name) {
        Document known = documents.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Document> read = read(name);
        read.ifPresent(document -> documents.put(name, document));
        return read;
    }

    private static Optional<Document> read(String name) {
        try (InputStream in = OpenApiFiles.class.getResourceAsStream("/openapi/" + name + ".gz")) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] compressed = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(compressed);
            return Optional.of(
                    new Document(HexFormat.of().withUpperCase().formatHex(digest, 0, 16), Buffer.buffer(compressed)));
        } catch (IOException e) {
            throw new UncheckedIOException("an OpenAPI document of this build cannot be read: " + name, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
