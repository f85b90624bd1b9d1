package io.samegate.eventlog.simulation;

import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.decide.StateChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The broker: partitions, the coordinators of the writers' transactions and group, and what is still on its way. */
final class SimulatedLog {

    private static final SimulatedTransaction NO_TRANSACTION = SimulatedTransaction.none();

    final SimulatedPartition<Request> requests = new SimulatedPartition<>("requests");
    final SimulatedPartition<Answer> answers = new SimulatedPartition<>("answers");
    final SimulatedPartition<Fact> facts = new SimulatedPartition<>("facts");
    final Map<Topic<?>, SimulatedPartition<StateChange<?>>> states = new LinkedHashMap<>();
    final SimulatedTransactions transactions;
    final SimulatedGroup group;

    private final SimulatedTime time;
    private final Chance chance;
    private final History history;
    private final List<OnItsWay> onTheirWay = new ArrayList<>();

    private record OnItsWay(long arrives, Runnable effect) {}

    private Consumer<SimulatedTransaction> observer = transaction -> {};
    private long upAgain;

    SimulatedLog(SimulatedTime time, Chance chance, History history) {
        this.time = time;
        this.chance = chance;
        this.history = history;
        this.transactions = new SimulatedTransactions(time, transaction -> observer.accept(transaction));
        this.group = new SimulatedGroup(time);
        for (Topic<?> topic : List.of(NumberRules.HOLDINGS, NumberRules.RESTS)) {
            states.put(topic, new SimulatedPartition<>(topic.name()));
        }
    }

    /** Hears of each transaction the moment it is decided to be committed. */
    void observe(Consumer<SimulatedTransaction> onCommitted) {
        observer = onCommitted;
    }

    long append(Request request) {
        return requests.append(NO_TRANSACTION, time.now(), request.header().id(), request);
    }

    long write(int epoch, StateChange<?> change) {
        SimulatedTransaction transaction = transactions.writing(epoch);
        long offset = states.get(change.topic()).append(transaction, time.now(), change.key(), change);
        transaction.changes.add(new SimulatedTransaction.Written(change, offset));
        return offset;
    }

    void tell(int epoch, Fact fact) {
        SimulatedTransaction transaction = transactions.writing(epoch);
        facts.append(transaction, time.now(), fact.type(), fact);
        transaction.facts.add(fact);
    }

    void answer(int epoch, String requestId, Answer answer) {
        SimulatedTransaction transaction = transactions.writing(epoch);
        answers.append(transaction, time.now(), requestId, answer);
        transaction.answers.add(new SimulatedTransaction.Answered(requestId, answer));
    }

    /** An answer in no transaction; nobody may do that. */
    void answerOutside(String requestId, Answer answer) {
        answers.append(NO_TRANSACTION, time.now(), requestId, answer);
    }

    /** Something that a caller has given up on, and that will arrive all the same. */
    void later(Runnable effect) {
        int delay = chance.oneIn(3) ? chance.between(0, 6_000) : chance.between(0, 400);
        onTheirWay.add(new OnItsWay(time.now() + delay, effect));
    }

    boolean isUp() {
        return upAgain <= time.now();
    }

    void goDownFor(long millis) {
        upAgain = Math.max(upAgain, time.now() + millis);
    }

    void heal() {
        upAgain = Math.min(upAgain, time.now());
    }

    /** What the broker does by itself as time passes. */
    void work() {
        if (!isUp()) {
            group.renewSessions();
            return;
        }
        arrive(time.now());
        boolean open = transactions.isOpen();
        transactions.abortIfTimedOut();
        if (open && !transactions.isOpen()) {
            history.add(History.Kind.ABORT, "broker", "timed out");
        }
        if (chance.oneIn(2)) {
            transactions.writeMarker(group);
        }
        group.expireSessions();
    }

    /** A long time in which nobody is there: everything arrives and ends. */
    void settle() {
        arrive(Long.MAX_VALUE);
        time.pass(2 * SimulatedTransactions.TIMEOUT_MILLIS);
        transactions.abortIfTimedOut();
        while (transactions.isEnding()) {
            transactions.writeMarker(group);
        }
        group.expireSessions();
    }

    boolean isAtRest() {
        return onTheirWay.isEmpty() && !transactions.isEnding();
    }

    private void arrive(long until) {
        List<OnItsWay> arrived =
                onTheirWay.stream().filter(sent -> sent.arrives() <= until).toList();
        onTheirWay.removeAll(arrived);
        for (OnItsWay sent : arrived) {
            try {
                sent.effect().run();
                history.tell("broker", "something late arrived", "");
            } catch (Refusal | Refusal.Busy e) {
                history.tell("broker", "something late was refused: ", e.getMessage());
            }
        }
    }
}
