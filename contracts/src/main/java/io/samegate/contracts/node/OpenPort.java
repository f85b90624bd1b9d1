package io.samegate.contracts.node;

/**
 * One socket of a Service on one node.
 *
 * @param purpose which promise of the Service it keeps
 * @param protocol "TCP" or "UDP"
 * @param address the local address
 * @param plane "userspace" or "kernel"
 * @param reason why not bound, for a person: "address in use", "permission denied"; or why a bound one refuses although
 *     there are endpoints: the node is cordoned. Else empty
 */
public record OpenPort(
        Purpose purpose, String protocol, String address, int port, State state, String plane, String reason) {

    /** Why a socket is there. */
    public enum Purpose {
        NODE_PORT,
        CLUSTER_IP
    }

    /** What became of it. */
    public enum State {
        BOUND,
        REFUSED
    }
}
