package io.samegate.systemtests;

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
        private final FuzzBodies bodies;

        Maker(int index, SplittableRandom random) {
            this.index = index;
            this.random = random;
            this.mutations = new FuzzMutations(random);
            this.bodies = new FuzzBodies(random, mutations);
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
            String subresource = mutations.chance(12) ? "/" + mutations.oneOf(FuzzWords.SUBRESOURCES) : "";
            return collection + "/" + name + subresource + query(15);
        }

        private String query(int percent) {
            if (!mutations.chance(percent)) {
                return "";
            }
            StringBuilder query = new StringBuilder("?" + mutations.oneOf(FuzzWords.PARAMETERS));
            while (mutations.chance(30)) {
                query.append('&').append(mutations.oneOf(FuzzWords.PARAMETERS));
            }
            if (mutations.chance(5)) {
                query.append('&').append(encoded(mutations.text())).append('=').append(encoded(mutations.text()));
            }
            return query.toString();
        }

        private FuzzRequest write(String method, String target, String type, FuzzKind kind, String name) {
            if (mutations.chance(6)) {
                return request(method, target, "application/vnd.kubernetes.protobuf", bodies.protobuf(name));
            }
            return request(method, target, type, bodies.object(kind, name));
        }

        private FuzzRequest patch(String target, FuzzKind kind, String name) {
            return switch (random.nextInt(4)) {
                case 0 -> request("PATCH", target, "application/json-patch+json", bodies.steps());
                case 1 -> request("PATCH", target, "application/merge-patch+json", bodies.part(kind, name));
                case 2 -> request("PATCH", target, "application/strategic-merge-patch+json", bodies.part(kind, name));
                default ->
                    request(
                            "PATCH",
                            target + (target.contains("?") ? "&" : "?") + "fieldManager=m" + random.nextInt(3)
                                    + (mutations.chance(50) ? "&force=true" : ""),
                            "application/apply-patch+yaml",
                            bodies.object(kind, name));
            };
        }

        private FuzzRequest delete(String target) {
            return request("DELETE", target, "application/json", bodies.deleteOptions());
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
                    ? mutations.oneOf(FuzzWords.PATHS)
                    : new String(
                            mutations.changed(
                                    "/api/v1/namespaces/fuzz-0-a/services/a".getBytes(StandardCharsets.ISO_8859_1)),
                            StandardCharsets.ISO_8859_1);
            byte[] body =
                    method.equals("POST") || method.equals("PUT") ? bodies.object(FuzzKind.EVENT, "ev-a") : new byte[0];
            List<String> headers = new ArrayList<>(List.of("Accept: " + mutations.oneOf(FuzzWords.ACCEPTS)));
            return FuzzRequest.of(index, method, path + query(30), headers, body, true);
        }

        private FuzzRequest request(String method, String target, String type, byte[] body) {
            List<String> headers = new ArrayList<>();
            String contentType = mutations.chance(4) ? mutations.oneOf(FuzzWords.CONTENT_TYPES) : type;
            if (!contentType.isEmpty()) {
                headers.add("Content-Type: " + contentType);
            }
            if (mutations.chance(method.equals("GET") ? 60 : 8)) {
                headers.add("Accept: " + mutations.oneOf(FuzzWords.ACCEPTS));
            }
            boolean odd = mutations.chance(3);
            if (odd) {
                headers.add(mutations.oneOf(FuzzWords.HEADERS));
            }
            return FuzzRequest.of(index, method, target, headers, body, odd);
        }

        private String objectType() {
            return mutations.chance(70) ? "application/json" : "application/yaml";
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
