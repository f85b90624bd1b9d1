package io.samegate.contracts.event;

/** The facts this release tells. */
public enum FactType {
    SERVICE_CREATED("ServiceCreated", Severity.NORMAL),
    SERVICE_CHANGED("ServiceChanged", Severity.NORMAL),
    SERVICE_DELETED("ServiceDeleted", Severity.NORMAL),
    PORT_ALLOCATED("PortAllocated", Severity.NORMAL),
    PORT_RELEASED("PortReleased", Severity.NORMAL),
    CLUSTER_IP_ALLOCATED("ClusterIPAllocated", Severity.NORMAL),
    CLUSTER_IP_RELEASED("ClusterIPReleased", Severity.NORMAL),
    /** The addresses a LoadBalancer is reached at are others now. */
    LOAD_BALANCER_UPDATED("UpdatedLoadBalancer", Severity.NORMAL),
    /** What the repair loop finds, by Kubernetes' names. */
    PORT_NOT_ALLOCATED("PortNotAllocated", Severity.WARNING),
    PORT_ALREADY_ALLOCATED("PortAlreadyAllocated", Severity.WARNING),
    PORT_OUT_OF_RANGE("PortOutOfRange", Severity.WARNING),
    PORT_RANGE_FULL("PortRangeFull", Severity.WARNING),
    CLUSTER_IP_NOT_ALLOCATED("ClusterIPNotAllocated", Severity.WARNING),
    CLUSTER_IP_ALREADY_ALLOCATED("ClusterIPAlreadyAllocated", Severity.WARNING),
    CLUSTER_IP_OUT_OF_RANGE("ClusterIPOutOfRange", Severity.WARNING),
    SERVICE_CIDR_FULL("ServiceCIDRFull", Severity.WARNING),
    REQUEST_REFUSED("RequestRefused", Severity.WARNING),
    POD_REGISTERED("PodRegistered", Severity.NORMAL),
    POD_TERMINATING("PodTerminating", Severity.NORMAL),
    POD_REMOVED("PodRemoved", Severity.NORMAL),
    /** Nobody has renewed the Pod's lease. */
    POD_EXPIRED("PodExpired", Severity.WARNING),
    ENDPOINT_READY("EndpointReady", Severity.NORMAL),
    ENDPOINT_NOT_READY("EndpointNotReady", Severity.WARNING),
    NODE_READY("NodeReady", Severity.NORMAL),
    NODE_NOT_READY("NodeNotReady", Severity.WARNING),
    /** Cordoned: its gateway takes no new connections. */
    NODE_NOT_SCHEDULABLE("NodeNotSchedulable", Severity.NORMAL),
    NODE_SCHEDULABLE("NodeSchedulable", Severity.NORMAL),
    PORT_OPENED("PortOpened", Severity.NORMAL),
    PORT_CLOSED("PortClosed", Severity.NORMAL),
    PORT_REFUSED("PortRefused", Severity.WARNING),
    PORT_DRAINED("PortDrained", Severity.NORMAL),
    NAMESPACE_CREATED("NamespaceCreated", Severity.NORMAL),
    NAMESPACE_DELETED("NamespaceDeleted", Severity.NORMAL),
    WRITER_CHANGED("WriterChanged", Severity.NORMAL),
    /** An Event a user posted; the details carry the Event itself. */
    USER_EVENT("UserEvent", Severity.NORMAL);

    private final String wireName;
    private final Severity severity;

    FactType(String wireName, Severity severity) {
        this.wireName = wireName;
        this.severity = severity;
    }

    /** The name on the wire and in {@code kubectl get events}. */
    public String wireName() {
        return wireName;
    }

    public Severity severity() {
        return severity;
    }
}
