package io.samegate.contracts.event;

/**
 * The services that write to the log, as CloudEvents' {@code source} and as partition of the events topic: no
 * partition ever has two transactional writers, or one's open transaction would hold back the other's records.
 */
public enum Source {
    SERVICE_API("service-api"),
    PORT_ALLOCATOR("port-allocator"),
    ENDPOINT_TRACKER("endpoint-tracker"),
    PROXY_GATEWAY("proxy-gateway");

    private final String serviceName;

    Source(String serviceName) {
        this.serviceName = serviceName;
    }

    public String serviceName() {
        return serviceName;
    }

    /** The partition of the events topic that this service alone writes. */
    public int partition() {
        return ordinal();
    }

    /** The CloudEvents source, {@code /samegate/<service>}. */
    public String uri() {
        return "/samegate/" + serviceName;
    }
}
