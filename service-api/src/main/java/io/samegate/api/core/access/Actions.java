package io.samegate.api.core.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a request wants, read off its method and path alone, whether or not there is such a resource: who may not see a
 * kind does not learn whether it is served. Stateless.
 */
public final class Actions {

    private static final Set<String> OWN_PARTS_OF_A_NAMESPACE = Set.of("status", "finalize");

    /** The stream of all events; it tells of every namespace, so it takes the right to watch them all. */
    private static final String EVENT_STREAM = "/events";

    private Actions() {}

    /**
     * @param method in upper case
     * @param path as sent, with its escapes, without query
     * @param watch whether the query asks for a watch; what is below an object cannot be watched, so there it means nothing
     * @param selectedName the one name a field selector asks for, empty if it asks for none; a list of one object is a
     *     matter of that object
     */
    public static Action of(String method, String path, boolean watch, String selectedName) {
        if (path.replaceFirst("/+$", "").equals(EVENT_STREAM)) { // a path is the same route with a slash at its end
            return new Action.OnResource("watch", "", "events", "", "", "");
        }
        List<String> parts = Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        if (parts.size() >= 3 && parts.getFirst().equals("api")) {
            return onResource(method, "", parts.subList(2, parts.size()), watch, selectedName);
        }
        if (parts.size() >= 4 && parts.getFirst().equals("apis")) {
            return onResource(method, parts.get(1), parts.subList(3, parts.size()), watch, selectedName);
        }
        return new Action.OnPath(method.toLowerCase(Locale.ROOT), path);
    }

    private static Action onResource(
            String method, String group, List<String> parts, boolean watch, String selectedName) {
        boolean inNamespace = parts.size() > 1 && parts.getFirst().equals("namespaces");
        String namespace = inNamespace ? parts.get(1) : "";
        boolean ofItsOwn = inNamespace && parts.size() > 2 && !OWN_PARTS_OF_A_NAMESPACE.contains(parts.get(2));
        List<String> own = ofItsOwn ? parts.subList(2, parts.size()) : parts;
        String name = own.size() > 1 ? own.get(1) : "";
        String subresource = own.size() > 2 ? own.get(2) : "";
        String verb = verb(method, name.isEmpty(), watch && subresource.isEmpty());
        boolean ofMany = name.isEmpty() && !verb.equals("create");
        return new Action.OnResource(verb, group, own.getFirst(), subresource, namespace, ofMany ? selectedName : name);
    }

    private static String verb(String method, boolean collection, boolean watch) {
        return switch (method) {
            case "GET", "HEAD" -> watch ? "watch" : collection ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }
}
