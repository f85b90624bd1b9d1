package io.samegate.broker;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka broker with its own KRaft controller, alone in its cluster: as a process by {@link BrokerMain}, or
 * inside a test.
 *
 * <p>Whatever it has acknowledged has been given to the operating system, so it survives the end of this process,
 * however that comes; it is not flushed to the device, so the last seconds may be lost with the machine's power. Host and
 * ports may change from start to start. Any number may run in one process, each in its own directory. All methods may be
 * called from any thread.
 */
public final class Broker implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Broker.class);

    private final DataDirectory directory;
    private final ListeningSockets sockets;
    private final KafkaServers servers;
    private final String bootstrapServers;

    private Broker(DataDirectory directory, ListeningSockets sockets, KafkaServers servers, String bootstrapServers) {
        this.directory = directory;
        this.sockets = sockets;
        this.servers = servers;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Formats the directory on its first start, starts the broker and returns once it accepts requests.
     *
     * @throws BrokerStartException with one sentence that names what is in the way; nothing is left running or locked
     */
    public static Broker start(BrokerSettings settings) {
        DataDirectory directory = DataDirectory.open(settings.dataDirectory());
        try {
            return startIn(directory, settings);
        } catch (BrokerStartException e) {
            directory.close();
            throw e;
        }
    }

    /** {@code host:port} as really bound. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops cleanly, so that the next start has nothing to recover; returns when all is on disk and unlocked. */
    @Override
    public synchronized void close() {
        servers.stop();
        sockets.close();
        directory.close();
    }

    /** Completes, normally, with the first fault after which this broker is of no use any more. */
    CompletableFuture<Throwable> fault() {
        return servers.fault();
    }

    private static Broker startIn(DataDirectory directory, BrokerSettings settings) {
        ListeningSockets sockets = ListeningSockets.bind(settings);
        try {
            KafkaServers servers = KafkaServers.start(directory, sockets, settings);
            String bootstrapServers = settings.host() + ":" + sockets.clientPort();
            LOGGER.atInfo()
                    .addKeyValue("address", bootstrapServers)
                    .addKeyValue("directory", settings.dataDirectory())
                    .log("broker started");
            return new Broker(directory, sockets, servers, bootstrapServers);
        } catch (BrokerStartException e) {
            sockets.close();
            throw e;
        }
    }
}
