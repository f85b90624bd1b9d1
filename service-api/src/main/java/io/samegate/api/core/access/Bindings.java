package io.samegate.api.core.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads who may do what from Kubernetes' manifests: RoleBinding, ClusterRoleBinding, and Role and ClusterRole for whom the
 * built-in roles do not suit. What is not understood is refused, not passed over. For one file; one thread.
 */
public final class Bindings {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String CLUSTER_ROLE = "ClusterRole";
    private static final List<String> COMMON = List.of("apiVersion", "kind", "metadata");

    private final Map<String, List<Rule>> roles = new HashMap<>(); // "ClusterRole/name" or "Role/namespace/name"

    private Bindings() {
        BuiltIn.clusterRoles().forEach((name, rules) -> roles.put(CLUSTER_ROLE + "/" + name, rules));
    }

    /**
     * What the documents of a file come to, in whatever order they stand.
     *
     * @throws MalformedException naming the line of what is not understood
     */
    public static Rbac read(List<Piece> documents) throws MalformedException {
        Bindings reader = new Bindings();
        List<Piece.Fields> manifests = new ArrayList<>();
        for (Piece document : documents) {
            if (!(document instanceof Piece.Fields fields)) {
                throw new MalformedException(document.line(), "not a manifest");
            }
            manifests.add(fields);
        }
        List<Piece.Fields> bindings = new ArrayList<>();
        for (Piece.Fields manifest : manifests) {
            switch (reader.kind(manifest)) {
                case "Role", CLUSTER_ROLE -> reader.role(manifest);
                default -> bindings.add(manifest);
            }
        }
        List<Binding> read = new ArrayList<>();
        for (Piece.Fields binding : bindings) {
            read.add(reader.binding(binding));
        }
        return new Rbac(read);
    }

    /** {@code RoleBinding "editors/shop" of ClusterRole "edit"}. */
    static String title(String kind, String name, String roleKind, String role) {
        return kind + " \"" + name + "\" of " + roleKind + " \"" + role + "\"";
    }

    private String kind(Piece.Fields manifest) throws MalformedException {
        String apiVersion = manifest.requiredText("apiVersion");
        String kind = manifest.requiredText("kind");
        if (!apiVersion.equals(GROUP + "/v1")
                || !List.of("Role", CLUSTER_ROLE, "RoleBinding", "ClusterRoleBinding")
                        .contains(kind)) {
            throw new MalformedException(
                    manifest.line(),
                    kind + " of " + apiVersion + " (expected: RoleBinding, ClusterRoleBinding, Role or ClusterRole of "
                            + GROUP + "/v1)");
        }
        return kind;
    }

    private void role(Piece.Fields manifest) throws MalformedException {
        manifest.allowOnly(with(COMMON, "rules"));
        boolean cluster = manifest.text("kind").equals(CLUSTER_ROLE);
        String name = name(manifest);
        String key = cluster ? CLUSTER_ROLE + "/" + name : "Role/" + namespace(manifest) + "/" + name;
        List<Rule> rules = new ArrayList<>();
        for (Piece.Fields rule : manifest.list("rules")) {
            rules.add(rule(rule, cluster));
        }
        if (roles.putIfAbsent(key, rules) != null) {
            throw new MalformedException(manifest.line(), manifest.text("kind") + " \"" + name + "\" is there already");
        }
    }

    private static Rule rule(Piece.Fields rule, boolean cluster) throws MalformedException {
        rule.allowOnly(List.of("verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"));
        Rule read = new Rule(
                rule.texts("verbs"),
                rule.texts("apiGroups"),
                rule.texts("resources"),
                rule.texts("resourceNames"),
                rule.texts("nonResourceURLs"));
        boolean onResources = !read.groups().isEmpty() && !read.resources().isEmpty();
        if (read.verbs().isEmpty() || onResources == !read.paths().isEmpty()) {
            throw new MalformedException(
                    rule.line(), "a rule needs verbs, and either apiGroups and resources or nonResourceURLs");
        }
        if (!read.paths().isEmpty() && !cluster) {
            throw new MalformedException(rule.line(), "nonResourceURLs are for a ClusterRole");
        }
        return read;
    }

    private Binding binding(Piece.Fields manifest) throws MalformedException {
        manifest.allowOnly(with(COMMON, "subjects", "roleRef"));
        String kind = manifest.text("kind");
        boolean cluster = kind.equals("ClusterRoleBinding");
        String namespace = cluster ? "" : namespace(manifest);
        Piece.Fields reference = manifest.requiredFields("roleRef");
        reference.allowOnly(List.of("apiGroup", "kind", "name"));
        String roleKind = reference.requiredText("kind");
        String role = reference.requiredText("name");
        List<Rule> rules =
                roles.get(roleKind.equals("Role") ? "Role/" + namespace + "/" + role : roleKind + "/" + role);
        if (rules == null || (cluster && !roleKind.equals(CLUSTER_ROLE))) {
            throw new MalformedException(
                    reference.line(), "there is no " + roleKind + " \"" + role + "\" for a " + kind + " to name");
        }
        List<Subject> subjects = new ArrayList<>();
        for (Piece.Fields subject : manifest.list("subjects")) {
            subjects.add(subject(subject));
        }
        String name = cluster ? name(manifest) : name(manifest) + "/" + namespace;
        return new Binding(title(kind, name, roleKind, role), namespace, subjects, rules);
    }

    private static Subject subject(Piece.Fields subject) throws MalformedException {
        subject.allowOnly(List.of("apiGroup", "kind", "name", "namespace"));
        String kind = subject.requiredText("kind");
        String name = subject.requiredText("name");
        return switch (kind) {
            case "User" -> new Subject.Named(name);
            case "Group" -> new Subject.MemberOf(name);
            case "ServiceAccount" ->
                new Subject.Named("system:serviceaccount:" + subject.requiredText("namespace") + ":" + name);
            default ->
                throw new MalformedException(
                        subject.line(), "kind " + kind + " of a subject (expected: User, Group or ServiceAccount)");
        };
    }

    private static String name(Piece.Fields manifest) throws MalformedException {
        return manifest.requiredFields("metadata").requiredText("name");
    }

    /** Where kubectl would fill in the current namespace, a file has to say it. */
    private static String namespace(Piece.Fields manifest) throws MalformedException {
        return manifest.requiredFields("metadata").requiredText("namespace");
    }

    private static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
