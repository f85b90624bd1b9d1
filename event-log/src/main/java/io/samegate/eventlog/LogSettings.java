package io.samegate.eventlog;

import java.time.Duration;
import java.util.Map;

/**
 * Where the log is and how this process speaks to it.
 *
 * @param bootstrapServers host:port, comma separated
 * @param prefix before every topic name, group and transactional id: one broker can serve several installations
 * @param clientId the replica's name; also the static member id, so it must be the same after a restart and differ
 *     between replicas
 * @param sessionTimeout after which a silent member loses its place: 2 s on our own broker, 6 s on a stock one
 * @param extra passed to every client as it is (security settings)
 */
public record LogSettings(
        String bootstrapServers, String prefix, String clientId, Duration sessionTimeout, Map<String, String> extra) {

    public LogSettings {
        extra = Map.copyOf(extra);
        if (bootstrapServers.isBlank() || clientId.isBlank()) {
            throw new IllegalArgumentException("log settings: bootstrap servers \"" + bootstrapServers
                    + "\", client id \"" + clientId + "\" (expected: neither is empty)");
        }
    }

    /** The defaults for our own broker. */
    public static LogSettings at(String bootstrapServers, String prefix, String clientId) {
        return new LogSettings(bootstrapServers, prefix, clientId, Duration.ofSeconds(2), Map.of());
    }
}
