package io.samegate.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the answers so far say is there. Written by one worker, in the order of its requests: keys that several workers have
 * touched, and those of requests whose answers leave it open, are forgiven in the comparison. Not thread-safe.
 */
final class FuzzModel {

    /** Which object; {@code namespace} is empty for a Namespace. */
    record Key(String kind, String namespace, String name) {
        @Override
        public String toString() {
            return kind + " " + namespace + "/" + name;
        }
    }

    private final Map<Key, JsonNode> present = new HashMap<>();
    private final Map<Key, FuzzRequest> lastTouch = new HashMap<>();
    private final Set<Key> open = new HashSet<>();
    private final Set<String> leaving = new HashSet<>();

    /** Learns from an answer that accepts a request which is not a read. */
    void accepted(FuzzRequest request, JsonNode answer) {
        Target target = Target.of(request);
        if (target.kind().isEmpty() || isDryRun(request)) {
            return;
        }
        if (request.method().equals("DELETE") || target.isEviction()) {
            if (target.name().isEmpty()) {
                collectionDeleted(request, target);
            } else {
                deleted(request, new Key(target.kind().get().kind(), target.namespace(), target.name()));
            }
        } else if (!answer.path("kind").asText().equals(target.kind().get().kind())) {
            // Asked for in a form that does not show all of it: a table, or a list.
            JsonNode shown = answer.has("rows") ? answer.at("/rows/0/object/metadata") : answer.path("metadata");
            open.add(new Key(
                    target.kind().get().kind(),
                    shown.path("namespace").asText(target.namespace()),
                    shown.path("name").asText(target.name())));
            unknown(request);
        } else if (target.kind().get().kept()) {
            written(request, answer);
        }
    }

    /** Learns that nobody can say what became of a request: its answer was a time-out, or cut. */
    void unknown(FuzzRequest request) {
        Target target = Target.of(request);
        target.kind().ifPresent(kind -> {
            open.add(new Key(kind.kind(), target.namespace(), target.name()));
            keysIn(target).forEach(open::add);
        });
    }

    /** Every key there was ever an accepted write of. */
    Set<Key> touched() {
        return Set.copyOf(lastTouch.keySet());
    }

    /** Also of a Namespace that something in it holds back. */
    boolean isOpen(Key key) {
        boolean held = leaving.contains(key.name())
                && Stream.concat(present.keySet().stream(), open.stream())
                        .anyMatch(other -> other.namespace().equals(key.name()));
        return held || open.contains(key);
    }

    Optional<JsonNode> expected(Key key) {
        return Optional.ofNullable(present.get(key)).filter(object -> !isLeavingWithItsNamespace(key, object));
    }

    String lastTouchOf(Key key) {
        return String.valueOf(lastTouch.get(key));
    }

    private void written(FuzzRequest request, JsonNode object) {
        Key key = keyOf(object);
        lastTouch.put(key, request);
        boolean going = object.at("/metadata/deletionTimestamp").isTextual();
        if (going && !finalizers(object).isEmpty()) {
            open.add(key); // what takes off the last finalizer is answered with what was there before
        }
        if (going && finalizers(object).isEmpty()) {
            present.remove(key);
        } else {
            present.put(key, object);
            if (key.kind().equals("Namespace") && !going) {
                leaving.remove(key.name());
            }
        }
    }

    private void deleted(FuzzRequest request, Key key) {
        lastTouch.put(key, request);
        JsonNode object = present.get(key);
        if (object == null || finalizers(object).isEmpty()) {
            present.remove(key);
        } else {
            ObjectNode going = object.deepCopy();
            ((ObjectNode) going.path("metadata")).put("deletionTimestamp", "set");
            present.put(key, going);
        }
        if (key.kind().equals("Namespace")) {
            leaving.add(key.name());
            present.entrySet()
                    .removeIf(entry -> entry.getKey().namespace().equals(key.name())
                            && finalizers(entry.getValue()).isEmpty());
        }
    }

    private void collectionDeleted(FuzzRequest request, Target target) {
        keysIn(target).forEach(key -> {
            if (!request.query().contains("labelSelector=group%3Dg")
                    || request.query().contains("&")) {
                open.add(key);
            } else {
                String group = request.query().substring("labelSelector=group%3D".length());
                if (present.get(key).at("/metadata/labels/group").asText().equals(group)) {
                    deleted(request, key);
                }
            }
        });
    }

    private List<Key> keysIn(Target target) {
        return present.keySet().stream()
                .filter(key ->
                        key.kind().equals(target.kind().map(FuzzKind::kind).orElse(""))
                                && key.namespace().equals(target.namespace()))
                .toList();
    }

    /** What is written into a namespace that is being emptied goes with it, unless a finalizer holds it. */
    private boolean isLeavingWithItsNamespace(Key key, JsonNode object) {
        return leaving.contains(key.namespace()) && finalizers(object).isEmpty();
    }

    static Key keyOf(JsonNode object) {
        return new Key(
                object.path("kind").asText(),
                object.at("/metadata/namespace").asText(),
                object.at("/metadata/name").asText());
    }

    private static JsonNode finalizers(JsonNode object) {
        return object.at("/metadata/finalizers");
    }

    private static boolean isDryRun(FuzzRequest request) {
        return request.query().contains("dryRun=All")
                || (request.method().equals("DELETE") && request.body().contains("\"All\""));
    }

    /** What a path means; the name is empty for a collection. */
    private record Target(Optional<FuzzKind> kind, String namespace, String name, String subresource) {

        boolean isEviction() {
            return subresource.equals("eviction");
        }

        static Target of(FuzzRequest request) {
            List<String> parts = new ArrayList<>(Stream.of(request.path().split("/"))
                    .filter(part -> !part.isEmpty())
                    .map(Target::decoded)
                    .toList());
            int version = parts.isEmpty() || parts.getFirst().equals("api") ? 2 : 3;
            List<String> rest = parts.size() <= version ? List.of() : parts.subList(version, parts.size());
            boolean inNamespace = rest.size() > 2
                    && rest.getFirst().equals("namespaces")
                    && kindOf(rest.get(2)).isPresent();
            String namespace = inNamespace ? rest.get(1) : "";
            List<String> own = inNamespace ? rest.subList(2, rest.size()) : rest;
            return new Target(
                    own.isEmpty() ? Optional.empty() : kindOf(own.getFirst()),
                    namespace,
                    own.size() > 1 ? own.get(1) : "",
                    own.size() > 2 ? own.get(2) : "");
        }

        private static Optional<FuzzKind> kindOf(String plural) {
            return Stream.of(FuzzKind.values())
                    .filter(kind -> kind.plural().equals(plural))
                    .findFirst();
        }

        private static String decoded(String part) {
            try {
                return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return part;
            }
        }
    }
}
