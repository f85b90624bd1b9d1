package io.samegate.api.core.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.api.core.resource.Resource;
import io.samegate.api.core.resource.Subresource;
import io.samegate.contracts.ApiKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything there is to say of what is served: the definitions and the paths, from which the documents of both versions
 * of OpenAPI are written. Never changed once made; making it takes a while.
 */
public final class OpenApi {

    static final String STATUS = "io.k8s.apimachinery.pkg.apis.meta.v1.Status";
    static final String DELETE_OPTIONS = "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions";
    static final String PATCH = "io.k8s.apimachinery.pkg.apis.meta.v1.Patch";
    static final String GVK = "x-kubernetes-group-version-kind";

    private final SortedMap<String, ObjectNode> definitions;
    private final SortedMap<String, List<ApiPath>> paths;

    private OpenApi(SortedMap<String, ObjectNode> definitions, SortedMap<String, List<ApiPath>> paths) {
        this.definitions = definitions;
        this.paths = paths;
    }

    /** Of all kinds that are served. */
    public static OpenApi of(Vocabulary vocabulary) {
        ModelSchemas schemas = new ModelSchemas(vocabulary, ListMarks.ofAllKinds());
        schemas.add(Status.class);
        schemas.add(DeleteOptions.class);
        String listMeta = schemas.add(ListMeta.class);
        Map<ApiKind, String> names = new LinkedHashMap<>();
        SortedMap<String, List<ApiPath>> paths = new TreeMap<>();
        for (Resource served : Resource.all()) {
            kinds(served)
                    .forEach(kind -> names.computeIfAbsent(
                            kind, k -> vocabulary.model(k).map(schemas::add).orElseGet(() -> vocabulary.name(k))));
            paths.computeIfAbsent(served.root(), root -> new ArrayList<>()).addAll(KindPaths.of(served, names::get));
        }
        SortedMap<String, ObjectNode> definitions = schemas.definitions();
        definitions.put(
                PATCH,
                ModelSchemas.object()
                        .put("description", "A change to an object, in the form its media type says.")
                        .put("type", "object"));
        names.forEach(
                (kind, name) -> named(definitions.computeIfAbsent(name, unknown -> unknown(kind)), kind, kind.kind()));
        for (Resource served : Resource.all()) {
            named(definitions.get(DELETE_OPTIONS), served.kind(), "DeleteOptions");
            if (served.allows("list")) {
                String name = names.get(served.kind());
                definitions.put(name + "List", list(served.kind(), name, listMeta));
            }
        }
        return new OpenApi(definitions, paths);
    }

    /** Where the group versions begin: {@code api/v1}, {@code apis/discovery.k8s.io/v1}. */
    public Set<String> roots() {
        return Set.copyOf(paths.keySet());
    }

    /** The v3 document of one of the {@link #roots}. */
    public ObjectNode v3(String root) {
        return V3Document.of(paths.get(root), definitions);
    }

    /** The v2 document, of everything. */
    public ObjectNode v2() {
        return V2Document.of(paths.values().stream().flatMap(List::stream).toList(), definitions);
    }

    /** The same as {@link #v2}, in protobuf. */
    public byte[] v2Protobuf() {
        return GnosticWriter.write(v2());
    }

    /** Says which kind a definition is of; several for the options of all groups, each once. */
    private static void named(ObjectNode definition, ApiKind group, String kind) {
        boolean isThere = definition
                .withArray(GVK)
                .valueStream()
                .anyMatch(named -> named.path("group").asText().equals(group.group())
                        && named.path("version").asText().equals(group.version()));
        if (!isThere) {
            definition
                    .withArray(GVK)
                    .addObject()
                    .put("group", group.group())
                    .put("kind", kind)
                    .put("version", group.version());
        }
    }

    private static Stream<ApiKind> kinds(Resource resource) {
        return Stream.concat(
                Stream.of(resource.kind()), resource.subresources().stream().map(Subresource::kind));
    }

    /** Of a kind whose fields nobody here looks at. */
    private static ObjectNode unknown(ApiKind kind) {
        return ModelSchemas.object()
                .put("description", kind.kind() + ": known by name, so that clients may ask; none is ever kept here.")
                .put("type", "object");
    }

    private static ObjectNode list(ApiKind kind, String definition, String listMeta) {
        ObjectNode list = ModelSchemas.object()
                .put("description", kind.kind() + "List is a list of objects of kind " + kind.kind() + ".");
        list.withArray("required").add("items");
        list.put("type", "object");
        ObjectNode properties = list.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        ObjectNode items = properties.putObject("items").put("type", "array");
        items.putObject("items").put("$ref", ModelSchemas.REFERENCE + definition);
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("$ref", ModelSchemas.REFERENCE + listMeta);
        named(list, kind, kind.kind() + "List");
        return list;
    }
}
