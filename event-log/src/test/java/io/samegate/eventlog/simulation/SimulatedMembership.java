package io.samegate.eventlog.simulation;

import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Answer;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.simulation.History.Kind;
import io.samegate.eventlog.write.LogLostException;
import io.samegate.eventlog.write.Polled;
import io.samegate.eventlog.write.Polled.Assignment;
import io.samegate.eventlog.write.Transaction;
import io.samegate.eventlog.write.WriterLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * One membership as Kafka's clients give it: each call to the broker stands still until the simulation lets it go on.
 * The seeded bugs override single steps of it.
 */
class SimulatedMembership implements WriterLog {

    private static final long TIMEOUT_MILLIS = 5_000;
    private static final int NOT_JOINED = 0;
    private static final int NO_EPOCH = 0;

    final Replica replica;
    final SimulatedLog log;
    private final History history;
    private final String identity;

    private int member = NOT_JOINED;
    private int generation;
    private boolean assigned;
    private int epoch = NO_EPOCH;
    private long position;
    private SimulatedTransaction last = SimulatedTransaction.none();

    SimulatedMembership(Replica replica, SimulatedLog log, History history) {
        this.replica = replica;
        this.log = log;
        this.history = history;
        this.identity = replica.nextMembership();
    }

    @Override
    public Polled poll(Duration max) {
        return ask("poll", this::pollGroup);
    }

    @Override
    public void fence() {
        if (epoch != NO_EPOCH) {
            throw new LogLostException("assigned anew to a membership that had it already");
        }
        epoch = ask("take the epoch", log.transactions::takeEpoch);
    }

    @Override
    public boolean replay(ObjLongConsumer<StateChange<?>> onRecord) {
        Map<SimulatedPartition<StateChange<?>>, Long> ends = ask("look up the ends", this::ends);
        boolean any = false;
        for (Map.Entry<SimulatedPartition<StateChange<?>>, Long> end : ends.entrySet()) {
            for (SimulatedPartition.Data<StateChange<?>> data :
                    ask("replay " + end.getKey(), () -> read(end.getKey(), end.getValue()))) {
                onRecord.accept(data.value(), data.offset());
                any = true;
            }
        }
        return any;
    }

    @Override
    public OptionalLong committedPosition() {
        return ask("look up the position", () -> {
            if (log.transactions.isEnding()) {
                throw new Refusal.Busy("the position is not stable");
            }
            return log.group.committed();
        });
    }

    @Override
    public boolean hasHadWriter() {
        return ask(
                "look for an earlier writer",
                () -> !log.facts.committed(0, log.facts.end(), 1).isEmpty());
    }

    @Override
    public long endPosition() {
        return ask("look up the end", log.requests::end);
    }

    @Override
    public void seek(long to) {
        position = to;
    }

    @Override
    public List<Long> commit(Transaction transaction) {
        int writing = epoch;
        List<Long> offsets = new ArrayList<>();
        for (StateChange<?> change : transaction.changes()) {
            offsets.add(ask("write " + change, () -> log.write(writing, change)));
        }
        for (Fact fact : transaction.facts()) {
            tell(writing, fact);
        }
        sendPosition(writing, transaction.position());
        for (Transaction.PendingAnswer pending : transaction.answers()) {
            answer(writing, pending.requestId(), transaction.resolve(pending, offsets));
        }
        end(writing);
        return offsets;
    }

    void tell(int writing, Fact fact) {
        run("tell " + fact.type(), () -> log.tell(writing, fact));
    }

    void sendPosition(int writing, long next) {
        int me = member;
        int mine = generation;
        run("send position " + next, () -> {
            SimulatedTransaction transaction = log.transactions.writing(writing);
            log.group.requireCurrent(replica.name(), me, mine);
            transaction.position = OptionalLong.of(next);
        });
    }

    void answer(int writing, String requestId, Answer answer) {
        run("answer " + requestId + " " + brief(answer), () -> log.answer(writing, requestId, answer));
    }

    void end(int writing) {
        last = ask("commit", () -> log.transactions.commit(writing, identity));
    }

    @Override
    public void wakeup() {
        // No poll waits here: time passes between the calls.
    }

    @Override
    public void close() {
        // Nothing is said to the broker; what was open stays so.
    }

    @Override
    public void resign() {
        if (member != NOT_JOINED) {
            try {
                run("leave", () -> log.group.leave(replica.name(), member));
            } catch (LogLostException e) {
                history.tell(replica.name(), "leaves without a word: ", e.getMessage());
            }
        }
    }

