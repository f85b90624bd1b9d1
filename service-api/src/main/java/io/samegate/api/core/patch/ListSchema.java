package io.samegate.api.core.patch;

import io.samegate.contracts.ObjectKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Which lists a strategic merge patch merges, and by what. A list that is not named here is one value and is replaced
 * whole. Paths have field names only: {@code spec.containers.ports} are the ports of all containers.
 */
final class ListSchema {

    /** In place of a key: the list holds plain values. */
    static final String PLAIN_VALUES = "";

    private static final Map<ObjectKind, Map<String, String>> MERGED = new EnumMap<>(ObjectKind.class);

    static {
        for (ObjectKind kind : ObjectKind.values()) {
            Map<String, String> lists = new HashMap<>(special(kind));
            lists.put("metadata.ownerReferences", "uid");
            lists.put("metadata.finalizers", PLAIN_VALUES);
            MERGED.put(kind, Map.copyOf(lists));
        }
    }

    private ListSchema() {}

    static boolean isMerged(ObjectKind kind, String path) {
        return MERGED.get(kind).containsKey(path);
    }

    /** The field that tells the elements of a merged list apart, or {@link #PLAIN_VALUES}. */
    static String key(ObjectKind kind, String path) {
        return MERGED.get(kind).get(path);
    }

    private static Map<String, String> special(ObjectKind kind) {
        return switch (kind) {
            case SERVICE -> Map.of("spec.ports", "port", "status.conditions", "type");
            case POD -> pod();
            case NODE -> Map.of("status.conditions", "type", "status.addresses", "type", "spec.podCIDRs", PLAIN_VALUES);
            case NAMESPACE -> Map.of("status.conditions", "type");
            case ENDPOINTS, ENDPOINT_SLICE, EVENT -> Map.of();
        };
    }

    private static Map<String, String> pod() {
        Map<String, String> lists = new HashMap<>();
        for (String containers : new String[] {"spec.containers", "spec.initContainers", "spec.ephemeralContainers"}) {
            lists.put(containers, "name");
            lists.put(containers + ".ports", "containerPort");
            lists.put(containers + ".env", "name");
            lists.put(containers + ".volumeMounts", "mountPath");
            lists.put(containers + ".volumeDevices", "devicePath");
        }
        lists.put("spec.volumes", "name");
        lists.put("spec.imagePullSecrets", "name");
        lists.put("spec.hostAliases", "ip");
        lists.put("spec.topologySpreadConstraints", "topologyKey");
        lists.put("status.conditions", "type");
        lists.put("status.podIPs", "ip");
        lists.put("status.hostIPs", "ip");
        return lists;
    }
}
