package io.samegate.gateway;

import io.quarkus.runtime.StartupEvent;
import io.samegate.gateway.config.GatewayConfig;
import io.samegate.gateway.tcp.AddressLock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be ours alone before anything else starts: the node's address, kept until the process ends, and the port for
 * health checks. What is in the way is one sentence and a non-zero exit.
 */
@ApplicationScoped
public class Claims {

    private static final Logger LOGGER = LoggerFactory.getLogger(Claims.class);

    private final GatewayConfig config;
    private final String httpHost;
    private final int httpPort;
    private Optional<AddressLock> lock = Optional.empty();

    public Claims(
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.http.host") String httpHost,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        this.config = config;
        this.httpHost = httpHost;
        this.httpPort = httpPort;
    }

    void claim(@Observes StartupEvent start) {
        lock = AddressLock.take(config.nodeAddress());
        if (lock.isEmpty()) {
            refuse("the node address " + config.nodeAddress() + " belongs to another gateway on this machine; stop that"
                    + " one or change samegate.gateway.node-address (SAMEGATE_GATEWAY_NODE_ADDRESS)");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(httpHost, httpPort));
        } catch (IOException e) {
            refuse("cannot listen on " + httpHost + ":" + httpPort + " (" + e.getMessage()
                    + "); change quarkus.http.host (QUARKUS_HTTP_HOST) or quarkus.http.port (QUARKUS_HTTP_PORT)");
        }
    }

    /** Nothing runs yet that would have to be ended; the framework's way out of half a start is a stack trace. */
    private static void refuse(String sentence) {
        LOGGER.error("cannot start: {}", sentence);
        Runtime.getRuntime().halt(1);
    }
}
