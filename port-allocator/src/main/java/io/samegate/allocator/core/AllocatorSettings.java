package io.samegate.allocator.core;

/**
 * What an installation may choose.
 *
 * @param nodePorts the range node ports and health check ports come from
 * @param clusterIps the network cluster IPs come from
 * @param apiPort where the API listens, the target of {@code default/kubernetes}
 */
public record AllocatorSettings(PortRange nodePorts, AddressRange clusterIps, int apiPort) {

    public AllocatorSettings {
        if (apiPort < 1 || apiPort > 65535) {
            throw new IllegalArgumentException("API port: " + apiPort + " (expected: 1 to 65535)");
        }
    }

    ApiService apiService() {
        return new ApiService(clusterIps.address(0), apiPort);
    }
}
