package io.samegate.api.core.openapi;

import io.samegate.api.core.patch.PatchType;
import io.samegate.api.core.resource.Resource;
import io.samegate.api.core.resource.Subresource;
import io.samegate.contracts.ApiKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** The paths of one kind, as its verbs make them. Stateless. */
final class KindPaths {

    private static final List<String> ANYTHING = List.of("*/*");
    private static final List<String> PATCHES = Stream.concat(
                    PatchType.mediaTypes().stream(), Stream.of("application/apply-patch+yaml"))
            .toList();

    private final Resource served;
    private final Function<ApiKind, String> definitions;
    private final String group;

    private KindPaths(Resource served, Function<ApiKind, String> definitions) {
        this.served = served;
        this.definitions = definitions;
        this.group = groupName(served.kind());
    }

    /** @param definitions the name of a kind's definition */
    static List<ApiPath> of(Resource served, Function<ApiKind, String> definitions) {
        KindPaths paths = new KindPaths(served, definitions);
        List<ApiPath> all = new ArrayList<>();
        all.add(paths.collection());
        if (served.kind().namespaced()) {
            all.add(paths.allNamespaces());
        }
        all.add(paths.item());
        served.subresources().forEach(below -> all.add(paths.below(below)));
        return all.stream().filter(path -> !path.operations().isEmpty()).toList();
    }

    private ApiPath collection() {
        List<Operation> operations = new ArrayList<>();
        if (has("list")) {
            operations.add(list(id("list", "")));
        }
        if (has("create")) {
            operations.add(write("post", "post", id("create", ""), "create a " + name(), served.kind(), true));
        }
        if (has("deletecollection")) {
            operations.add(new Operation(
                    "delete",
                    "deletecollection",
                    "delete" + group + "Collection" + scoped(),
                    "delete the listed objects of kind " + name(),
                    served.kind(),
                    Parameter.withCommon(Parameter.DELETE_LISTED),
                    OpenApi.DELETE_OPTIONS,
                    ANYTHING,
                    List.of(200),
                    OpenApi.STATUS));
        }
        return new ApiPath(path(""), inNamespace(), operations);
    }

    private ApiPath allNamespaces() {
        List<Operation> operations =
                has("list") ? List.of(list("list" + group + name() + "ForAllNamespaces")) : List.of();
        return new ApiPath("/" + served.root() + "/" + served.kind().plural(), List.of(), operations);
    }

    private ApiPath item() {
        List<Operation> operations = new ArrayList<>(readAndChange(served.kind(), served.verbs(), ""));
        if (has("delete")) {
            operations.add(new Operation(
                    "delete",
                    "delete",
                    id("delete", ""),
                    "delete a " + name(),
                    served.kind(),
                    Parameter.withCommon(Parameter.DELETE),
                    OpenApi.DELETE_OPTIONS,
                    ANYTHING,
                    List.of(200, 202),
                    OpenApi.STATUS));
        }
        return new ApiPath(path("/{name}"), named(), operations);
    }

    private ApiPath below(Subresource below) {
        String suffix = capital(below.name());
        List<Operation> operations = new ArrayList<>(readAndChange(below.kind(), below.verbs(), suffix));
        if (below.verbs().contains("create")) {
            operations.add(write(
                    "post",
                    "post",
                    id("create", suffix),
                    "create " + below.name() + " of a " + name(),
                    below.kind(),
                    true));
        }
        return new ApiPath(path("/{name}/" + below.name()), named(), operations);
    }

    private List<Operation> readAndChange(ApiKind kind, List<String> verbs, String suffix) {
        String what = (suffix.isEmpty() ? "" : suffix.toLowerCase(Locale.ROOT) + " of ") + "the named " + name();
        List<Operation> operations = new ArrayList<>();
        if (verbs.contains("get")) {
            operations.add(new Operation(
                    "get",
                    "get",
                    id("read", suffix),
                    "read " + what,
                    kind,
                    Parameter.withCommon(List.of()),
                    "",
                    List.of(),
                    List.of(200),
                    definitions.apply(kind)));
        }
        if (verbs.contains("update")) {
            operations.add(write("put", "put", id("replace", suffix), "replace " + what, kind, false));
        }
        if (verbs.contains("patch")) {
            operations.add(new Operation(
                    "patch",
                    "patch",
                    id("patch", suffix),
                    "change parts of " + what,
                    kind,
                    Parameter.withCommon(Parameter.PATCH),
                    OpenApi.PATCH,
                    PATCHES,
                    List.of(200, 201),
                    definitions.apply(kind)));
        }
        return operations;
    }

    private Operation list(String id) {
        return new Operation(
                "get",
                "list",
                id,
                "list or watch objects of kind " + name(),
                served.kind(),
                Parameter.withCommon(Parameter.LIST),
                "",
                List.of(),
                List.of(200),
                definitions.apply(served.kind()) + "List");
    }

    private Operation write(
            String method, String action, String id, String description, ApiKind kind, boolean creates) {
        String definition = definitions.apply(kind);
        return new Operation(
                method,
                action,
                id,
                description,
                kind,
                Parameter.withCommon(Parameter.WRITE),
                definition,
                ANYTHING,
                creates ? List.of(200, 201, 202) : List.of(200, 201),
                definition);
    }

    private boolean has(String verb) {
        return served.allows(verb);
    }

    private String name() {
        return served.kind().kind();
    }

    private String id(String verb, String suffix) {
        return verb + group + scoped() + suffix;
    }

    private String scoped() {
        return (served.kind().namespaced() ? "Namespaced" : "") + name();
    }

    private String path(String rest) {
        return "/" + served.root() + (served.kind().namespaced() ? "/namespaces/{namespace}/" : "/")
                + served.kind().plural() + rest;
    }

    private List<Parameter> inNamespace() {
        return served.kind().namespaced() ? List.of(Parameter.NAMESPACE) : List.of();
    }

    private List<Parameter> named() {
        return Stream.concat(inNamespace().stream(), Stream.of(Parameter.NAME)).toList();
    }

    /** {@code CoreV1}, {@code DiscoveryV1}. */
    private static String groupName(ApiKind kind) {
        String group = kind.group().isEmpty() ? "core" : kind.group().split("\\.", 2)[0];
        return capital(group) + capital(kind.version());
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
