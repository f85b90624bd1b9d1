package io.samegate.eventlog;

import io.samegate.contracts.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

    /**
     * Reads the settings every service has in common.
     *
     * @param setting looks up {@code bootstrap-servers} (127.0.0.1:9092), {@code prefix} ({@value
     *     Topics#DEFAULT_PREFIX}), {@code replica} (the service's name and -1), {@code session-timeout} (PT2S); a
     *     service passes its configuration under {@code samegate.log}
     */
    public static LogSettings read(Function<String, Optional<String>> setting, String service) {
        return new LogSettings(
                setting.apply("bootstrap-servers").orElse("127.0.0.1:9092"),
                setting.apply("prefix").orElse(Topics.DEFAULT_PREFIX),
                setting.apply("replica").orElse(service + "-1"),
                setting.apply("session-timeout").map(Duration::parse).orElse(Duration.ofSeconds(2)),
                Map.of());
    }

    /** The defaults for our own broker. */
    public static LogSettings at(String bootstrapServers, String prefix, String clientId) {
        return new LogSettings(bootstrapServers, prefix, clientId, Duration.ofSeconds(2), Map.of());
    }
}
