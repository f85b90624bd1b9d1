package io.samegate.api.core.resource;

import io.samegate.contracts.ApiKind;
import io.samegate.contracts.ObjectKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A kind as it is served: what stands in discovery is what the paths answer to. Immutable.
 *
 * @param shortNames what people type for it, such as {@code svc}
 * @param categories the groups of kinds it is shown with, such as {@code all}
 * @param verbs what can be done with it
 * @param subresources the paths below one object of it
 */
public record Resource(
        ApiKind kind,
        List<String> shortNames,
        List<String> categories,
        List<String> verbs,
        List<Subresource> subresources) {

    public Resource {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        verbs = List.copyOf(verbs);
        subresources = List.copyOf(subresources);
    }

    public static Resource of(ApiKind kind) {
        return ResourceTable.BY_KIND.get(kind);
    }

    /** The resource a path names; the group is empty for {@code /api}. */
    public static Optional<Resource> find(String group, String version, String plural) {
        return Optional.ofNullable(ResourceTable.BY_PATH.get(path(group, version, plural)));
    }

    /** All resources, in the order clients are told of them; of two that go by one name the first is meant. */
    public static List<Resource> all() {
        return List.copyOf(ResourceTable.BY_KIND.values());
    }

    /** The API groups that are served, without the core group, which has no name. */
    public static List<String> namedGroups() {
        return all().stream()
                .map(resource -> resource.kind.group())
                .filter(group -> !group.isEmpty())
                .distinct()
                .toList();
    }

    /** Whether there may be objects of it; if not, every list of it is empty. */
    public boolean hasObjects() {
        return kind instanceof ObjectKind;
    }

    public boolean allows(String verb) {
        return verbs.contains(verb);
    }

    public Optional<Subresource> subresource(String name) {
        return subresources.stream()
                .filter(subresource -> subresource.name().equals(name))
                .findFirst();
    }

    /** Where the paths of the group versions begin: {@code api/v1}, {@code apis/discovery.k8s.io/v1}. */
    public static List<String> roots() {
        return all().stream().map(Resource::root).distinct().toList();
    }

    /** Where its paths begin. */
    public String root() {
        return (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
    }

    /** The name of one of it, in lower case. */
    public String singular() {
        return kind.kind().toLowerCase(Locale.ROOT);
    }

    String path() {
        return path(kind.group(), kind.version(), kind.plural());
    }

    private static String path(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }
}
