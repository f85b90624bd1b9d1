package io.samegate.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The installation's API as any HTTP client sees it. */
final class Api {

    /** An answer; {@code body} is JSON, or missing when it was not. */
    record Answer(int code, JsonNode body) {
        boolean isSuccess() {
            return code >= 200 && code < 300;
        }

        String message() {
            return body.path("message").asText("HTTP " + code);
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private final String url;
    private final HttpClient client;

    Api(Settings settings) {
        this.url = settings.apiUrl();
        this.client = client(settings).connectTimeout(Duration.ofSeconds(2)).build();
    }

    /** A client for this installation: the administrator's, where the API asks who comes. */
    static HttpClient.Builder client(Settings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder();
        return settings.tls() ? builder.sslContext(settings.tlsFolder().asAdmin()) : builder;
    }

    Answer get(String path) {
        return send(request(path).header("Accept", "application/json").GET().build());
    }

    /** The object or list as a Table, the way kubectl asks. */
    JsonNode table(String path) {
        Answer answer = send(request(path).header("Accept", TABLE).GET().build());
        if (!answer.isSuccess()) {
            throw new UserError("The API did not answer " + path + ": " + answer.message() + ".");
        }
        return answer.body();
    }

    Answer post(String path, String yaml) {
        return send(request(path)
                .header("Content-Type", "application/yaml")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(yaml))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
        } catch (IOException e) {
            throw new UserError("The API at " + url + " does not answer (" + e + "); ./samegate status tells more.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted.", e);
        }
    }
}
