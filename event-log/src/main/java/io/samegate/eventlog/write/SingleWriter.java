package io.samegate.eventlog.write;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a service's state topics, or a standby for it.
 *
 * <p>Invariant: at any time at most one replica's transactions commit, because taking over takes the producer epoch;
 * the group only elects. The state is what the log says: a candidate becomes the state only after its transaction is
 * committed, and is forgotten together with the membership when that is not certain.
 *
 * <p>One thread: {@link #run()} loops over {@link #step()}; only {@link #offer}, {@link #isActive()} and
 * {@link #close()} may be called from others. A simulation calls {@code step()} itself.
 */
public final class SingleWriter<S, I> implements AutoCloseable, Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SingleWriter.class);
    private static final ObjectRef WRITERS =
            new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped("kube-system"));

    private final WriterSettings settings;
    private final WriterRules<S, I> rules;
    private final WriterLog.Factory logs;
    private final Inputs<I> inputs;
    private final WriterListener<S> listener;
    private final InstantSource clock;
    private final Queue<I> offered = new ConcurrentLinkedQueue<>();

    private volatile WriterLog log;
    private volatile Role<S> role = new Role.Standby<>();
    private volatile boolean closed;

    /** What this replica is just now. */
    private sealed interface Role<S> {
        record Standby<S>() implements Role<S> {}

        /**
         * @param position where the requests go on
         * @param backlogEnd requests before this were on the log when the takeover began, and may be late
         */
        record Active<S>(S state, long position, long backlogEnd) implements Role<S> {}
    }

    public SingleWriter(
            WriterSettings settings,
            WriterRules<S, I> rules,
            WriterLog.Factory logs,
            Inputs<I> inputs,
            WriterListener<S> listener,
            InstantSource clock) {
        this.settings = settings;
        this.rules = rules;
        this.logs = logs;
        this.inputs = inputs;
        this.listener = listener;
        this.clock = clock;
        this.log = logs.open();
    }

    /** Gives the writer something to notice. Any thread; dropped by a standby, who asks for everything at a takeover. */
    public void offer(I input) {
        offered.add(input);
        log.wakeup();
    }

    /** Whether this replica decides. Any thread. */
    public boolean isActive() {
        return role instanceof Role.Active;
    }

    /** Steps until closed; returns then, or after a failure that the listener was told is fatal. */
    @Override
    public void run() {
        try {
            while (!closed) {
                step();
            }
            log.resign();
        } catch (RuntimeException e) {
            // An unreadable record, or a defect: without this word it would end as silently as a thread does.
            LOGGER.atError().addKeyValue("writer", settings.name()).setCause(e).log("cannot go on, stopping");
            listener.onFatal(e);
        } finally {
            log.close();
        }
    }

    /** Ends {@link #run()} after the step under way; a standby takes over at once. Any thread. */
    @Override
    public void close() {
        closed = true;
        log.wakeup();
    }

    /** Polls once and carries out what came. */
    public void step() {
        try {
            Polled polled = log.poll(settings.idlePoll());
            switch (polled.assignment()) {
                case NONE -> standDown("the requests are another replica's");
                case FRESH -> takeOver();
                case HELD -> {
                    if (role instanceof Role.Active<S> active) {
                        carryOut(active, polled.requests());
                    }
                }
            }
        } catch (LogLostException e) {
            LOGGER.atWarn()
                    .addKeyValue("writer", settings.name())
                    .addKeyValue("cause", e.getMessage())
                    .log("lost the log, rejoining as a standby");
            standDown(e.getMessage());
            WriterLog lost = log;
            log = logs.open();
            lost.close();
        }
    }

    private void standDown(String reason) {
        offered.clear();
        if (role instanceof Role.Active) {
            role = new Role.Standby<>();
            listener.onStandby(reason);
        }
    }

    private void takeOver() {
        standDown("the requests were assigned anew");
        log.fence();
        Replay<S> replay = new Replay<>(rules);
        boolean anyState = log.replay(replay);
        OptionalLong committed = log.committedPosition();
        long end = log.endPosition();
        boolean groupForgotten = committed.isEmpty() && (anyState || log.hasHadWriter());
        long position = groupForgotten ? end : committed.orElse(0);
        log.seek(position);
        String reason = groupForgotten
                ? "took over at the end of the requests: there was a writer, but the broker no longer knows how far it was"
                : "took over";
        Batch<S, I> batch = new Batch<>(rules, replay.state(), clock.instant());
        batch.tell(Fact.of(
                        FactType.WRITER_CHANGED,
                        WRITERS,
                        "",
                        clock.instant(),
                        settings.replica() + " of " + settings.name() + " " + reason)
                .with("writer", settings.name())
                .with("replica", settings.replica()));
        inputs.atTakeover().forEach(batch::notice);
        batch.checkWhatIsDue();
        Role.Active<S> active = commit(batch, position, Math.max(end, position));
        listener.onActive(active.state());
        LOGGER.atInfo()
                .addKeyValue("writer", settings.name())
                .addKeyValue("position", position)
                .log(reason);
    }

    private void carryOut(Role.Active<S> active, List<Polled.Received> requests) {
        inputs.awaitSight(seenByAll(requests), settings.sightPatience());
        Instant now = clock.instant();
        Batch<S, I> batch = new Batch<>(rules, active.state(), now);
        for (I input = offered.poll(); input != null; input = offered.poll()) {
            batch.notice(input);
        }
        long position = active.position();
        for (Polled.Received received : requests) {
            boolean backlog = requests.size() > 1 || received.offset() < active.backlogEnd();
            if (backlog && isTooLate(received, now)) {
                batch.answer(received.request(), Decision.refused(Statuses.tooLate()));
            } else {
                batch.decide(received.request());
            }
            position = received.offset() + 1;
        }
        batch.checkWhatIsDue();
        if (batch.isNothing() && requests.isEmpty()) {
            role = new Role.Active<>(batch.committed(List.of()), position, active.backlogEnd());
        } else {
            commit(batch, position, active.backlogEnd());
        }
    }

    /** The furthest offset of each topic, so that a batch waits once and not once for each of its requests. */
    private static Map<String, Long> seenByAll(List<Polled.Received> requests) {
        Map<String, Long> furthest = new HashMap<>();
        for (Polled.Received received : requests) {
            received.request().header().seen().forEach((topic, offset) -> furthest.merge(topic, offset, Math::max));
        }
        return furthest;
    }

    private boolean isTooLate(Polled.Received received, Instant now) {
        Duration allowed = received.request().header().budget().plus(settings.skewTolerance());
        return now.isAfter(received.appended().plus(allowed));
    }

    private Role.Active<S> commit(Batch<S, I> batch, long position, long backlogEnd) {
        Transaction transaction = batch.transaction(position);
        List<Long> offsets = log.commit(transaction);
        Role.Active<S> active = new Role.Active<>(batch.committed(offsets), position, backlogEnd);
        role = active;
        List<StateChange<?>> changes = transaction.changes();
        if (!changes.isEmpty()) {
            listener.onCommitted(active.state(), changes);
        }
        return active;
    }
}
