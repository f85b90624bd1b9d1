package io.samegate.contracts.event;

/**
 * The services that write to the log, as CloudEvents' {@code source} and as partition of the events topic: no
 * partition ever has two transactional writers, or one's open transaction would hold back the other's records.
 */
public enum Source {
    SERVICE_API("service-api", 0),
    PORT_ALLOCATOR("port-allocator", 1),
    ENDPOINT_TRACKER("endpoint-tracker", 2),
    PROXY_GATEWAY("proxy-gateway", 3);

    private final String serviceName;
    private final int partition;

    Source(String serviceName, int partition) {
        this.serviceName = serviceName;
        this.partition = partition;
    }

    public String serviceName() {
        return serviceName;
    }

    /** The partition of the events topic that this service alone writes. */
    public int partition() {
        return partition;
    }

    /** The CloudEvents source, {@code /samegate/<service>}. */
    public String uri() {
        return "/samegate/" + serviceName;
    }
}
