package io.samegate.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Kafka's controller and broker in one process, composed as Kafka composes them itself, but with sockets that are bound
 * already and with faults that are told instead of ending the process. The only class that knows Kafka's internals.
 */
final class KafkaServers {
    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaServers.class);
    private static final int NODE_ID = 1;

    private final Faults faults;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private KafkaServers(Faults faults, ControllerServer controller, BrokerServer broker) {
        this.faults = faults;
        this.controller = controller;
        this.broker = broker;
    }

    static KafkaServers start(DataDirectory directory, ListeningSockets sockets, BrokerSettings settings) {
        KafkaServers servers;
        try {
            if (!directory.isFormatted()) {
                format(directory);
            }
            servers = compose(directory, sockets, settings);
        } catch (Exception e) {
            throw unusable(directory, e);
        }
        try {
            servers.startUnlessFaulty();
        } catch (ExecutionException e) {
            servers.stop();
            throw unusable(directory, e.getCause());
        } catch (InterruptedException e) {
            servers.stop();
            Thread.currentThread().interrupt();
            throw new BrokerStartException("the start of the broker was interrupted", e);
        }
        return servers;
    }

    CompletableFuture<Throwable> fault() {
        return faults.firstFatal();
    }

    /** The broker first: it tells the controller that it goes. Does nothing when called again. */
    void stop() {
        broker.shutdown();
        controller.shutdown();
    }

    private static void format(DataDirectory directory) throws Exception {
        String kafka = directory.kafka().toString();
        new Formatter()
                .setNodeId(NODE_ID)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(ListeningSockets.CONTROLLER)
                .setMetadataLogDirectory(kafka)
                .addDirectory(kafka)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static KafkaServers compose(DataDirectory directory, ListeningSockets sockets, BrokerSettings settings) {
        KafkaConfig config = KafkaConfig.fromProps(properties(directory, sockets, settings), false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> stored =
                KafkaRaftServer.initializeLogDirs(config, LOGGER, "");
        Faults faults = new Faults();
        SharedServer shared = new SharedServer(
                config,
                stored._1(),
                Time.SYSTEM,
                Server$.MODULE$.initializeMetrics(
                        config, Time.SYSTEM, stored._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(Map.of(NODE_ID, sockets.controllerAddress())),
                List.of(),
                faults,
                sockets);
        return new KafkaServers(
                faults,
                new ControllerServer(shared, KafkaRaftServer.configSchema(), stored._2()),
                new BrokerServer(shared));
    }

    /** The one voter stands in the configuration, not in the log, so that it follows the port of this start. */
    private static Properties properties(DataDirectory directory, ListeningSockets sockets, BrokerSettings settings) {
        String clients = ListeningSockets.CLIENTS + "://" + settings.host() + ":" + sockets.clientPort();
        String controllerAddress = sockets.controllerAddress().getAddress().getHostAddress() + ":"
                + sockets.controllerAddress().getPort();
        Properties properties = new Properties();
        properties.putAll(BrokerDefaults.ALL);
        properties.putAll(settings.overrides());
        properties.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "listeners",
                clients + "," + ListeningSockets.CONTROLLER + "://" + controllerAddress,
                "inter.broker.listener.name",
                ListeningSockets.CLIENTS,
                "controller.listener.names",
                ListeningSockets.CONTROLLER,
                "controller.quorum.voters",
                NODE_ID + "@" + controllerAddress,
                "log.dirs",
                directory.kafka().toString()));
        return properties;
    }

    /** Kafka's start waits for what a faulty controller never does; a fault ends the waiting. */
    private void startUnlessFaulty() throws ExecutionException, InterruptedException {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread starter = Thread.ofPlatform().daemon().name("broker-start").start(() -> {
            try {
                controller.startup();
                broker.startup();
                started.complete(null);
            } catch (Throwable e) {
                started.completeExceptionally(e);
            }
        });
        CompletableFuture<Void> failed = faults.firstFatal().thenCompose(CompletableFuture::failedFuture);
        try {
            CompletableFuture.anyOf(started, failed).get();
        } catch (ExecutionException | InterruptedException e) {
            starter.interrupt();
            starter.join();
            throw e;
        }
    }

    private static BrokerStartException unusable(DataDirectory directory, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new BrokerStartException(
                "the broker (Apache Kafka " + AppInfoParser.getVersion() + ") cannot start on the data in "
                        + directory.kafka() + " (" + root + "); SAMEGATE_HOME chooses another place",
                cause);
    }
}
