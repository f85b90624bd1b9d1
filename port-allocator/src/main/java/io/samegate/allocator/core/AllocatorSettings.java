package io.samegate.allocator.core;

import java.time.Duration;

/**
 * What an installation may choose.
 *
 * @param nodePorts the range node ports and health check ports come from
 * @param clusterIps the network cluster IPs come from
 * @param apiPort where the API listens, the target of {@code default/kubernetes}
 * @param repairInterval how often the pools are compared with the Services; more than zero
 */
public record AllocatorSettings(PortRange nodePorts, AddressRange clusterIps, int apiPort, Duration repairInterval) {

    public AllocatorSettings {
        if (apiPort < 1 || apiPort > 65535) {
            throw new IllegalArgumentException("API port: " + apiPort + " (expected: 1 to 65535)");
        }
        if (repairInterval.isNegative() || repairInterval.isZero()) {
            throw new IllegalArgumentException(
                    "interval of repairs: " + repairInterval + " (expected: more than zero)");
        }
    }

    ApiService apiService() {
        return new ApiService(clusterIps.address(0), apiPort);
    }
}
