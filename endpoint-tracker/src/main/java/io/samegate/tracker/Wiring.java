package io.samegate.tracker;

import io.quarkus.runtime.Quarkus;
import io.samegate.eventlog.LogSettings;
import io.samegate.tracker.config.TrackerConfig;
import io.samegate.tracker.config.TrackerConfig.DefaultProbe;
import io.samegate.tracker.core.AddressPolicy;
import io.samegate.tracker.core.Cidr;
import io.samegate.tracker.core.TrackerSettings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the configuration into the running {@link Tracker} and ends it with the process. */
@ApplicationScoped
public class Wiring {

    private static final Logger LOGGER = LoggerFactory.getLogger(Wiring.class);
    /** Who has not become the writer by then is a standby, and ready to be one. */
    private static final Duration ELECTION = Duration.ofSeconds(3);

    private final Config config;
    private final TrackerConfig settings;
    private final InstantSource clock = InstantSource.system();
    private volatile Optional<Running> running = Optional.empty();
    private volatile boolean failed;

    private record Running(Tracker tracker, Instant since) {}

    Wiring(Config config, TrackerConfig settings) {
        this.config = config;
        this.settings = settings;
    }

    /** Starts; returns once everything known at start has been seen. */
    void start() {
        LogSettings log = LogSettings.read(
                name -> config.getOptionalValue("samegate.log." + name, String.class), "endpoint-tracker");
        Tracker tracker = Tracker.start(log, coreSettings(), settings.brokerPatience(), this::fail);
        running = Optional.of(new Running(tracker, clock.instant()));
        LOGGER.atInfo()
                .addKeyValue("broker", log.bootstrapServers())
                .addKeyValue("replica", log.clientId())
                .log("endpoint-tracker is running");
    }

    /** Whether something happened that only a person can mend. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether this replica decides, or has stood by long enough to know that another does. */
    boolean isReady() {
        return !failed
                && running.map(r -> r.tracker().isActive()
                                || clock.instant().isAfter(r.since().plus(ELECTION)))
                        .orElse(false);
    }

    boolean isActive() {
        return running.map(r -> r.tracker().isActive()).orElse(false);
    }

    @PreDestroy
    void stop() {
        running.ifPresent(r -> r.tracker().close());
    }

    private void fail() {
        failed = true;
        Quarkus.asyncExit(1);
    }

    private TrackerSettings coreSettings() {
        return new TrackerSettings(
                new AddressPolicy(
                        settings.podCidrs().stream().map(Cidr::parse).toList(),
                        settings.allowLoopback(),
                        Set.copyOf(settings.ownPorts())),
                settings.defaultProbe() == DefaultProbe.TCP,
                settings.nodeGrace(),
                settings.podGrace(),
                settings.drainSettle(),
                settings.maxEndpointsPerSlice());
    }
}
