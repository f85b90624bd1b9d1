package io.samegate.eventlog.kafka;

import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.write.LogLostException;
import io.samegate.eventlog.write.Polled;
import io.samegate.eventlog.write.Polled.Assignment;
import io.samegate.eventlog.write.Transaction;
import io.samegate.eventlog.write.WriterLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * One membership of a replica in the group of its service.
 *
 * <p>The group only elects; what protects the log is the epoch, taken at most once per membership and only on a fresh
 * assignment. One thread, except for {@link #wakeup()}.
 */
final class Membership implements WriterLog, ConsumerRebalanceListener {

    private static final Duration LOOK_UP = Duration.ofSeconds(5);
    private static final Duration REBALANCE = Duration.ofSeconds(2);
    private static final Duration SHORT_POLL = Duration.ofMillis(10);

    /** For the last word to the group; a standby that does not hear it waits for the session to end. */
    private static final Duration LEAVE = Duration.ofSeconds(2);

    /** Before a failure of the group is told, so that a lasting one does not make the loop spin. */
    private static final Duration BREATH = Duration.ofMillis(100);

    /**
     * From one transaction of a busy writer to the next, for each change that was in the last one, {@link #MAX_SPACING} at
     * most: a transaction costs the broker and all who read it the same, whatever is in it. Busy is a writer whose last
     * transaction had several; a request that comes alone waits for nothing.
     */
    private static final Duration SPACING = Duration.ofMillis(1);

    private static final Duration MAX_SPACING = Duration.ofMillis(20);

    /** For what came while a busy writer did not look: a fetch brings what there was when it was asked for. */
    private static final Duration GATHERING = Duration.ofMillis(2);

    private final Topic<Request> topic;
    private final TopicPartition requests;
    private final StateReplay state;
    private final Commits commits;
    private final Supplier<Consumer<String, byte[]>> consumers;

    private final Object waiting = new Object();
    private boolean isWaiting; // in a poll that a wake-up may end; guarded by waiting
    private boolean woken; // the next poll must not wait; guarded by waiting
    private volatile Consumer<String, byte[]> consumer; // absent until the first poll that could make one
    private boolean assigned;
    private boolean fresh;
    private boolean closed;
    private int changed; // by the last transaction, or answered, whichever is more
    private long lastCommit; // when it began, System.nanoTime()

    Membership(LogSettings settings, Source source, Topic<Request> topic, StateReplay state, Commits commits) {
        this.topic = topic;
        this.requests = new TopicPartition(topic.in(settings.prefix()), 0);
        this.state = state;
        this.commits = commits;
        this.consumers = () -> Clients.member(settings, source);
    }

    @Override
    public Polled poll(Duration max) {
        try {
            join();
            return changed > 1 ? gathered(max) : told(pollOnce(max));
        } catch (KafkaException e) {
            LockSupport.parkNanos(BREATH.toNanos());
            throw new LogLostException("the group of " + requests.topic() + ": " + e, e);
        }
    }

    private Polled gathered(Duration max) {
        long spacing = Math.min(changed * SPACING.toNanos(), MAX_SPACING.toNanos());
        LockSupport.parkNanos(lastCommit + spacing - System.nanoTime());
        Polled first = told(pollOnce(max));
        if (first.requests().isEmpty()) {
            return first;
        }
        Polled second = told(pollOnce(GATHERING));
        return first.followedBy(second);
    }

    @Override
    public void fence() {
        onTheLog("take the epoch", () -> {
            commits.fence();
            return true;
        });
    }

    @Override
    public boolean replay(ObjLongConsumer<StateChange<?>> onRecord) {
        return onTheLog("replay", () -> state.run(onRecord));
    }

    @Override
    public OptionalLong committedPosition() {
        Map<TopicPartition, OffsetAndMetadata> committed =
                onTheLog("committed position", () -> consumer.committed(Set.of(requests), LOOK_UP));
        OffsetAndMetadata position = committed.get(requests);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position.offset());
    }

    @Override
    public boolean hasHadWriter() {
        return onTheLog("look for an earlier writer", state::hasHadWriter);
    }

    @Override
    public long endPosition() {
        return onTheLog("end of the requests", () -> consumer.endOffsets(Set.of(requests), LOOK_UP))
                .get(requests);
    }

    @Override
    public void seek(long position) {
        // What retention has deleted can only be passed over; it was too late long ago.
        long oldest = onTheLog("beginning of the requests", () -> consumer.beginningOffsets(Set.of(requests), LOOK_UP))
                .get(requests);
        consumer.seek(requests, Math.min(Math.max(position, oldest), endPosition()));
        consumer.resume(Set.of(requests));
    }

    @Override
    public List<Long> commit(Transaction transaction) {
        changed = Math.max(transaction.answers().size(), transaction.changes().size());
        lastCommit = System.nanoTime();
        return onTheLog("commit", () -> {
            while (true) {
                try {
                    return commits.commit(transaction, requests, consumer.groupMetadata());
                } catch (CommitFailedException e) {
                    commits.abort();
                    awaitNextGeneration(e);
                }
            }
        });
    }

    /**
     * Whenever a member joins, the group goes on to a generation that this one learns of only in its next poll, and a
     * transaction in between is refused. If the requests are still its own then, the same transaction may be tried
     * again: nobody has taken the epoch, or the abort would have failed.
     */
    private void awaitNextGeneration(CommitFailedException refused) {
        int generation = consumer.groupMetadata().generationId();
        long deadline = System.nanoTime() + REBALANCE.toNanos();
        consumer.pause(Set.of(requests)); // whatever is polled now would be lost
        while (assigned && !fresh && consumer.groupMetadata().generationId() == generation) {
            if (System.nanoTime() > deadline) {
                throw refused;
            }
            try {
                consumer.poll(SHORT_POLL);
            } catch (WakeupException e) {
                // Meant for the poll before; leaving here would leave the requests paused.
            }
        }
        if (!assigned || fresh) {
            throw refused;
        }
        consumer.resume(Set.of(requests));
    }

    @Override
    public void wakeup() {
        synchronized (waiting) {
            woken = true;
            // Once per wait, and never otherwise: a wake-up makes the consumer hand out nothing, so that a stream of
            // them would starve the requests.
            if (isWaiting) {
                isWaiting = false;
                consumer.wakeup();
            }
        }
    }

    @Override
    public void close() {
        leave(GroupMembershipOperation.REMAIN_IN_GROUP, Duration.ZERO);
    }

    @Override
    public void resign() {
        leave(GroupMembershipOperation.LEAVE_GROUP, LEAVE);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.contains(requests)) {
            assigned = true;
            fresh = true;
            // Nothing is read before the takeover has said from where; a position is needed all the same.
            consumer.seek(requests, 0);
            consumer.pause(Set.of(requests));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (partitions.contains(requests)) {
            assigned = false;
            fresh = false;
        }
    }

    private void join() {
        if (consumer == null) {
            Consumer<String, byte[]> made = consumers.get();
            made.subscribe(List.of(requests.topic()), this);
            consumer = made;
        }
    }

    private ConsumerRecords<String, byte[]> pollOnce(Duration max) {
        boolean wait;
        synchronized (waiting) {
            wait = !woken;
            woken = false;
            isWaiting = wait;
        }
        try {
            return consumer.poll(wait ? max : Duration.ZERO);
        } catch (WakeupException e) {
            return consumer.poll(Duration.ZERO);
        } finally {
            synchronized (waiting) {
                isWaiting = false;
                woken = false;
            }
        }
    }

    private Polled told(ConsumerRecords<String, byte[]> polled) {
        if (!assigned) {
            return new Polled(Assignment.NONE, List.of());
        }
        if (fresh) {
            if (commits.hasFenced()) {
                throw new LogLostException("the requests were assigned anew to a membership that had them already");
            }
            fresh = false;
            return new Polled(Assignment.FRESH, List.of());
        }
        List<Polled.Received> received = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> consumed : polled) {
            received.add(new Polled.Received(
                    consumed.offset(), Instant.ofEpochMilli(consumed.timestamp()), Records.value(topic, consumed)));
        }
        return new Polled(Assignment.HELD, received);
    }

    /** Does what only works while this membership is good for something. */
    private static <R> R onTheLog(String what, Supplier<R> action) {
        try {
            return action.get();
        } catch (WakeupException e) {
            // Meant for the poll before, which ended by itself just then.
            return onTheLog(what, action);
        } catch (KafkaException e) {
            throw new LogLostException(what + ": " + e, e);
        }
    }

    private void leave(GroupMembershipOperation operation, Duration patience) {
        if (closed) {
            return;
        }
        closed = true;
        commits.close();
        if (consumer != null) {
            try {
                consumer.close(CloseOptions.groupMembershipOperation(operation).withTimeout(patience));
            } catch (KafkaException e) {
                // It is closed all the same, and the session ends by itself.
            }
        }
    }
}
