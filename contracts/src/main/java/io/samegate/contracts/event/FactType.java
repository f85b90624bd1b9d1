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
    REQUEST_REFUSED("RequestRefused", Severity.WARNING),
    POD_REGISTERED("PodRegistered", Severity.NORMAL),
    POD_TERMINATING("PodTerminating", Severity.NORMAL),
    POD_REMOVED("PodRemoved", Severity.NORMAL),
    ENDPOINT_READY("EndpointReady", Severity.NORMAL),
    ENDPOINT_NOT_READY("EndpointNotReady", Severity.WARNING),
    NODE_READY("NodeReady", Severity.NORMAL),
    NODE_NOT_READY("NodeNotReady", Severity.WARNING),
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
