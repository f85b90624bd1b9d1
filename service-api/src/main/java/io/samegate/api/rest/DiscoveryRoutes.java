package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.resource.Discovery;
import io.samegate.api.core.resource.Resource;
import io.samegate.contracts.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is served, and by whom. On the event loop of the request. */
final class DiscoveryRoutes {

    private static final List<String> PATHS = List.of(
            "/api", "/apis", "/events", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version");
    private static final String AGGREGATED = "as=apigroupdiscoverylist";

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
        new OpenApiRoutes().install(router);
    }

    private static ObjectNode paths() {
        ObjectNode document = Json.mapper().createObjectNode();
        ArrayNode paths = document.putArray("paths");
        Stream.of(
                        PATHS.stream(),
                        Resource.roots().stream().map(root -> "/" + root),
                        Resource.namedGroups().stream().map(group -> "/apis/" + group),
                        Resource.roots().stream().map(root -> "/openapi/v3/" + root))
                .flatMap(Function.identity())
                .sorted()
                .forEach(paths::add);
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
