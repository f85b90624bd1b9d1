package io.samegate.api.core.resource;

import io.samegate.contracts.ApiKind;
import io.samegate.contracts.NamedKind;
import io.samegate.contracts.ObjectKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that is served: the kinds there are objects of, the questions that are asked by posting them, and the kinds
 * of which there is never anything here but which clients that show whole clusters list all the same.
 */
final class ResourceTable {

    static final Map<ApiKind, Resource> BY_KIND;
    static final Map<String, Resource> BY_PATH;

    private static final List<String> READ = List.of("get", "list", "watch");
    private static final List<String> ALL =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> NEVER_DELETED = List.of("create", "get", "list", "patch", "update", "watch");
    private static final List<String> ONE_BY_ONE =
            List.of("create", "delete", "get", "list", "patch", "update", "watch");

    private static final List<Subresource> NOTHING_BELOW = List.of();

    static {
        Map<ApiKind, Resource> table = new LinkedHashMap<>();
        Stream.of(core(), rest()).flatMap(List::stream).forEach(resource -> table.put(resource.kind(), resource));
        BY_KIND = table;
        BY_PATH = table.values().stream().collect(Collectors.toMap(Resource::path, Function.identity()));
    }

    private ResourceTable() {}

    private static List<Resource> core() {
        return List.of(
                empty("", "v1", "ConfigMap", "configmaps", true, "cm"),
                objects(ObjectKind.ENDPOINTS, ALL, NOTHING_BELOW, "ep"),
                objects(ObjectKind.EVENT, NEVER_DELETED, NOTHING_BELOW, "ev"),
                empty("", "v1", "LimitRange", "limitranges", true, "limits"),
                objects(
                        ObjectKind.NAMESPACE,
                        ONE_BY_ONE,
                        List.of(sub("finalize", ObjectKind.NAMESPACE, "update"), status(ObjectKind.NAMESPACE)),
                        "ns"),
                objects(ObjectKind.NODE, ALL, List.of(status(ObjectKind.NODE)), "no"),
                empty("", "v1", "PersistentVolume", "persistentvolumes", false, "pv"),
                empty("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true, "pvc"),
                objects(
                        ObjectKind.POD,
                        ALL,
                        List.of(
                                sub("eviction", new NamedKind("policy", "v1", "Eviction", "evictions", true), "create"),
                                status(ObjectKind.POD)),
                        "po"),
                empty("", "v1", "ReplicationController", "replicationcontrollers", true, "rc"),
                empty("", "v1", "ResourceQuota", "resourcequotas", true, "quota"),
                empty("", "v1", "Secret", "secrets", true),
                objects(ObjectKind.SERVICE, ALL, List.of(status(ObjectKind.SERVICE)), "svc"),
                empty("", "v1", "ServiceAccount", "serviceaccounts", true, "sa"));
    }

    private static List<Resource> rest() {
        return List.of(
                empty("apps", "v1", "DaemonSet", "daemonsets", true, "ds"),
                empty("apps", "v1", "Deployment", "deployments", true, "deploy"),
                empty("apps", "v1", "ReplicaSet", "replicasets", true, "rs"),
                empty("apps", "v1", "StatefulSet", "statefulsets", true, "sts"),
                objects(ObjectKind.NEWER_EVENT, NEVER_DELETED, NOTHING_BELOW, "ev"),
                question("authentication.k8s.io", "SelfSubjectReview", "selfsubjectreviews"),
                question("authorization.k8s.io", "SelfSubjectAccessReview", "selfsubjectaccessreviews"),
                question("authorization.k8s.io", "SelfSubjectRulesReview", "selfsubjectrulesreviews"),
                empty("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, "hpa"),
                empty("batch", "v1", "CronJob", "cronjobs", true, "cj"),
                empty("batch", "v1", "Job", "jobs", true),
                empty("networking.k8s.io", "v1", "Ingress", "ingresses", true, "ing"),
                empty("networking.k8s.io", "v1", "IngressClass", "ingressclasses", false),
                empty("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true, "netpol"),
                empty("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true, "pdb"),
                empty("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false),
                empty("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", false),
                empty("rbac.authorization.k8s.io", "v1", "Role", "roles", true),
                empty("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true),
                empty("storage.k8s.io", "v1", "StorageClass", "storageclasses", false, "sc"),
                empty(
                        "apiextensions.k8s.io",
                        "v1",
                        "CustomResourceDefinition",
                        "customresourcedefinitions",
                        false,
                        "crd",
                        "crds"),
                objects(ObjectKind.LEASE, READ, NOTHING_BELOW),
                objects(ObjectKind.ENDPOINT_SLICE, ALL, NOTHING_BELOW));
    }

    private static Resource objects(ObjectKind kind, List<String> verbs, List<Subresource> below, String... names) {
        List<String> categories = switch (kind) {
            case SERVICE, POD -> List.of("all");
            case NAMESPACE, NODE, ENDPOINTS, ENDPOINT_SLICE, EVENT, NEWER_EVENT, LEASE -> List.of();
        };
        return new Resource(kind, List.of(names), categories, verbs, below);
    }

    /** Never in a category: {@code get all} would ask for each of them in vain. */
    private static Resource empty(
            String group, String version, String kind, String plural, boolean namespaced, String... names) {
        NamedKind named = new NamedKind(group, version, kind, plural, namespaced);
        return new Resource(named, List.of(names), List.of(), READ, List.of());
    }

    private static Resource question(String group, String kind, String plural) {
        NamedKind named = new NamedKind(group, "v1", kind, plural, false);
        return new Resource(named, List.of(), List.of(), List.of("create"), List.of());
    }

    private static Subresource status(ObjectKind kind) {
        return sub("status", kind, "get", "patch", "update");
    }

    private static Subresource sub(String name, ApiKind kind, String... verbs) {
        return new Subresource(name, kind, List.of(verbs));
    }
}
