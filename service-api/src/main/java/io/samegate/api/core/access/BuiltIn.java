package io.samegate.api.core.access;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The roles and bindings there are without any file: Kubernetes' own, as far as they speak of what is served here. A right
 * to what the server refuses everybody would be shown to whoever asks what they may do. Stateless.
 */
final class BuiltIn {

    private static final List<String> READ = List.of("get", "list", "watch");
    private static final List<String> WRITE = List.of("create", "delete", "deletecollection", "patch", "update");
    private static final List<String> WRITE_BUT_DELETE = List.of("create", "patch", "update");
    private static final List<String> CREATE = List.of("create");
    private static final List<String> GET = List.of("get");
    private static final List<String> CORE = List.of("");

    private static final List<Rule> VIEW = List.of(
            Rule.onResources(READ, CORE, List.of("endpoints", "events", "namespaces", "pods", "services")),
            Rule.onResources(GET, CORE, List.of("namespaces/status", "pods/status", "services/status")),
            Rule.onResources(READ, List.of("discovery.k8s.io"), List.of("endpointslices")),
            // Of these there are never any, but whoever looks at everything looks for them too.
            Rule.onResources(
                    READ,
                    CORE,
                    List.of(
                            "configmaps",
                            "limitranges",
                            "persistentvolumeclaims",
                            "replicationcontrollers",
                            "resourcequotas",
                            "serviceaccounts")),
            Rule.onResources(
                    READ, List.of("apps"), List.of("daemonsets", "deployments", "replicasets", "statefulsets")),
            Rule.onResources(READ, List.of("autoscaling"), List.of("horizontalpodautoscalers")),
            Rule.onResources(READ, List.of("batch"), List.of("cronjobs", "jobs")),
            Rule.onResources(READ, List.of("networking.k8s.io"), List.of("ingresses", "networkpolicies")),
            Rule.onResources(READ, List.of("policy"), List.of("poddisruptionbudgets")));

    private static final List<Rule> EDIT = concat(
            VIEW,
            List.of(
                    Rule.onResources(WRITE, CORE, List.of("pods", "services")),
                    Rule.onResources(WRITE_BUT_DELETE, CORE, List.of("events")),
                    Rule.onResources(CREATE, CORE, List.of("pods/eviction")),
                    Rule.onResources(READ, CORE, List.of("secrets")),
                    Rule.onResources(READ, List.of("coordination.k8s.io"), List.of("leases"))));

    private static final List<Rule> ADMIN = concat(
            EDIT,
            List.of(Rule.onResources(READ, List.of("rbac.authorization.k8s.io"), List.of("roles", "rolebindings"))));

    private static final List<Rule> DISCOVERY = List.of(Rule.onPaths(
            GET,
            List.of(
                    "/api",
                    "/api/*",
                    "/apis",
                    "/apis/*",
                    "/healthz",
                    "/livez",
                    "/openapi",
                    "/openapi/*",
                    "/readyz",
                    "/version",
                    "/version/")));

    private static final List<Rule> BASIC_USER = List.of(
            Rule.onResources(
                    CREATE,
                    List.of("authorization.k8s.io"),
                    List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews")),
            Rule.onResources(CREATE, List.of("authentication.k8s.io"), List.of("selfsubjectreviews")));

    private static final List<Rule> PUBLIC_INFO =
            List.of(Rule.onPaths(GET, List.of("/healthz", "/livez", "/readyz", "/version", "/version/")));

    private BuiltIn() {}

    /** By name. */
    static Map<String, List<Rule>> clusterRoles() {
        return Map.of(
                "view", VIEW,
                "edit", EDIT,
                "admin", ADMIN,
                "cluster-admin", Authorizer.EVERYTHING,
                "system:discovery", DISCOVERY,
                "system:basic-user", BASIC_USER,
                "system:public-info-viewer", PUBLIC_INFO);
    }

    static List<Binding> bindings() {
        Subject known = new Subject.MemberOf(User.AUTHENTICATED);
        Subject anybody = new Subject.MemberOf("system:unauthenticated");
        return List.of(
                everywhere("system:discovery", DISCOVERY, known),
                everywhere("system:basic-user", BASIC_USER, known),
                everywhere("system:public-info-viewer", PUBLIC_INFO, known, anybody));
    }

    private static Binding everywhere(String role, List<Rule> rules, Subject... subjects) {
        return new Binding(
                Bindings.title("ClusterRoleBinding", role, "ClusterRole", role), "", List.of(subjects), rules);
    }

    private static List<Rule> concat(List<Rule> some, List<Rule> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
