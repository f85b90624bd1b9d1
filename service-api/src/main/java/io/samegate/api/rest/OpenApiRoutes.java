package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.resource.Resource;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/**
 * The OpenAPI documents. kubectl reads the index before every write and keeps what its URLs lead to for as long as their
 * hashes stay the same. On the event loop of the request.
 */
final class OpenApiRoutes {

    private static final String JSON = "application/json";
    private static final String V2_PROTOBUF = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private static final String V3_PROTOBUF = "proto-openapi.spec.v3";
    private static final String ROOT = "/openapi/v3";
    private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";

    private final OpenApiFiles files = new OpenApiFiles();

    void install(Router router) {
        router.get("/openapi/v2").handler(this::v2);
        router.get(ROOT).handler(this::index);
        router.get(ROOT + "/*").handler(this::v3);
    }

    private void v2(RoutingContext context) {
        boolean protobuf = accept(context).contains("proto-openapi.spec.v2");
        Optional<OpenApiFiles.Document> document =
                files.file(protobuf ? OpenApiFiles.V2_PROTOBUF : OpenApiFiles.V2_JSON);
        document.ifPresentOrElse(
                found -> send(context, found, protobuf ? V2_PROTOBUF : JSON, "no-cache"), context::next);
    }

    private void index(RoutingContext context) {
        ObjectNode index = Json.mapper().createObjectNode();
        ObjectNode paths = index.putObject("paths");
        Resource.roots()
                .forEach(root -> files.v3(root)
                        .ifPresent(document -> paths.putObject(root).put("serverRelativeURL", url(root, document))));
        context.response().putHeader("Cache-Control", "no-cache");
        Replies.json(context, 200, index);
    }

    private void v3(RoutingContext context) {
        if (accept(context).contains(V3_PROTOBUF) && !accept(context).contains("json")) {
            Replies.status(
                    context, Statuses.of(406, "NotAcceptable", "only the following media types are accepted: " + JSON));
            return;
        }
        String root = context.normalizedPath().substring(ROOT.length() + 1);
        Optional<OpenApiFiles.Document> document = files.v3(root);
        if (document.isEmpty()) {
            context.next();
            return;
        }
        String asked = context.request().getParam("hash");
        if (asked != null && !asked.equals(document.get().hash())) {
            context.response().putHeader("Location", url(root, document.get()));
            Replies.text(context, 301, "moved with the content");
            return;
        }
        send(context, document.get(), JSON, asked == null ? "no-cache" : FOR_A_YEAR);
    }

    private static void send(
            RoutingContext context, OpenApiFiles.Document document, String contentType, String caching) {
        HttpServerRequest request = context.request();
        String tag = '"' + document.hash() + '"';
        HttpServerResponse response = context.response()
                .putHeader("ETag", tag)
                .putHeader("Cache-Control", caching)
                .putHeader("Vary", "Accept, Accept-Encoding");
        String known = request.getHeader("If-None-Match");
        if (known != null && known.contains(tag)) {
            request.resume();
            response.setStatusCode(304).end(); // of no type: it has no content
            return;
        }
        String encodings = request.getHeader("Accept-Encoding");
        if (encodings != null && encodings.toLowerCase(Locale.ROOT).contains("gzip")) {
            response.putHeader("Content-Encoding", "gzip");
            Replies.bytes(context, 200, contentType, document.compressed());
        } else {
            Replies.bytes(context, 200, contentType, Buffer.buffer(document.plain()));
        }
    }

    private static String url(String root, OpenApiFiles.Document document) {
        return ROOT + "/" + root + "?hash=" + document.hash();
    }

    private static String accept(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Accept"))
                .map(accept -> accept.toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
