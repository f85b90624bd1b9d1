package io.samegate.api.build;

import io.samegate.api.core.openapi.OpenApi;
import io.samegate.api.core.resource.Resource;
import io.samegate.api.core.resource.Subresource;
import io.samegate.contracts.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Runs while this module is built: writes the OpenAPI documents and the table of protobuf messages, compressed, beside its
 * classes. What they are made of (the sources of the model, Kubernetes' messages) is not needed
 * later.
 */
public final class Documents {

    private Documents() {}

    /** @param arguments the folder of the classes */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0], "openapi");
        OpenApi openApi = OpenApi.of(new KubernetesVocabulary());
        for (String root : openApi.roots()) {
            write(folder.resolve("v3").resolve(root + ".json.gz"), Json.write(openApi.v3(root)));
        }
        write(folder.resolve("v2.json.gz"), Json.write(openApi.v2()));
        write(folder.resolve("v2.pb.gz"), openApi.v2Protobuf());
        WireTableWriter table = new WireTableWriter();
        Resource.all().stream()
                .flatMap(resource -> Stream.concat(
                        Stream.of(resource.kind()),
                        resource.subresources().stream().map(Subresource::kind)))
                .distinct()
                .forEach(kind ->
                        Protos.model(kind).ifPresent(model -> table.root(kind.apiVersion(), kind.kind(), model)));
        write(
                Path.of(arguments[0], "protobuf.gz"),
                String.join("\n", table.lines()).getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content);
        }
    }
}
