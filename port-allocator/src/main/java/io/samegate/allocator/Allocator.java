package io.samegate.allocator;

import io.samegate.allocator.core.AllocatorInput;
import io.samegate.allocator.core.AllocatorRules;
import io.samegate.allocator.core.AllocatorSettings;
import io.samegate.allocator.core.AllocatorState;
import io.samegate.allocator.sight.NamespaceWatch;
import io.samegate.allocator.sight.NodeWatch;
import io.samegate.allocator.sight.Surroundings;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.kafka.KafkaWriterLog;
import io.samegate.eventlog.write.SingleWriter;
import io.samegate.eventlog.write.WriterListener;
import io.samegate.eventlog.write.WriterSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running allocator: the writer of Services, or a standby for it, on a thread of its own. The topics must be there.
 *
 * <p>The writer joins its group only when the namespaces are known, so nobody is refused for a namespace that has merely
 * not been read yet.
 */
public final class Allocator implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Allocator.class);

    private final TopicFollower surroundings;
    private final SingleWriter<AllocatorState, AllocatorInput> writer;
    private final Consumer<String> onFatal;
    private final Thread thread;
    private final ScheduledExecutorService repairs = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("allocator-repair").daemon().factory());

    private Allocator(
            TopicFollower surroundings, SingleWriter<AllocatorState, AllocatorInput> writer, Consumer<String> onFatal) {
        this.surroundings = surroundings;
        this.writer = writer;
        this.onFatal = onFatal;
        this.thread = Thread.ofPlatform().name("allocator-writer").unstarted(this::run);
    }

    /**
     * Starts following and writing; does not block.
     *
     * @param onFatal told, with one sentence, when the writer has stopped and only a person can mend it
     */
    public static Allocator start(
            LogSettings log, AllocatorSettings settings, InstantSource clock, Consumer<String> onFatal) {
        NamespaceWatch namespaces = new NamespaceWatch();
        NodeWatch nodes = new NodeWatch();
        TopicFollower surroundings =
                new TopicFollower(log, List.of(Topics.OBJECTS, Topics.NODES), List.of(namespaces, nodes), clock);
        SingleWriter<AllocatorState, AllocatorInput> writer = new SingleWriter<>(
                WriterSettings.of(Source.PORT_ALLOCATOR.serviceName(), log.clientId()),
                new AllocatorRules(settings),
                KafkaWriterLog.of(
                        log,
                        Source.PORT_ALLOCATOR,
                        Topics.SERVICE_REQUESTS,
                        Topics.SERVICE_ANSWERS,
                        List.of(Topics.SERVICES)),
                new Surroundings(namespaces, nodes),
                new Reports(onFatal),
                clock);
        namespaces.tell(writer::offer);
        nodes.tell(writer::offer);
        Allocator allocator = new Allocator(surroundings, writer, onFatal);
        Future<?> unused = surroundings
                .failure()
                .thenAccept(failure -> onFatal.accept("the port allocator has stopped, because the log holds what it"
                        + " cannot read: " + failure.getMessage()));
        surroundings.start();
        allocator.thread.start();
        allocator.repairEvery(settings.repairInterval());
        return allocator;
    }

    /** Whether it knows the namespaces and decides, or stands by to. */
    public boolean isReady() {
        return knowsNamespaces() && thread.isAlive();
    }

    /** Whether this replica is the one that decides. */
    public boolean isActive() {
        return writer.isActive();
    }

    /** Hands over to a standby and stops; waits a few seconds for the step under way. */
    @Override
    public void close() {
        repairs.shutdownNow();
        writer.close();
        if (!knowsNamespaces()) {
            thread.interrupt(); // it waits for them; interrupting the writer itself would cost it its farewell
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        surroundings.close();
    }

    private void repairEvery(Duration interval) {
        Future<?> unused = repairs.scheduleAtFixedRate(
                () -> writer.offer(new AllocatorInput.RepairDue()),
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private boolean knowsNamespaces() {
        return surroundings.ready().isDone() && !surroundings.ready().isCompletedExceptionally();
    }

    private void run() {
        try {
            surroundings.ready().get();
            writer.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed before there was anything to do
        } catch (ExecutionException e) {
            LOGGER.atDebug().setCause(e).log("there is nothing to decide from"); // who hears of failures has told
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("the writer has failed");
            onFatal.accept("the port allocator has failed: " + e.getMessage());
        }
    }

    /** One line of log per event of interest. */
    private record Reports(Consumer<String> fatal) implements WriterListener<AllocatorState> {
        @Override
        public void onActive(AllocatorState state) {
            LOGGER.atInfo()
                    .addKeyValue("services", state.allocations().services().size())
                    .log("active");
        }

        @Override
        public void onCommitted(AllocatorState state, List<StateChange<?>> changes) {
            for (StateChange<?> change : changes) {
                String what = switch (change) {
                    case StateChange.Stored<?> stored -> "service stored";
                    case StateChange.Removed<?> removed -> "service removed";
                };
                LOGGER.atInfo().addKeyValue("service", change.key()).log(what);
            }
        }

        @Override
        public void onStandby(String reason) {
            LOGGER.atInfo().addKeyValue("cause", reason).log("standing by");
        }

        @Override
        public void onFatal(RuntimeException failure) {
            fatal.accept("the port allocator has stopped, because the log holds what it cannot read: "
                    + failure.getMessage());
        }
    }
}
