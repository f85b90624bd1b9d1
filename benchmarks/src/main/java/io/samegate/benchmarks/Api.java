package io.samegate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The API by plain HTTP over kept connections. Any thread. */
final class Api implements AutoCloseable {

    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    Api(String url) {
        this.url = url;
    }

    /** Posts a Service and waits for what becomes of it. */
    HttpResponse<String> create(String manifest) {
        return now(creation(manifest));
    }

    /** The same without waiting. */
    CompletableFuture<HttpResponse<String>> send(String manifest) {
        return client.sendAsync(creation(manifest), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a merge patch of a Service without waiting. */
    CompletableFuture<HttpResponse<String>> sendPatch(String name, String patch) {
        HttpRequest request = request(SERVICES + "/" + name)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(patch))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    /** All Services, as JSON. */
    String list() {
        return now(request(SERVICES).GET().build()).body();
    }

    CompletableFuture<HttpResponse<String>> sendDelete(String name) {
        HttpRequest request = request(SERVICES + "/" + name).DELETE().build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    void delete(String name) {
        now(request(SERVICES + "/" + name).DELETE().build());
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private HttpResponse<String> now(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest creation(String manifest) {
        return request(SERVICES)
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(manifest))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).header("Accept", "application/json");
    }
}
