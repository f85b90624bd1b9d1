package io.samegate.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.contracts.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes requests from a seed: request {@code i} of a seed is always the same, whatever was answered before. Each worker's
 * requests stay, but for rare escapes, in its own namespaces, so that what a key holds follows from one worker's answers.
 */
final class FuzzGenerator {

    private static final List<String> CONTENT_TYPES = List.of(
            "application/json",
            "application/yaml",
            "application/vnd.kubernetes.protobuf",
            "application/json; charset=utf-8",
            "application/merge-patch+json",
            "application/json-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml",
            "text/csv",
            "multipart/form-data",
            "",
            "nonsense",
            "application/json;;",
            "application/x-www-form-urlencoded");

    private static final List<String> ACCEPTS = List.of(
            "*/*",
            "application/json",
            "application/yaml",
            "application/vnd.kubernetes.protobuf",
            "application/vnd.kubernetes.protobuf,application/json",
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
            "application/json;as=Nothing",
            "text/html",
            "",
            "nonsense",
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");

    private static final List<String> PARAMETERS = List.of(
            "dryRun=All",
            "dryRun=all",
            "dryRun=",
            "fieldManager=fuzz",
            "fieldManager=",
            "fieldValidation=Strict",
            "fieldValidation=Warn",
            "fieldValidation=Ignore",
            "fieldValidation=x",
            "force=true",
            "force=x",
            "limit=2",
            "limit=-1",
            "limit=99999999999999999999",
            "continue=x",
            "continue=MCBh", // 0 a
            "continue=MSBhL2I", // 1 a/b
            "continue=OTk5OTk5OTkgZnV6eg", // 99999999 fuzz
            "continue=eyJ2IjoxfQ",
            "labelSelector=group%3Dg1",
            "labelSelector=group%20in%20(g1%2Cg2)",
            "labelSelector=%3D%3D",
            "labelSelector=!group",
            "fieldSelector=metadata.name%3Da",
            "fieldSelector=spec.type%3DNodePort",
            "fieldSelector=x%3Dy",
            "fieldSelector=%2C",
            "resourceVersion=0",
            "resourceVersion=00",
            "resourceVersion=1",
            "resourceVersion=-1",
            "resourceVersion=x",
            "resourceVersion=99999999",
            "resourceVersionMatch=Exact",
            "resourceVersionMatch=NotOlderThan",
            "timeoutSeconds=1",
            "timeoutSeconds=-1",
            "timeout=1s",
            "pretty=true",
            "includeObject=Object",
            "includeObject=x",
            "watch=true&timeoutSeconds=1",
            "watch=x",
            "watch=1&allowWatchBookmarks=true",
            "watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1",
            "gracePeriodSeconds=0",
            "gracePeriodSeconds=-1",
            "propagationPolicy=Foreground",
            "propagationPolicy=x",
            "=",
            "&&",
            "%zz");

    private static final List<String> PATHS = List.of(
            "/",
            "/api",
            "/apis",
            "/api/v1",
            "/api/v2",
            "/apis/discovery.k8s.io",
            "/apis/discovery.k8s.io/v1",
            "/apis/apps/v1",
            "/version",
            "/healthz",
            "/livez",
            "/readyz",
            "/openapi/v2",
            "/openapi/v3",
            "/openapi/v3/api/v1",
            "/events",
            "/metrics",
            "/api/v1/namespaces/default/services/kubernetes/proxy",
            "/api/v1/namespaces/default/pods/a/log",
            "/api//v1/",
            "//",
            "/%2e%2e/",
            "/api/v1/namespaces/%00/services",
            "/api/v1/namespaces/default/services/a%2Fb",
            "/api/v1/configmaps",
            "/apis/events.k8s.io/v1/events",
            "/api/v1/namespaces//services",
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            "*",
            "/q/dev",
            "/api/v1/watch/services",
            "/api/v1/namespaces/default/status",
            "/favicon.ico",
            "/\u00ff");

    private static final List<String> HEADERS = List.of(
            "Origin: https://evil.example",
            "Origin: null",
            "Sec-Fetch-Site: cross-site",
            "Host: evil.example",
            "Host: ",
            "Expect: nothing",
            "Accept-Encoding: gzip",
            "If-None-Match: *",
            "Authorization: Bearer x",
            "Authorization: Basic eDp5",
            "X-HTTP-Method-Override: DELETE",
            "Impersonate-User: system:admin",
            "Upgrade: websocket",
            "Content-Encoding: gzip",
            "Kubectl-Command: fuzz",
            "Range: bytes=0-1",
            "A: " + "b".repeat(4_000));

    private static final List<String> SUBRESOURCES =
            List.of("status", "finalize", "eviction", "binding", "scale", "log", "x");

    private final long seed;
    private final int workers;

    FuzzGenerator(long seed, int workers) {
        this.seed = seed;
        this.workers = workers;
    }

    /** The namespaces of a worker; the last is created and deleted all the time. */
    static List<String> namespaces(int worker) {
        return List.of("fuzz-" + worker + "-a", "fuzz-" + worker + "-b", "fuzz-" + worker + "-c");
    }

    FuzzRequest request(int index) {
        return new Maker(index, new SplittableRandom(seed * 1_000_003 + index)).make();
    }

    /** Makes one request. */
    private final class Maker {

        private final int index;
        private final SplittableRandom random;
        private final FuzzMutations mutations;

        Maker(int index, SplittableRandom random) {
            this.index = index;
            this.random = random;
            this.mutations = new FuzzMutations(random);
        }

        FuzzRequest make() {
            int dice = random.nextInt(100);
            if (dice < 8) {
                return stray();
            }
            FuzzKind kind = kind();
            String namespace = namespace();
            String name = name(kind);
            String collection = kind.collection(namespace);
            if (dice < 36) {
                return write("POST", collection + query(15), objectType(), kind, name);
            }
            if (dice < 48) {
                return write("PUT", object(collection, name), objectType(), kind, name);
            }
            if (dice < 70) {
                return patch(object(collection, name), kind, name);
            }
            if (dice < 78) {
                return delete(collection + "/" + name + query(15));
            }
            if (dice < 79 && kind.namespaced()) {
                return delete(collection + "?labelSelector=group%3Dg" + random.nextInt(10));
            }
            return read(dice < 90 ? collection : object(collection, name));
        }

        private FuzzKind kind() {
            return mutations.chance(45) ? FuzzKind.SERVICE : mutations.oneOf(List.of(FuzzKind.values()));
        }

        private String namespace() {
            return mutations.chance(2)
                    ? mutations.oneOf(List.of("default", "kube-system", "nowhere", "kube-node-lease"))
                    : mutations.oneOf(namespaces(index % workers));
        }

        private String name(FuzzKind kind) {
            if (mutations.chance(3)) {
                return encoded(mutations.text());
            }
            return mutations.oneOf(
                    kind.names().isEmpty() ? List.of(namespaces(index % workers).getLast()) : kind.names());
        }

        private String object(String collection, String name) {
            String subresource = mutations.chance(12) ? "/" + mutations.oneOf(SUBRESOURCES) : "";
            return collection + "/" + name + subresource + query(15);
        }

        private String query(int percent) {
            if (!mutations.chance(percent)) {
                return "";
            }
            StringBuilder query = new StringBuilder("?" + mutations.oneOf(PARAMETERS));
            while (mutations.chance(30)) {
                query.append('&').append(mutations.oneOf(PARAMETERS));
            }
            if (mutations.chance(5)) {
                query.append('&').append(encoded(mutations.text())).append('=').append(encoded(mutations.text()));
            }
            return query.toString();
        }

        private FuzzRequest write(String method, String target, String type, FuzzKind kind, String name) {
            if (mutations.chance(6)) {
                byte[] bytes = switch (random.nextInt(3)) {
                    case 0 -> FuzzProtobuf.namespace(name);
                    case 1 -> FuzzProtobuf.deleteOptions();
                    default -> FuzzProtobuf.service(name);
                };
                return request(
                        method,
                        target,
                        "application/vnd.kubernetes.protobuf",
                        mutations.chance(50) ? mutations.changed(bytes) : bytes);
            }
            return request(method, target, type, document(object(kind, name)));
        }

        private FuzzRequest patch(String target, FuzzKind kind, String name) {
            return switch (random.nextInt(4)) {
                case 0 -> request("PATCH", target, "application/json-patch+json", document(steps()));
                case 1 -> request("PATCH", target, "application/merge-patch+json", document(part(kind, name)));
                case 2 ->
                    request("PATCH", target, "application/strategic-merge-patch+json", document(part(kind, name)));
                default ->
                    request(
                            "PATCH",
                            target + (target.contains("?") ? "&" : "?") + "fieldManager=m" + random.nextInt(3)
                                    + (mutations.chance(50) ? "&force=true" : ""),
                            "application/apply-patch+yaml",
                            document(object(kind, name)));
            };
        }

        private FuzzRequest delete(String target) {
            String options = mutations.oneOf(List.of(
                    "",
                    "{\"propagationPolicy\":\"Background\"}",
                    "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"gracePeriodSeconds\":0}",
                    "{\"dryRun\":[\"All\"]}",
                    "{\"preconditions\":{\"resourceVersion\":\"1\"}}",
                    "{\"preconditions\":{\"uid\":\"x\"}}"));
            return request(
                    "DELETE", target, "application/json", options.isEmpty() ? new byte[0] : document(tree(options)));
        }

        private FuzzRequest read(String target) {
            String whole = target + (target.contains("?") ? "" : query(60));
            return request(
                    mutations.chance(95) ? "GET" : mutations.oneOf(List.of("HEAD", "OPTIONS")), whole, "", new byte[0]);
        }

        /** Something from outside the usual: another path, method or name of a kind. */
        private FuzzRequest stray() {
            String method = mutations.oneOf(
                    List.of("GET", "GET", "POST", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "BREW", "GET"));
            String path = mutations.chance(60)
                    ? mutations.oneOf(PATHS)
                    : new String(
                            mutations.changed(
                                    "/api/v1/namespaces/fuzz-0-a/services/a".getBytes(StandardCharsets.ISO_8859_1)),
                            StandardCharsets.ISO_8859_1);
            byte[] body = method.equals("POST") || method.equals("PUT")
                    ? document(object(FuzzKind.EVENT, "ev-a"))
                    : new byte[0];
            List<String> headers = new ArrayList<>(List.of("Accept: " + mutations.oneOf(ACCEPTS)));
            return FuzzRequest.of(index, method, path + query(30), headers, body, true);
        }

        private FuzzRequest request(String method, String target, String type, byte[] body) {
            List<String> headers = new ArrayList<>();
            String contentType = mutations.chance(4) ? mutations.oneOf(CONTENT_TYPES) : type;
            if (!contentType.isEmpty()) {
                headers.add("Content-Type: " + contentType);
            }
            if (mutations.chance(method.equals("GET") ? 60 : 8)) {
                headers.add("Accept: " + mutations.oneOf(ACCEPTS));
            }
            boolean odd = mutations.chance(3);
            if (odd) {
                headers.add(mutations.oneOf(HEADERS));
            }
            return FuzzRequest.of(index, method, target, headers, body, odd);
        }

        private String objectType() {
            return mutations.chance(70) ? "application/json" : "application/yaml";
        }

        private JsonNode object(FuzzKind kind, String name) {
            String json = mutations
                    .oneOf(kind.seeds())
                    .replace("NAME", name)
                    .replace("NUMBER", Integer.toString(random.nextInt(10)));
            return tree(json);
        }

        /** An object of which a patch names only some. */
        private JsonNode part(FuzzKind kind, String name) {
            JsonNode whole = object(kind, name);
            return mutations.oneOf(List.of(
                    whole,
                    tree("{\"metadata\":{\"labels\":{\"group\":\"g" + random.nextInt(10) + "\",\"x\":null}}}"),
                    tree("{\"metadata\":{\"finalizers\":null}}"),
                    tree("{\"spec\":{\"type\":\"ClusterIP\"}}"),
                    tree(
                            "{\"spec\":{\"ports\":[{\"port\":80,\"name\":\"p\"},{\"port\":81,\"name\":\"q\",\"protocol\":\"UDP\"}]}}"),
                    tree(
                            "{\"spec\":{\"ports\":[{\"$patch\":\"delete\",\"port\":80}],\"$setElementOrder/ports\":[{\"port\":53}]}}"),
                    Json.mapper().createObjectNode().set("spec", whole.has("spec") ? whole.get("spec") : whole),
                    tree("{\"status\":{\"podIP\":\"10.20.30.9\",\"hostIP\":\"10.20.30.1\"}}"),
                    tree("{\"metadata\":{\"resourceVersion\":\"" + random.nextInt(50) + "\"}}")));
        }

        private JsonNode steps() {
            return tree(mutations.oneOf(List.of(
                    "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"group\":\"g1\"}}]",
                    "[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]",
                    "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/port\",\"value\":8" + random.nextInt(10) + "}]",
                    "[{\"op\":\"test\",\"path\":\"/kind\",\"value\":\"Service\"},{\"op\":\"copy\",\"from\":\"/metadata/name\",\"path\":\"/spec/selector/x\"}]",
                    "[{\"op\":\"move\",\"from\":\"/spec\",\"path\":\"/spec/ports\"}]",
                    "[{\"op\":\"add\",\"path\":\"/spec/ports/-\",\"value\":{\"port\":99,\"name\":\"more\"}}]",
                    "[{\"op\":\"remove\",\"path\":\"\"}]",
                    "[{\"op\":\"add\",\"path\":\"/spec/ports/99999999999\",\"value\":1}]",
                    "{}",
                    "[1]")));
        }

        /** As it is, or changed at some places, or broken. */
        private byte[] document(JsonNode valid) {
            JsonNode node = valid;
            if (mutations.chance(45)) {
                int times = random.nextInt(1, 4);
                for (int i = 0; i < times; i++) {
                    node = mutations.changed(node);
                }
            }
            byte[] bytes = node.toString().getBytes(StandardCharsets.UTF_8);
            if (mutations.chance(5)) {
                return mutations
                        .oneOf(List.of(
                                "",
                                "---\n",
                                "a: &a [*a]",
                                "!!javax.script.ScriptEngineManager [x]",
                                "\t- x",
                                "[".repeat(200_000),
                                "'",
                                "\ufeff{}"))
                        .getBytes(StandardCharsets.UTF_8);
            }
            return mutations.chance(7) ? mutations.changed(bytes) : bytes;
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        private static JsonNode tree(String json) {
            try {
                return Json.mapper().readTree(json);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(json, e);
            }
        }
    }
}
