package io.samegate.gateway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.kafka.TopicSetup;
import io.samegate.gateway.config.GatewayConfig;
import io.samegate.gateway.config.GatewaySettings;
import io.samegate.gateway.host.Machine;
import io.samegate.gateway.tcp.TcpListeners;
import io.samegate.gateway.tcp.TcpSettings;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.InstantSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: settings, topics, gateway. What is in the way is one sentence and a non-zero exit. */
@QuarkusMain
public class ProxyGateway implements QuarkusApplication {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProxyGateway.class);

    private static final int RESERVED_FILES = 512; // for sockets, jars, the log
    private static final int FILES_PER_CONNECTION = 2;
    private static final int DEFAULT_MOST_CONNECTIONS = 100_000;

    private final Config config;
    private final GatewayConfig gatewayConfig;
    private final Running running;
    private final String version;

    public ProxyGateway(
            Config config,
            GatewayConfig gatewayConfig,
            Running running,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.gatewayConfig = gatewayConfig;
        this.running = running;
        this.version = version;
    }

    @Override
    public int run(String... arguments) {
        try (Gateway gateway = start()) {
            running.is(gateway);
            Quarkus.waitForExit();
            return 0;
        } catch (IllegalArgumentException | DateTimeException | TopicSetup.TopicSetupException e) {
            LOGGER.error("cannot start: {}", e.getMessage());
            return 1;
        }
    }

    private Gateway start() {
        Machine machine = new Machine(Path.of("/"));
        GatewaySettings settings = GatewaySettings.of(gatewayConfig);
        for (String address : settings.node().addresses()) {
            if (!TcpListeners.isAddress(address)) {
                throw new IllegalArgumentException("samegate.gateway.node-address or more-addresses: \"" + address
                        + "\" (expected: an IP address of this machine)");
            }
        }
        TcpSettings tcp = tcpSettings(machine);
        LogSettings log = LogSettings.read(
                name -> config.getOptionalValue("samegate.log." + name, String.class),
                "gateway-" + gatewayConfig.nodeName());
        TopicSetup.ensure(log, Topics.all(), gatewayConfig.brokerPatience());
        return Gateway.start(settings, tcp, log, machine.system(version), InstantSource.system());
    }

    private TcpSettings tcpSettings(Machine machine) {
        int byFiles = machine.openFilesLimit()
                .map(files -> Math.max(1, (files - RESERVED_FILES) / FILES_PER_CONNECTION))
                .orElse(DEFAULT_MOST_CONNECTIONS);
        return new TcpSettings(
                gatewayConfig.eventLoops(),
                gatewayConfig.backlog(),
                gatewayConfig.connectTimeout(),
                gatewayConfig.connectPatience(),
                gatewayConfig.lowWatermark(),
                gatewayConfig.highWatermark(),
                gatewayConfig.maxConnections().orElse(byFiles));
    }
}
