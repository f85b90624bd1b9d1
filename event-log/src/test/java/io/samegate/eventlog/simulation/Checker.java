package io.samegate.eventlog.simulation;

import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.Statuses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Watches what is committed, what the writers take for their state and what clients hear, and knows by itself what is
 * true: it reads the log alone.
 */
final class Checker {

    private final SimulatedLog log;
    private final SimulatedTime time;
    private final History history;
    private final NumberRules rules = new NumberRules();
    private final Map<SimulatedTransaction, Numbers> states = new HashMap<>();
    private final Map<Integer, String> writers = new HashMap<>();
    private final Map<String, Answer> decided = new HashMap<>();
    private final Set<String> heard = new HashSet<>();
    private Numbers state = Numbers.NONE;
    private int lowestCeiling = Numbers.HIGHEST;
    private long decidedTo;
    private int lastEpoch;

    Checker(SimulatedLog log, SimulatedTime time, History history) {
        this.log = log;
        this.time = time;
        this.history = history;
    }

    /** What the committed records say. */
    Numbers state() {
        return state;
    }

    /** A transaction is decided to be committed. */
    void committed(SimulatedTransaction transaction) {
        history.add(History.Kind.COMMIT, transaction.writer, transaction + " " + transaction.answers.size());
        oneWriterPerEpoch(transaction);
        Verification verification = new Verification(state, transaction, lowestCeiling);
        long before = decidedTo;
        for (SimulatedTransaction.Answered answered : transaction.answers) {
            SimulatedPartition.Data<Request> request = nextRequest(answered);
            verification.check(request, answered.answer(), time.now());
            if (answered.answer() instanceof Answer.Refused refused
                    && refused.status().equals(Statuses.tooLate())) {
                history.add(History.Kind.TOO_LATE, transaction.writer, answered.requestId());
            }
        }
        transaction.position.ifPresent(position -> passOver(transaction, before, position));
        for (SimulatedTransaction.Written written : transaction.changes) {
            state = rules.replay(state, written.change(), written.offset());
        }
        states.put(transaction, state);
        everyNumberHasOneHolder();
    }

    /** A writer says what it takes for the state after its last commit. */
    void claims(String replica, Numbers claimed, SimulatedTransaction after) {
        Violation.unless(states.containsKey(after), "a state rests on what is committed", replica, after);
        Violation.unless(
                claimed.logged().equals(states.get(after)),
                "a writer's state is what the log says",
                replica,
                claimed,
                states.get(after));
    }

    /** A client has read an answer. */
    void heard(String requestId, Answer answer) {
        Violation.unless(heard.add(requestId), "a client hears one answer", requestId, answer);
        Violation.unless(decided.containsKey(requestId), "a client hears only what is committed", requestId, answer);
        Violation.unless(decided.get(requestId).equals(answer), "a client hears what was decided", requestId, answer);
        if (answer instanceof Answer.Accepted accepted) {
            Violation.unless(
                    log.states
                            .get(NumberRules.HOLDINGS)
                            .decided(accepted.offset())
                            .isPresent(),
                    "what was accepted is on the log",
                    requestId,
                    accepted);
        }
    }

    /** There is a new ceiling; writers hear of it sooner or later. */
    void ceiling(Numbers.Ceiling ceiling) {
        lowestCeiling = Math.min(lowestCeiling, ceiling.number());
    }

    /** Everybody has heard of the ceiling. */
    void nothingIsAbove(Numbers.Ceiling ceiling) {
        Violation.unless(
                state.held().values().stream().allMatch(held -> held.holding().number() <= ceiling.number()),
                "what was observed has its consequences",
                ceiling,
                state);
    }

    /** Whether every request on the log is decided and every answer heard. */
    boolean isAllDone() {
        return decidedTo == log.requests.end() && heard.size() == decided.size();
    }

    String left() {
        return (log.requests.end() - decidedTo) + " requests undecided, " + (decided.size() - heard.size())
                + " answers not heard";
    }

    private void oneWriterPerEpoch(SimulatedTransaction transaction) {
        Violation.unless(
                transaction.epoch >= lastEpoch, "an old epoch commits nothing any more", lastEpoch, transaction);
        lastEpoch = transaction.epoch;
        String writer = writers.computeIfAbsent(transaction.epoch, epoch -> transaction.writer);
        Violation.unless(
                writer.equals(transaction.writer), "an epoch has one writer", writer, transaction.writer, transaction);
    }

    private SimulatedPartition.Data<Request> nextRequest(SimulatedTransaction.Answered answered) {
        Violation.unless(!decided.containsKey(answered.requestId()), "a request is decided once", answered, decidedTo);
        SimulatedPartition.Data<Request> request =
                log.requests.decided(decidedTo).orElseThrow(() -> new Violation("answered before it was asked"));
        Violation.unless(
                request.key().equals(answered.requestId()),
                "requests are decided in the order of the log",
                answered,
                request);
        decided.put(answered.requestId(), answered.answer());
        decidedTo++;
        return request;
    }

    private void passOver(SimulatedTransaction transaction, long before, long position) {
        Violation.unless(position >= before, "the position never goes back", before, position, transaction);
        boolean said =
                transaction.facts.stream().anyMatch(fact -> fact.message().contains("no longer knows"));
        Violation.unless(
                position == decidedTo || (said && position > decidedTo),
                "the position is right behind what is decided",
                decidedTo,
                position,
                transaction);
        for (; decidedTo < position; decidedTo++) {
            history.add(History.Kind.SKIPPED_REQUEST, transaction.writer, decidedTo);
        }
    }

    private void everyNumberHasOneHolder() {
        Set<Integer> owned = new HashSet<>();
        state.held().forEach((key, held) -> {
            int number = held.holding().number();
            Violation.unless(owned.add(number), "a number has one holder", number, state);
            Violation.unless(!state.resting().containsKey(number), "no number is held and rests", number, state);
        });
    }
}
