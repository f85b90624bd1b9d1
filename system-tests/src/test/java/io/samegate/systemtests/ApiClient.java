package io.samegate.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.contracts.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The API by plain HTTP, as curl speaks to it. */
final class ApiClient {

    /** An answer; {@code body} is a missing node where it was not JSON. */
    record Answer(int code, JsonNode body, String text) {
        String message() {
            return body.path("message").asText();
        }

        String reason() {
            return body.path("reason").asText();
        }
    }

    private final String url;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    ApiClient(Samegate samegate) {
        this.url = samegate.apiUrl();
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return post(path, "application/yaml", body.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, String contentType, byte[] body) {
        return send(
                request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** Posts YAML that must be accepted; again, if the log was busy and nothing changed. */
    JsonNode create(String path, String yaml) {
        Answer answer = post(path, yaml);
        for (int attempt = 1; attempt < 10 && answer.code() == 503; attempt++) {
            answer = post(path, yaml);
        }
        if (answer.code() != 201) {
            throw new AssertionError("POST " + path + ": " + answer.code() + " " + answer.text());
        }
        return answer.body();
    }

    Answer put(String path, String yaml) {
        return send(request(path)
                .header("Content-Type", "application/yaml")
                .PUT(HttpRequest.BodyPublishers.ofString(yaml)));
    }

    /** {@code type} is the kind of patch: strategic-merge-patch+json, merge-patch+json, json-patch+json. */
    Answer patch(String path, String type, String patch) {
        return send(request(path)
                .header("Content-Type", "application/" + type)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(patch)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/json");
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
            JsonNode body = json
                    ? Json.mapper().readTree(response.body())
                    : Json.mapper().missingNode();
            return new Answer(response.statusCode(), body, response.body());
        } catch (IOException e) {
            throw new AssertionError("no answer from " + url + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
