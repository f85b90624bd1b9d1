package io.samegate.api.core.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds out which stored port each element of a patch means. Clients tell ports apart by number alone, although TCP and
 * UDP may share one; taken at their word, such a patch would merge both into one or delete both. So the protocol decides
 * where it is named, then the name; and where nothing decides, the patch is refused.
 */
final class ServicePortList {

    private static final int NOBODY = -1;

    private final StrategicMergePatch merger;
    private final String path;

    ServicePortList(StrategicMergePatch merger, String path) {
        this.merger = merger;
        this.path = path;
    }

    /**
     * The merged list: stored ports in their order, then new ones.
     *
     * @param order which ports there are to be, by number; empty if the patch does not say
     */
    List<JsonNode> merge(List<JsonNode> stored, List<JsonNode> changes, List<JsonNode> order) {
        changes.forEach(change -> {
            if (!change.has("port")) {
                throw RefusedException.badRequest("map: " + change + " does not contain declared merge key: port");
            }
        });
        List<JsonNode> wanted =
                changes.stream().filter(c -> !StrategicMergePatch.isDelete(c)).toList();
        Pairs pairs = new Pairs(stored, wanted, order);
        pairs.match();
        List<JsonNode> merged = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            int change = pairs.changeOf(i);
            if (change != NOBODY) {
                merged.add(merger.merge((ObjectNode) stored.get(i), (ObjectNode) wanted.get(change), path));
            } else if (!isDeleted(stored.get(i), changes, pairs)) {
                merged.add(stored.get(i));
            }
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (pairs.partner[i] == NOBODY) {
                merged.add(merger.merge(JsonNodeFactory.instance.objectNode(), (ObjectNode) wanted.get(i), path));
            }
        }
        return merged;
    }

    /** A port that an element of the same patch means is not the one that another element deletes. */
    private boolean isDeleted(JsonNode port, List<JsonNode> changes, Pairs pairs) {
        for (JsonNode change : changes) {
            if (!StrategicMergePatch.isDelete(change) || !sameNumber(port, change)) {
                continue;
            }
            if (change.has("protocol")) {
                if (protocol(change).equals(protocol(port))) {
                    return true;
                }
                continue;
            }
            int all = count(pairs.stored, port);
            int remaining = count(pairs.order, port);
            boolean oneIsNamed = pairs.wanted.stream().anyMatch(other -> sameNumber(other, port));
            if (!oneIsNamed && remaining > 0 && remaining < all) {
                throw cannotTell(port, "deleted");
            }
            return true;
        }
        return false;
    }

    private static RefusedException cannotTell(JsonNode port, String what) {
        return RefusedException.badRequest("spec.ports: cannot tell which of the ports with number " + port.path("port")
                + " is to be " + what + " (expected: its protocol beside its number)");
    }

    private static boolean sameNumber(JsonNode one, JsonNode other) {
        return one.path("port").equals(other.path("port"));
    }

    private static int count(List<JsonNode> ports, JsonNode like) {
        return (int) ports.stream().filter(port -> sameNumber(port, like)).count();
    }

    private static String protocol(JsonNode port) {
        return port.path("protocol").asText("TCP");
    }

    /** Which stored port each wanted one means. Used once. */
    private static final class Pairs {

        private final List<JsonNode> stored;
        private final List<JsonNode> wanted;
        private final List<JsonNode> order;
        private final int[] partner;

        Pairs(List<JsonNode> stored, List<JsonNode> wanted, List<JsonNode> order) {
            this.stored = stored;
            this.wanted = wanted;
            this.order = order;
            this.partner = new int[wanted.size()];
            Arrays.fill(partner, NOBODY);
        }

        void match() {
            pair((change, port) -> change.has("protocol") && protocol(change).equals(protocol(port)));
            pair((change, port) -> change.has("name") && change.get("name").equals(port.path("name")));
            for (int i = 0; i < wanted.size(); i++) {
                if (partner[i] == NOBODY && !isNew(i)) {
                    refuseUnlessClear(wanted.get(i));
                    partner[i] = firstFree(i, (change, port) -> true);
                }
            }
        }

        /** As many changes as ports that could be meant are one for each, in their order. */
        private void refuseUnlessClear(JsonNode change) {
            int free = 0;
            for (int i = 0; i < stored.size(); i++) {
                free += sameNumber(stored.get(i), change) && changeOf(i) == NOBODY ? 1 : 0;
            }
            int unpaired = 0;
            for (int i = 0; i < wanted.size(); i++) {
                unpaired += partner[i] == NOBODY && sameNumber(wanted.get(i), change) ? 1 : 0;
            }
            if (free > 1 && free > unpaired) {
                throw cannotTell(change, "changed");
            }
        }

        int changeOf(int storedIndex) {
            for (int i = 0; i < partner.length; i++) {
                if (partner[i] == storedIndex) {
                    return i;
                }
            }
            return NOBODY;
        }

        /**
         * Whether an element that nothing stored fits is one port more. The order tells how many there are to be; without
         * it, a protocol of its own tells, unless there is just one port it could be a change of and no other name.
         */
        private boolean isNew(int index) {
            JsonNode change = wanted.get(index);
            int all = count(stored, change);
            if (!order.isEmpty()) {
                int unpaired = 0;
                for (int i = 0; i < wanted.size(); i++) {
                    unpaired += partner[i] == NOBODY && sameNumber(wanted.get(i), change) ? 1 : 0;
                }
                int additional = count(order, change) - all;
                return unpaired <= additional;
            }
            return change.has("protocol") && (all > 1 || change.has("name"));
        }

        private void pair(Fit fit) {
            for (int i = 0; i < wanted.size(); i++) {
                if (partner[i] == NOBODY) {
                    partner[i] = firstFree(i, fit);
                }
            }
        }

        private int firstFree(int index, Fit fit) {
            JsonNode change = wanted.get(index);
            for (int i = 0; i < stored.size(); i++) {
                JsonNode port = stored.get(i);
                if (changeOf(i) == NOBODY && sameNumber(change, port) && fit.test(change, port)) {
                    return i;
                }
            }
            return NOBODY;
        }
    }

    /** Whether a change means a stored port with the same number. */
    @FunctionalInterface
    private interface Fit {
        boolean test(JsonNode change, JsonNode port);
    }
}
