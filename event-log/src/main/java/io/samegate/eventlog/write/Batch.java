package io.samegate.eventlog.write;

import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One batch under decision: the candidate state and what has to be written for it. Used once, on the writer's thread,
 * and thrown away if the commit fails.
 */
final class Batch<S, I> {

    private static final Logger LOGGER = LoggerFactory.getLogger(Batch.class);

    private final WriterRules<S, I> rules;
    private final Instant now;
    private final List<StateChange<?>> changes = new ArrayList<>();
    private final List<Transaction.PendingAnswer> answers = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();
    private S observed; // the committed state and what was observed since
    private S candidate; // observed, and the changes of this batch

    Batch(WriterRules<S, I> rules, S state, Instant now) {
        this.rules = rules;
        this.now = now;
        this.observed = state;
        this.candidate = state;
    }

    void notice(I input) {
        observed = rules.observe(observed, input);
        candidate = rules.observe(candidate, input);
        apply(rules.react(candidate, input, now));
    }

    void checkWhatIsDue() {
        apply(rules.due(candidate, now));
    }

    /**
     * A request the rules fail on is refused: deciding is pure, so nothing has happened yet, and stopping would meet the
     * same request again at every start.
     */
    void decide(Request request) {
        Decision decision;
        try {
            decision = rules.decide(candidate, request, now);
        } catch (RuntimeException e) {
            LOGGER.atError()
                    .addKeyValue("request", request.header().id())
                    .addKeyValue("target", request.header().target())
                    .setCause(e)
                    .log("the rules failed on a request, refused it");
            decision = Decision.refused(Statuses.internalError("the request could not be decided upon"));
        }
        answer(request, decision);
        if (decision.outcome() instanceof Outcome.Accepted) {
            observed = rules.heard(observed, request, now);
            candidate = rules.heard(candidate, request, now);
        }
    }

    /** What came of a request is told together with who asked for it, so that no owner has to remember to. */
    void answer(Request request, Decision decision) {
        String user = request.header().user();
        List<Fact> told = decision.facts().stream()
                .map(fact -> fact.with(Fact.USER, user))
                .toList();
        apply(new Reaction(decision.changes(), told));
        answers.add(pending(request.header().id(), decision.outcome()));
    }

    void tell(Fact fact) {
        facts.add(fact);
    }

    boolean isNothing() {
        return changes.isEmpty() && answers.isEmpty() && facts.isEmpty();
    }

    Transaction transaction(long position) {
        return new Transaction(changes, answers, facts, position);
    }

    /** The state once the changes have their offsets. */
    S committed(List<Long> offsets) {
        S state = observed;
        for (int i = 0; i < changes.size(); i++) {
            state = rules.replay(state, changes.get(i), offsets.get(i));
        }
        return state;
    }

    private void apply(Reaction reaction) {
        for (StateChange<?> change : reaction.changes()) {
            candidate = rules.replay(candidate, change, ResourceVersion.UNCOMMITTED);
            changes.add(change);
        }
        facts.addAll(reaction.facts());
    }

    private Transaction.PendingAnswer pending(String requestId, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused ->
                new Transaction.PendingAnswer.Complete(requestId, new Answer.Refused(refused.status()));
            case Outcome.Simulated simulated ->
                new Transaction.PendingAnswer.Complete(requestId, new Answer.Simulated(simulated.object()));
            case Outcome.Accepted accepted -> {
                OptionalInt change = lastChangeOf(accepted);
                if (change.isPresent()) {
                    yield new Transaction.PendingAnswer.OfChange(requestId, change.getAsInt());
                }
                if (accepted.offset() == ResourceVersion.UNCOMMITTED) {
                    throw new IllegalStateException("accepted " + accepted.topic() + " " + accepted.key()
                            + " without a change of it or an offset (expected: one of them)");
                }
                yield new Transaction.PendingAnswer.Complete(
                        requestId, new Answer.Accepted(accepted.topic().name(), accepted.offset()));
            }
        };
    }

    private OptionalInt lastChangeOf(Outcome.Accepted accepted) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            StateChange<?> change = changes.get(i);
            if (change.topic().equals(accepted.topic()) && change.key().equals(accepted.key())) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
