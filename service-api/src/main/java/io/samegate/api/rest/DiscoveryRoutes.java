package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.resource.Discovery;
import io.samegate.contracts.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is served, and by whom. On the event loop of the request. */
final class DiscoveryRoutes {

    private static final List<String> PATHS = List.of(
            "/api",
            "/api/v1",
            "/apis",
            "/apis/discovery.k8s.io",
            "/apis/discovery.k8s.io/v1",
            "/events",
            "/healthz",
            "/livez",
            "/openapi/v2",
            "/readyz",
            "/version");
    private static final String AGGREGATED = "as=apigroupdiscoverylist";
    private static final String OPENAPI_V2 = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private DiscoveryRoutes() {}

    static void install(Router router) {
        router.get("/").handler(context -> Replies.json(context, 200, paths()));
        router.get("/version").handler(context -> Replies.json(context, 200, Discovery.version()));
        router.get("/api").handler(context -> {
            if (wantsAggregated(context)) {
                aggregated(context, Discovery.aggregatedCore());
            } else {
                Replies.json(context, 200, Discovery.coreVersions());
            }
        });
        router.get("/apis").handler(context -> {
            if (wantsAggregated(context)) {
                aggregated(context, Discovery.aggregatedGroups());
            } else {
                Replies.json(context, 200, Discovery.groups());
            }
        });
        router.get("/api/:version")
                .handler(context -> orNext(context, Discovery.resources("", context.pathParam("version"))));
        router.get("/apis/:group").handler(context -> orNext(context, Discovery.group(context.pathParam("group"))));
        router.get("/apis/:group/:version")
                .handler(context ->
                        orNext(context, Discovery.resources(context.pathParam("group"), context.pathParam("version"))));
        // kubectl reads it before every write and takes an empty document for "no schema known"; JSON it cannot read.
        router.get("/openapi/v2").handler(context -> Replies.bytes(context, 200, OPENAPI_V2, Buffer.buffer()));
    }

    private static ObjectNode paths() {
        ObjectNode document = Json.mapper().createObjectNode();
        ArrayNode paths = document.putArray("paths");
        PATHS.forEach(paths::add);
        return document;
    }

    private static boolean wantsAggregated(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Accept"))
                .map(accept -> accept.replace(" ", "").toLowerCase(Locale.ROOT))
                .filter(accept -> accept.contains(AGGREGATED) && accept.contains("v=v2;"))
                .isPresent();
    }

    private static void aggregated(RoutingContext context, ObjectNode document) {
        Replies.bytes(context, 200, Discovery.AGGREGATED_TYPE, Buffer.buffer(Json.write(document)));
    }

    private static void orNext(RoutingContext context, Optional<ObjectNode> document) {
        document.ifPresentOrElse(found -> Replies.json(context, 200, found), context::next);
    }
}
