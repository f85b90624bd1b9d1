package io.samegate.api.core.patch;

import io.samegate.contracts.ObjectKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which lists and objects of a kind are merged, and by what; the one table for patches, server-side apply and the
 * published schemas. Paths have field names only: {@code spec.containers.ports} are the ports of all containers. A list
 * that is not named here is one value. Stateless.
 */
public final class ListSchema {

    private static final Map<ObjectKind, Map<String, ListRule>> LISTS = new EnumMap<>(ObjectKind.class);
    private static final Map<ObjectKind, Set<String>> ATOMIC_OBJECTS = new EnumMap<>(ObjectKind.class);

    /** What a key of a list counts as where an element leaves it out. */
    private static final Map<String, String> KEY_DEFAULTS = Map.of("protocol", "TCP");

    static {
        for (ObjectKind kind : ObjectKind.values()) {
            Map<String, ListRule> lists = new TreeMap<>(special(kind));
            lists.put("metadata.ownerReferences", ListRule.map("uid"));
            lists.put("metadata.finalizers", ListRule.SET);
            LISTS.put(kind, Map.copyOf(lists));
            ATOMIC_OBJECTS.put(kind, atomicObjects(kind));
        }
    }

    private ListSchema() {}

    /** The lists of a kind that are more than one value, by path. */
    public static Map<String, ListRule> lists(ObjectKind kind) {
        return LISTS.get(kind);
    }

    /** The rule of the list at a path. */
    public static ListRule rule(ObjectKind kind, String path) {
        return LISTS.get(kind).getOrDefault(path, ListRule.ATOMIC);
    }

    /** Whether the object or map at a path, or each element of the list there, is one value to server-side apply. */
    public static boolean isAtomicObject(ObjectKind kind, String path) {
        return ATOMIC_OBJECTS.get(kind).contains(path);
    }

    /** What an element counts as that leaves out this key; empty if the key has no default. */
    public static String keyDefault(String key) {
        return KEY_DEFAULTS.getOrDefault(key, "");
    }

    private static Map<String, ListRule> special(ObjectKind kind) {
        return switch (kind) {
            case SERVICE ->
                Map.of("spec.ports", ListRule.map("port", "protocol"), "status.conditions", ListRule.map("type"));
            case POD -> pod();
            case NODE ->
                Map.of(
                        "status.conditions",
                        ListRule.map("type"),
                        "status.addresses",
                        ListRule.map("type"),
                        "spec.podCIDRs",
                        ListRule.SET);
            case NAMESPACE -> Map.of("status.conditions", ListRule.map("type"));
            case ENDPOINTS, ENDPOINT_SLICE, EVENT, NEWER_EVENT, LEASE -> Map.of();
        };
    }

    private static Map<String, ListRule> pod() {
        Map<String, ListRule> lists = new HashMap<>();
        for (String containers : new String[] {"spec.containers", "spec.initContainers", "spec.ephemeralContainers"}) {
            lists.put(containers, ListRule.map("name"));
            lists.put(containers + ".ports", ListRule.map("containerPort", "protocol"));
            lists.put(containers + ".env", ListRule.map("name"));
            lists.put(containers + ".volumeMounts", ListRule.map("mountPath"));
            lists.put(containers + ".volumeDevices", ListRule.map("devicePath"));
        }
        lists.put("spec.volumes", ListRule.retaining("name"));
        lists.put("spec.resourceClaims", ListRule.retaining("name"));
        lists.put("spec.imagePullSecrets", ListRule.map("name"));
        lists.put("spec.hostAliases", ListRule.map("ip"));
        lists.put("spec.schedulingGates", ListRule.map("name"));
        lists.put("spec.topologySpreadConstraints", ListRule.map("topologyKey", "whenUnsatisfiable"));
        lists.put("status.conditions", ListRule.map("type"));
        lists.put("status.podIPs", ListRule.map("ip"));
        lists.put("status.hostIPs", ListRule.atomicMergedBy("ip"));
        lists.put("status.resourceClaimStatuses", ListRule.retaining("name"));
        return lists;
    }

    private static Set<String> atomicObjects(ObjectKind kind) {
        return switch (kind) {
            case SERVICE -> Set.of("metadata.ownerReferences", "spec.selector");
            case POD ->
                Set.of(
                        "metadata.ownerReferences",
                        "spec.nodeSelector",
                        "spec.imagePullSecrets",
                        "spec.topologySpreadConstraints.labelSelector",
                        "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution",
                        "spec.containers.env.valueFrom.configMapKeyRef",
                        "spec.containers.env.valueFrom.fieldRef",
                        "spec.containers.env.valueFrom.resourceFieldRef",
                        "spec.containers.env.valueFrom.secretKeyRef",
                        "spec.initContainers.env.valueFrom.configMapKeyRef",
                        "spec.initContainers.env.valueFrom.fieldRef",
                        "spec.initContainers.env.valueFrom.resourceFieldRef",
                        "spec.initContainers.env.valueFrom.secretKeyRef");
            case EVENT -> Set.of("metadata.ownerReferences", "involvedObject", "related");
            case NEWER_EVENT -> Set.of("metadata.ownerReferences", "regarding", "related");
            case NAMESPACE, NODE, ENDPOINTS, ENDPOINT_SLICE, LEASE -> Set.of("metadata.ownerReferences");
        };
    }
}
