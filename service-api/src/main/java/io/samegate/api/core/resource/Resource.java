package io.samegate.api.core.resource;

import io.samegate.contracts.ObjectKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A kind as it is served: what stands in discovery is what the paths answer to. Immutable.
 *
 * @param shortNames what people type for it, such as {@code svc}
 * @param categories the groups of kinds it is shown with, such as {@code all}
 * @param verbs what can be done with it
 * @param hasStatus whether there is a {@code /status} subresource
 */
public record Resource(
        ObjectKind kind, List<String> shortNames, List<String> categories, List<String> verbs, boolean hasStatus) {

    /** What can be done with a {@code /status} subresource. */
    public static final List<String> STATUS_VERBS = List.of("get", "patch", "update");

    private static final List<String> ALL_VERBS =
            List.of("create", "delete", "get", "list", "patch", "update", "watch");
    private static final List<String> IN_GET_ALL = List.of("all");
    private static final Map<ObjectKind, Resource> TABLE = new EnumMap<>(ObjectKind.class);

    static {
        for (ObjectKind kind : ObjectKind.values()) {
            TABLE.put(
                    kind,
                    switch (kind) {
                        case NAMESPACE -> new Resource(kind, List.of("ns"), List.of(), ALL_VERBS, true);
                        case SERVICE -> new Resource(kind, List.of("svc"), IN_GET_ALL, ALL_VERBS, true);
                        case POD -> new Resource(kind, List.of("po"), IN_GET_ALL, ALL_VERBS, true);
                        case NODE -> new Resource(kind, List.of("no"), List.of(), ALL_VERBS, true);
                        case ENDPOINTS -> new Resource(kind, List.of("ep"), List.of(), ALL_VERBS, false);
                        case ENDPOINT_SLICE -> new Resource(kind, List.of(), List.of(), ALL_VERBS, false);
                        case EVENT -> new Resource(kind, List.of("ev"), List.of(), ALL_VERBS, false);
                    });
        }
    }

    public Resource {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        verbs = List.copyOf(verbs);
    }

    public static Resource of(ObjectKind kind) {
        return TABLE.get(kind);
    }

    /** The resource a path names; the group is empty for {@code /api}. */
    public static Optional<Resource> find(String group, String version, String plural) {
        return TABLE.values().stream()
                .filter(resource -> resource.kind.plural().equals(plural))
                .filter(resource -> resource.kind.group().equals(group))
                .filter(resource -> resource.kind.version().equals(version))
                .findFirst();
    }

    /** All resources, in the order of their kinds. */
    public static List<Resource> all() {
        return List.copyOf(TABLE.values());
    }

    /** The API groups that are served, without the core group, which has no name. */
    public static List<String> namedGroups() {
        return Arrays.stream(ObjectKind.values())
                .map(ObjectKind::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .toList();
    }

    /** The name of one of it, in lower case. */
    public String singular() {
        return kind.kind().toLowerCase(Locale.ROOT);
    }
}
