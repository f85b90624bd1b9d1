package io.samegate.contracts.node;

/**
 * Connections a gateway still has to an endpoint that is leaving.
 *
 * @param podUid the uid of the Pod behind the endpoint
 * @param connections more than zero; a tombstone follows when the last one is gone
 */
public record NodeDrain(String node, String podUid, String instance, int connections) {

    /** The record's key. */
    public static String key(String node, String podUid) {
        return node + "/" + podUid;
    }
}
