package io.samegate.api.rest;

import io.samegate.api.core.resource.Resource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the paths of resources. Stateless. */
final class Paths {

    private Paths() {}

    /**
     * What a path names.
     *
     * @param namespace empty for cluster-scoped kinds, and for lists over all namespaces
     * @param name empty for collections
     * @param subresource empty for the object itself
     */
    record Target(Resource resource, String namespace, String name, String subresource) {

        /** What a request asks to do, in the words of discovery; empty if its method means nothing at its path. */
        String verb(String method, boolean watch) {
            boolean collection = name.isEmpty();
            boolean allNamespaces = collection && resource.kind().namespaced() && namespace.isEmpty();
            if (method.equals("GET")) {
                return watch && subresource.isEmpty() ? "watch" : collection ? "list" : "get";
            }
            if (allNamespaces) {
                return "";
            }
            return switch (method) {
                case "POST" -> collection || !subresource.isEmpty() ? "create" : "";
                case "PUT" -> collection ? "" : "update";
                case "PATCH" -> collection ? "" : "patch";
                case "DELETE" -> collection ? "deletecollection" : "delete";
                default -> "";
            };
        }
    }

    /** Empty for whatever is no resource of a kind that is served. */
    static Optional<Target> parse(String path) {
        List<String> parts = Arrays.stream(path.split("/"))
                .skip(1)
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        if (parts.stream().anyMatch(part -> part.isEmpty() || part.indexOf('/') >= 0)) {
            return Optional.empty();
        }
        if (parts.size() >= 3 && parts.getFirst().equals("api")) {
            return target("", parts.get(1), parts.subList(2, parts.size()));
        }
        if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
            return target(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
        }
        return Optional.empty();
    }

    private static Optional<Target> target(String group, String version, List<String> rest) {
        boolean inNamespace = rest.size() >= 3
                && rest.getFirst().equals("namespaces")
                && Resource.find(group, version, rest.get(2))
                        .filter(resource -> resource.kind().namespaced())
                        .isPresent();
        String namespace = inNamespace ? rest.get(1) : "";
        List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
        if (own.size() > 3) {
            return Optional.empty();
        }
        String name = own.size() > 1 ? own.get(1) : "";
        String subresource = own.size() > 2 ? own.get(2) : "";
        return Resource.find(group, version, own.getFirst())
                .filter(resource ->
                        name.isEmpty() || inNamespace || !resource.kind().namespaced())
                .map(resource -> new Target(resource, namespace, name, subresource));
    }
}
