package io.samegate.gateway;

import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.node.NodeSystem;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.kafka.Emitter;
import io.samegate.gateway.config.GatewaySettings;
import io.samegate.gateway.core.Seen;
import io.samegate.gateway.kafka.FormerReports;
import io.samegate.gateway.kafka.Outbox;
import io.samegate.gateway.kafka.TopicFeed;
import io.samegate.gateway.sync.Drains;
import io.samegate.gateway.sync.GatewayIdentity;
import io.samegate.gateway.sync.Reconciler;
import io.samegate.gateway.tcp.TcpListeners;
import io.samegate.gateway.tcp.TcpSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running gateway; the topics must be there. What the topics say is done on one thread of its own; while the log is
 * away that thread just hears nothing, and the sockets go on as they are.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Gateway.class);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LAST_STEP = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(20);

    private final GatewaySettings settings;
    private final GatewayIdentity identity;
    private final NodeSystem system;
    private final InstantSource clock;
    private final ScheduledExecutorService steps;
    private final TcpListeners listeners;
    private final Emitter emitter;
    private final Outbox outbox;
    private final Reconciler reconciler; // confined to steps
    private final TopicFollower follower;
    private CompletableFuture<Void> former = CompletableFuture.completedFuture(null);
    private Future<?> ticks = CompletableFuture.completedFuture(null);
    private volatile boolean ready;
    private volatile boolean readable = true;

    private Gateway(
            GatewaySettings settings, TcpSettings tcp, LogSettings log, NodeSystem system, InstantSource clock) {
        this.settings = settings;
        this.system = system;
        this.clock = clock;
        // The clock orders the processes of a node: each starts after the one before it.
        this.identity = new GatewayIdentity(settings.node(), UUID.randomUUID().toString(), clock.millis());
        this.steps = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("gateway").daemon().factory());
        this.listeners = new TcpListeners(tcp);
        this.emitter = new Emitter(log, Source.PROXY_GATEWAY);
        this.outbox = new Outbox(settings.node().name(), identity.instance(), emitter, this::report);
        this.reconciler = new Reconciler(
                identity,
                settings.drainLimit(),
                listeners,
                new Drains(listeners.connections(), outbox, this::podIdle),
                outbox);
        this.follower = new TopicFollower(
                log, TopicFeed.TOPICS, List.of(new TopicFeed(settings.node().name(), this::update)), clock);
    }

    /** Starts following, serving and reporting; does not block. */
    public static Gateway start(
            GatewaySettings settings, TcpSettings tcp, LogSettings log, NodeSystem system, InstantSource clock) {
        Gateway gateway = new Gateway(settings, tcp, log, system, clock);
        Future<?> unused = gateway.follower.failure().thenAccept(gateway::unreadable);
        gateway.follower.start();
        gateway.former = gateway.follower
                .ready()
                .thenCompose(ready -> FormerReports.read(log, settings.node().name(), clock))
                .thenAccept(
                        former -> gateway.step(() -> gateway.reconciler.forget(former.services(), former.drains())));
        gateway.ticks = gateway.steps.scheduleAtFixedRate(
                () -> gateway.guarded(() -> gateway.reconciler.tick(clock.instant())),
                TICK.toMillis(),
                TICK.toMillis(),
                TimeUnit.MILLISECONDS);
        return gateway;
    }

    /** Whether everything the log said at the start has been done, and the log can still be read. */
    public boolean isReady() {
        return ready && readable;
    }

    /** How many clients are connected. */
    public int connections() {
        return listeners.open();
    }

    /** Gives back the ports, says so, and ends what is still connected after the patience the settings give it. */
    @Override
    public void close() {
        ticks.cancel(false);
        former.cancel(false);
        follower.close();
        lastStep(reconciler::stop);
        outbox.close();
        awaitConnections();
        lastStep(listeners::close);
        steps.shutdown();
        emitter.close();
    }

    /** On the follower's thread. */
    private void update(List<Seen> changes, Map<String, Long> positions) {
        step(() -> {
            reconciler.update(changes, positions, clock.instant());
            if (!ready) {
                ready = true;
                outbox.start(); // nobody hears of a node before its ports are what they should be
                LOGGER.atInfo()
                        .addKeyValue("node", settings.node().name())
                        .addKeyValue("addresses", settings.node().addresses())
                        .log("serving");
            }
        });
    }

    /** What is open goes on being served as it is: ending it would help nobody. On the follower's thread. */
    private void unreadable(UnreadableRecordException failure) {
        readable = false;
        LOGGER.error(
                "the log holds what this gateway cannot read, so it serves what it knows and is not ready: {}",
                failure.getMessage());
    }

    /** On any thread. */
    private void podIdle() {
        step(reconciler::podIdle);
    }

    private NodeReport report(Map<String, Long> applied, boolean stopping) {
        return new NodeReport(
                settings.node().name(),
                identity.instance(),
                identity.generation(),
                clock.instant(),
                settings.node().addresses(),
                settings.externalAddresses(),
                settings.labels(),
                system,
                applied,
                stopping);
    }

    private void step(Runnable step) {
        try {
            steps.execute(() -> guarded(step));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("a change came after the end");
        }
    }

    /** A step that fails is a fault of the program; the next one may still do good. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("a step has failed");
        }
    }

    private void lastStep(Runnable step) {
        try {
            steps.submit(() -> guarded(step)).get(LAST_STEP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.atWarn().addKeyValue("cause", e).log("stopping without the last step");
        }
    }

    private void awaitConnections() {
        Instant deadline = clock.instant().plus(settings.stopPatience());
        try {
            while (listeners.open() > 0 && clock.instant().isBefore(deadline)) {
                Thread.sleep(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
