package io.samegate.tracker;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.kafka.KafkaWriterLog;
import io.samegate.eventlog.kafka.TopicSetup;
import io.samegate.eventlog.write.SingleWriter;
import io.samegate.eventlog.write.WriterListener;
import io.samegate.eventlog.write.WriterSettings;
import io.samegate.tracker.core.ProbePlan;
import io.samegate.tracker.core.TrackerInput;
import io.samegate.tracker.core.TrackerRules;
import io.samegate.tracker.core.TrackerSettings;
import io.samegate.tracker.core.TrackerState;
import io.samegate.tracker.kafka.Sight;
import io.samegate.tracker.probe.LoopTimers;
import io.samegate.tracker.probe.NettyDialer;
import io.samegate.tracker.probe.Prober;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: the writer with its inputs, and the prober that works while this replica is the writer.
 *
 * <p>Begins with {@link #start} and ends with {@link #close}, which may be called from different threads.
 */
public final class Tracker implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Tracker.class);
    private static final String NAME = "endpoint-tracker";
    /** For the step under way and the farewell to the group. */
    private static final Duration RESIGNING = Duration.ofSeconds(5);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final EventLoopGroup loops;
    private final Sight sight;
    private final Prober prober;
    private final SingleWriter<TrackerState, TrackerInput> writer;
    private final Thread thread;
    private final Runnable onFatal;

    private Tracker(LogSettings log, TrackerSettings settings, Runnable onFatal) {
        this.onFatal = onFatal;
        this.loops = new NioEventLoopGroup(1, new DefaultThreadFactory("probes", true));
        this.sight = new Sight(log, InstantSource.system());
        this.prober =
                new Prober(new ProbePlan(settings), new NettyDialer(loops), new LoopTimers(loops.next()), this::offer);
        this.writer = new SingleWriter<>(
                WriterSettings.of(NAME, log.clientId()),
                new TrackerRules(settings),
                KafkaWriterLog.of(
                        log,
                        Source.ENDPOINT_TRACKER,
                        Topics.ENDPOINT_REQUESTS,
                        Topics.ENDPOINT_ANSWERS,
                        List.of(Topics.PODS, Topics.NODES, Topics.ENDPOINT_SLICES, Topics.ENDPOINTS)),
                sight,
                new Listener(),
                InstantSource.system());
        this.thread = Thread.ofPlatform().name("writer").unstarted(writer);
    }

    /**
     * Starts; returns once everything known at start has been seen and this replica stands for election.
     *
     * @param brokerPatience how long to wait for the broker
     * @param onFatal called when only a person can help, after the reason was logged
     * @throws TopicSetup.TopicSetupException when the broker is not there in time, or a topic would lose data
     */
    public static Tracker start(LogSettings log, TrackerSettings settings, Duration brokerPatience, Runnable onFatal) {
        TopicSetup.ensure(log, Topics.all(), brokerPatience);
        Tracker tracker = new Tracker(log, settings, onFatal);
        Future<?> unused = tracker.sight.failure().thenAccept(failure -> {
            LOGGER.error("cannot go on, the log holds what cannot be read: {}", failure.getMessage());
            onFatal.run();
        });
        tracker.sight.start().join();
        tracker.sight.tell(tracker.writer::offer);
        tracker.thread.start();
        return tracker;
    }

    /** Whether this replica decides. */
    public boolean isActive() {
        return writer.isActive();
    }

    /** Resigns and ends; a standby takes over at once. */
    @Override
    public void close() {
        writer.close();
        try {
            thread.join(RESIGNING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sight.close();
        loops.shutdownGracefully(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSING.toMillis());
    }

    private void offer(TrackerInput input) {
        writer.offer(input);
    }

    /** On the writer's thread. */
    private final class Listener implements WriterListener<TrackerState> {

        @Override
        public void onActive(TrackerState state) {
            prober.start(state.allPods());
        }

        @Override
        public void onCommitted(TrackerState state, List<StateChange<?>> changes) {
            prober.changed(changes);
        }

        @Override
        public void onStandby(String reason) {
            LOGGER.atInfo().addKeyValue("reason", reason).log("standing by");
            prober.stop();
        }

        @Override
        public void onFatal(RuntimeException failure) {
            onFatal.run();
        }
    }
}
