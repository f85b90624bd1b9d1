package io.samegate.api.core.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.contracts.ApiKind;
import java.util.List;
import java.util.Optional;

/** The documents that tell clients what is served. Each call makes a new tree. Stateless. */
public final class Discovery {

    /** The media type of the aggregated documents; clients choose their parser by it. */
    public static final String AGGREGATED_TYPE = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /** The release of Kubernetes whose behaviour is served. */
    public static final String KUBERNETES_VERSION = "v1.32.0";

    private Discovery() {}

    /** {@code /version}. */
    public static ObjectNode version() {
        return object().put("major", "1")
                .put("minor", "32")
                .put("gitVersion", KUBERNETES_VERSION)
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "linux/amd64");
    }

    /** {@code /api} for clients that do not ask for the aggregated form. */
    public static ObjectNode coreVersions() {
        ObjectNode versions = object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    /** {@code /apis} for clients that do not ask for the aggregated form. */
    public static ObjectNode groups() {
        ObjectNode groups = object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode list = groups.putArray("groups");
        Resource.namedGroups().forEach(group -> list.add(group(object(), group)));
        return groups;
    }

    /** {@code /apis/<group>}, or nothing if the group is not served. */
    public static Optional<ObjectNode> group(String group) {
        if (!Resource.namedGroups().contains(group)) {
            return Optional.empty();
        }
        return Optional.of(group(object().put("kind", "APIGroup").put("apiVersion", "v1"), group));
    }

    /**
     * {@code /api/v1} and {@code /apis/<group>/<version>}, or nothing if that is not served.
     *
     * @param group empty for the core group
     */
    public static Optional<ObjectNode> resources(String group, String version) {
        List<Resource> served = served(group).stream()
                .filter(resource -> resource.kind().version().equals(version))
                .toList();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode list = object().put("kind", "APIResourceList").put("apiVersion", "v1");
        list.put("groupVersion", served.getFirst().kind().apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (Resource resource : served) {
            resources.add(entry(resource));
            resource.subresources().forEach(below -> resources.add(entry(resource, below)));
        }
        return Optional.of(list);
    }

    /** {@code /api} in the aggregated form; answered as {@link #AGGREGATED_TYPE}. */
    public static ObjectNode aggregatedCore() {
        return aggregated(List.of(""));
    }

    /** {@code /apis} in the aggregated form; answered as {@link #AGGREGATED_TYPE}. */
    public static ObjectNode aggregatedGroups() {
        return aggregated(Resource.namedGroups());
    }

    private static ObjectNode group(ObjectNode document, String group) {
        document.put("name", group);
        ArrayNode versions = document.putArray("versions");
        served(group).stream()
                .map(resource -> resource.kind().version())
                .distinct()
                .forEach(version -> versions.add(
                        object().put("groupVersion", group + "/" + version).put("version", version)));
        document.set("preferredVersion", versions.get(0).deepCopy());
        return document;
    }

    private static ObjectNode entry(Resource resource) {
        ApiKind kind = resource.kind();
        ObjectNode entry = object().put("name", kind.plural())
                .put("singularName", resource.singular())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
        strings(entry, "verbs", resource.verbs());
        unlessEmpty(entry, "shortNames", resource.shortNames());
        unlessEmpty(entry, "categories", resource.categories());
        return entry;
    }

    private static ObjectNode entry(Resource resource, Subresource below) {
        ApiKind kind = resource.kind();
        ObjectNode entry = object().put("name", kind.plural() + "/" + below.name())
                .put("singularName", "")
                .put("namespaced", kind.namespaced());
        if (!below.kind().apiVersion().equals(kind.apiVersion())) {
            entry.put("group", below.kind().group()).put("version", below.kind().version());
        }
        entry.put("kind", below.kind().kind());
        strings(entry, "verbs", below.verbs());
        return entry;
    }

    private static ObjectNode aggregated(List<String> groups) {
        ObjectNode list = object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        groups.forEach(group -> items.add(aggregatedGroup(group)));
        return list;
    }

    private static ObjectNode aggregatedGroup(String group) {
        ObjectNode item = object();
        ObjectNode metadata = item.putObject("metadata");
        if (!group.isEmpty()) {
            metadata.put("name", group);
        }
        ArrayNode versions = item.putArray("versions");
        served(group).stream()
                .map(resource -> resource.kind().version())
                .distinct()
                .forEach(version -> {
                    ObjectNode entry =
                            versions.addObject().put("version", version).put("freshness", "Current");
                    ArrayNode resources = entry.putArray("resources");
                    served(group).stream()
                            .filter(resource -> resource.kind().version().equals(version))
                            .forEach(resource -> resources.add(aggregatedEntry(resource)));
                });
        return item;
    }

    private static ObjectNode aggregatedEntry(Resource resource) {
        ApiKind kind = resource.kind();
        ObjectNode entry = object().put("resource", kind.plural());
        entry.set("responseKind", responseKind(kind));
        entry.put("scope", kind.namespaced() ? "Namespaced" : "Cluster").put("singularResource", resource.singular());
        strings(entry, "verbs", resource.verbs());
        unlessEmpty(entry, "shortNames", resource.shortNames());
        unlessEmpty(entry, "categories", resource.categories());
        if (!resource.subresources().isEmpty()) {
            ArrayNode below = entry.putArray("subresources");
            resource.subresources().forEach(each -> below.add(aggregatedEntry(each)));
        }
        return entry;
    }

    private static ObjectNode aggregatedEntry(Subresource below) {
        ObjectNode entry = object().put("subresource", below.name());
        entry.set("responseKind", responseKind(below.kind()));
        strings(entry, "verbs", below.verbs());
        return entry;
    }

    private static ObjectNode responseKind(ApiKind kind) {
        return object().put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static List<Resource> served(String group) {
        return Resource.all().stream()
                .filter(resource -> resource.kind().group().equals(group))
                .toList();
    }

    private static void unlessEmpty(ObjectNode node, String field, List<String> values) {
        if (!values.isEmpty()) {
            strings(node, field, values);
        }
    }

    private static void strings(ObjectNode node, String field, List<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
