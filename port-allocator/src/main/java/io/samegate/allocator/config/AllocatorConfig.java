package io.samegate.allocator.config;

import io.samegate.allocator.core.AddressRange;
import io.samegate.allocator.core.AllocatorSettings;
import io.samegate.allocator.core.PortRange;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.function.Supplier;

/** Settings of the port allocator, under {@code samegate.allocator}. */
@ConfigMapping(prefix = "samegate.allocator")
public interface AllocatorConfig {

    /** The ports node ports come from, {@code first-last}, both included. */
    @WithDefault("30000-32767")
    String nodePortRange();

    /** The network cluster IPs come from, /12 to /28. The first address is the API's. */
    @WithDefault("10.233.0.0/18")
    String clusterIpRange();

    /** Where the API listens: the target port of {@code default/kubernetes}. */
    @WithDefault("8080")
    int apiPort();

    /** How often the pools are compared with the Services, and what is wrong told. */
    @WithDefault("PT3M")
    Duration repairInterval();

    /** How long to wait at start for a broker that is not there yet. */
    @WithDefault("PT30S")
    Duration brokerPatience();

    /**
     * The core's form.
     *
     * @throws IllegalArgumentException with a sentence that names the setting
     */
    default AllocatorSettings toSettings() {
        PortRange ports = named("node-port-range", () -> PortRange.parse(nodePortRange()));
        AddressRange addresses = named("cluster-ip-range", () -> AddressRange.parse(clusterIpRange()));
        Duration interval = named("repair-interval", this::checkedInterval);
        return named("api-port", () -> new AllocatorSettings(ports, addresses, apiPort(), interval));
    }

    private Duration checkedInterval() {
        if (repairInterval().isNegative() || repairInterval().isZero()) {
            throw new IllegalArgumentException(repairInterval() + " (expected: more than zero)");
        }
        return repairInterval();
    }

    private static <T> T named(String setting, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("samegate.allocator." + setting + ": " + e.getMessage(), e);
        }
    }
}