    void heartbeat() {
        log.group.heartbeat(replica.name(), member);
    }

    /** The transaction that the writer's state rests on. */
    SimulatedTransaction lastTransaction() {
        return last;
    }

    boolean hasEpoch() {
        return epoch != NO_EPOCH;
    }

    /** Whether somebody has taken the epoch or the place since. */
    boolean isVoid() {
        return epoch != log.transactions.epoch() || !log.group.isMember(replica.name(), member);
    }

    void useEpoch(int other) {
        epoch = other;
    }

    Map<SimulatedPartition<StateChange<?>>, Long> ends() {
        Map<SimulatedPartition<StateChange<?>>, Long> ends = new LinkedHashMap<>();
        log.states.values().forEach(partition -> ends.put(partition, partition.lastStable()));
        return ends;
    }

    List<SimulatedPartition.Data<StateChange<?>>> read(SimulatedPartition<StateChange<?>> partition, long end) {
        return partition.committed(0, end, Integer.MAX_VALUE);
    }

    void run(String call, Runnable effect) {
        ask(call, () -> {
            effect.run();
            return true;
        });
    }

    /** One call to the broker, with everything that can become of it. */
    final <R> R ask(String call, Supplier<R> effect) {
        while (true) {
            Verdict fate = replica.pass(call);
            if (fate == Verdict.PROCEED && (replica.isCut() || !log.isUp())) {
                fate = Verdict.REQUEST_LOST;
            }
            if (fate == Verdict.PROCEED) {
                try {
                    return effect.get();
                } catch (Refusal e) {
                    history.add(Kind.REFUSED_BY_BROKER, replica.name(), call + ": " + e.getMessage());
                    throw new LogLostException(call + ": " + e.getMessage(), e);
                } catch (Refusal.Busy e) {
                    continue;
                }
            }
            loseOrDelay(fate, call, effect);
            if (fate == Verdict.CRASH_AFTER_SENDING) {
                throw new Crash();
            }
            replica.waitFor(patience());
            throw new LogLostException(call + ": timed out");
        }
    }

    /** A broken connection shows at once, a lost answer after the time-out. */
    private long patience() {
        return replica.chance().oneIn(4) ? TIMEOUT_MILLIS : replica.chance().between(0, 300);
    }

    private <R> void loseOrDelay(Verdict fate, String call, Supplier<R> effect) {
        switch (fate) {
            case ACKNOWLEDGEMENT_LOST -> {
                history.add(Kind.ACKNOWLEDGEMENT_LOST, replica.name(), call);
                try {
                    R unused = effect.get();
                } catch (Refusal | Refusal.Busy e) {
                    history.tell(replica.name(), "refused, but does not hear it: ", e.getMessage());
                }
            }
            case LATE, CRASH_AFTER_SENDING -> {
                history.add(Kind.LATE, replica.name(), call);
                log.later(() -> {
                    R unused = effect.get();
                });
            }
            case REQUEST_LOST -> history.add(Kind.REQUEST_LOST, replica.name(), call);
            case PROCEED, CRASH -> throw new IllegalStateException("fate: " + fate + " (expected: a time-out)");
        }
    }

    private Polled pollGroup() {
        if (member == NOT_JOINED || !log.group.isKnown(replica.name())) {
            assigned = false;
            member = log.group.join(replica.name());
        }
        SimulatedGroup.Place place = log.group.poll(replica.name(), member);
        generation = place.generation();
        boolean fresh = place.owner() && !assigned;
        assigned = place.owner();
        if (!assigned) {
            return new Polled(Assignment.NONE, List.of());
        }
        if (fresh) {
            return new Polled(Assignment.FRESH, List.of());
        }
        return new Polled(Assignment.HELD, fetch());
    }

    /** The next requests. */
    final List<Polled.Received> fetch() {
        List<Polled.Received> received = new ArrayList<>();
        int most = replica.chance().oneOf(List.of(1, 2, 5, 500));
        for (var data : log.requests.committed(position, log.requests.end(), most)) {
            received.add(new Polled.Received(data.offset(), SimulatedTime.at(data.appended()), data.value()));
            position = data.offset() + 1;
        }
        return received;
    }

    private static String brief(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> accepted.toString();
            case Answer.Simulated simulated -> "simulated";
            case Answer.Refused refused -> refused.status().getMessage();
        };
    }
}
