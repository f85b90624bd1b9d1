package io.samegate.eventlog.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.simulation.Numbers.Held;
import io.samegate.eventlog.simulation.Numbers.Holding;
import io.samegate.eventlog.write.WriterSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Goes through the answers of one committed transaction and asks of each whether it is true, given the records before
 * it. Knows what a request means, but not how the rules decide or how a batch is put together.
 */
final class Verification {

    /** The clocks of two replicas differ from the broker's by a second at most. */
    private static final long SKEW_MILLIS = 1_000;

    private final NumberRules rules = new NumberRules();
    private final SimulatedTransaction transaction;
    private final Map<String, Long> offsets = new HashMap<>();
    private final int lowestCeiling; // so far; writers may not have heard of a higher one
    private Numbers seen; // as a decision sees it: what is new has no offset yet
    private int explained; // changes before this belong to an answer

    Verification(Numbers before, SimulatedTransaction transaction, int lowestCeiling) {
        this.transaction = transaction;
        this.lowestCeiling = lowestCeiling;
        this.seen = before;
        before.held().forEach((key, held) -> offsets.put(key, held.offset()));
        transaction.changes.stream()
                .filter(written -> isHolding(written.change()) && !isNamed(written.offset()))
                .forEach(this::notAsked);
    }

    /** Inputs are noticed before requests are decided. */
    private void notAsked(SimulatedTransaction.Written written) {
        Held held = seen.held().get(written.change().key());
        Violation.unless(
                written.change() instanceof StateChange.Removed
                        && held != null
                        && held.holding().number() > lowestCeiling,
                "a holding changes because somebody asked, or it is above the ceiling",
                written);
        seen = rules.replay(seen, written.change(), ResourceVersion.UNCOMMITTED);
    }

    private boolean isNamed(long offset) {
        return transaction.answers.stream()
                .anyMatch(answered ->
                        answered.answer() instanceof Answer.Accepted accepted && accepted.offset() == offset);
    }

    void check(SimulatedPartition.Data<Request> asked, Answer answer, long now) {
        Request request = asked.value();
        switch (answer) {
            case Answer.Accepted accepted -> accepted(request, accepted);
            case Answer.Simulated simulated ->
                Violation.unless(request.header().dryRun(), "only a dry run is simulated", request);
            case Answer.Refused refused ->
                Violation.unless(
                        isTrue(refused.status(), asked, now), "a refusal is true", request, refused.status(), seen);
        }
    }

    private void accepted(Request request, Answer.Accepted accepted) {
        String key = NumberRules.key(request);
        Held before = seen.held().get(key);
        Violation.unless(!request.header().dryRun(), "a dry run changes nothing", request);
        Violation.unless(mayBeDone(request, before), "what is accepted could be done", request, seen);
        int change = changeAt(accepted.offset());
        if (change < explained) {
            Violation.unless(
                    before != null
                            && offsets.get(key) == accepted.offset()
                            && isAsAsked(request, before.holding(), before),
                    "an unchanged object is as asked, by the record named",
                    request,
                    accepted,
                    seen);
            return;
        }
        StateChange<?> done = transaction.changes.get(change).change();
        Violation.unless(
                done.key().equals(key) && isAsAsked(request, done, before),
                "the record named holds exactly what was asked",
                request,
                done,
                accepted);
        seen = rules.replay(seen, done, ResourceVersion.UNCOMMITTED);
        offsets.put(key, accepted.offset());
        explained = change + 1;
    }

    /** The index of the holding's record at an offset; -1 if it is not of this transaction. */
    private int changeAt(long offset) {
        return IntStream.range(0, transaction.changes.size())
                .filter(i -> transaction.changes.get(i).offset() == offset
                        && isHolding(transaction.changes.get(i).change()))
                .findFirst()
                .orElse(-1);
    }

    private static boolean mayBeDone(Request request, Held before) {
        return switch (request) {
            case Request.Create create -> before == null;
            case Request.Replace replace -> before != null && NumberRules.holds(replace.preconditions(), before);
            case Request.Delete delete -> before != null && NumberRules.holds(delete.preconditions(), before);
            case Request.CloseNamespace close -> false;
        };
    }

    private static boolean isAsAsked(Request request, StateChange<?> done, Held before) {
        return switch (done) {
            case StateChange.Stored<?> stored ->
                stored.value() instanceof Holding holding && isAsAsked(request, holding, before);
            case StateChange.Removed<?> removed -> request instanceof Request.Delete;
        };
    }

    private static boolean isAsAsked(Request request, Holding holding, Held before) {
        return switch (request) {
            case Request.Create create ->
                holding.uid().equals(create.header().id()) && isAsAsked(create.object(), holding);
            case Request.Replace replace ->
                holding.uid().equals(before.holding().uid()) && isAsAsked(replace.object(), holding);
            case Request.Delete delete -> false;
            case Request.CloseNamespace close -> false;
        };
    }

    private static boolean isAsAsked(HasMetadata object, Holding holding) {
        int number = NumberRules.asked(object);
        return (number == 0 || number == holding.number())
                && NumberRules.note(object).equals(holding.note());
    }

    private boolean isTrue(Status status, SimulatedPartition.Data<Request> asked, long now) {
        Request request = asked.value();
        Held held = seen.held().get(NumberRules.key(request));
        return switch (status.getReason()) {
            case "AlreadyExists" -> request instanceof Request.Create && held != null;
            case "NotFound" -> held == null;
            case "Conflict" -> held != null && !NumberRules.holds(preconditions(request), held);
            case "InternalError" -> isFull(request);
            case "Timeout" -> isTooLate(asked, now);
            case "BadRequest" ->
                request instanceof Request.Delete && request.header().dryRun();
            default -> false;
        };
    }

    private boolean isFull(Request request) {
        int number = switch (request) {
            case Request.Create create -> NumberRules.asked(create.object());
            case Request.Replace replace -> NumberRules.asked(replace.object());
            case Request.Delete delete -> 0;
            case Request.CloseNamespace close -> 0;
        };
        return number == 0
                ? IntStream.rangeClosed(1, lowestCeiling).allMatch(seen::isTaken)
                : number > lowestCeiling || seen.isTaken(number);
    }

    private static boolean isTooLate(SimulatedPartition.Data<Request> asked, long now) {
        long allowed = asked.value().header().budget().toMillis()
                + WriterSettings.of("", "").skewTolerance().toMillis();
        return now + SKEW_MILLIS > asked.appended() + allowed;
    }

    private static Preconditions preconditions(Request request) {
        return switch (request) {
            case Request.Create create -> Preconditions.NONE;
            case Request.Replace replace -> replace.preconditions();
            case Request.Delete delete -> delete.preconditions();
            case Request.CloseNamespace close -> Preconditions.NONE;
        };
    }

    private static boolean isHolding(StateChange<?> change) {
        return change.topic().equals(NumberRules.HOLDINGS);
    }
}
