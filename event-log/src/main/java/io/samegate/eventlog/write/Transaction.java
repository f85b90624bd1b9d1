package io.samegate.eventlog.write;

import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Answer;
import io.samegate.eventlog.decide.StateChange;
import java.util.List;

/**
 * Everything a writer says at once.
 *
 * @param position where the requests go on after this; part of every transaction, or a zombie's would be accepted
 */
public record Transaction(List<StateChange<?>> changes, List<PendingAnswer> answers, List<Fact> facts, long position) {

    public Transaction {
        changes = List.copyOf(changes);
        answers = List.copyOf(answers);
        facts = List.copyOf(facts);
    }

    /** An answer that may have to wait for the offset it names. */
    public sealed interface PendingAnswer {
        String requestId();

        /** Names the offset of the change with this index. */
        record OfChange(String requestId, int change) implements PendingAnswer {}

        /** Complete as it is. */
        record Complete(String requestId, Answer answer) implements PendingAnswer {}
    }

    /** The answer, now that the changes have offsets. */
    public Answer resolve(PendingAnswer pending, List<Long> offsets) {
        return switch (pending) {
            case PendingAnswer.Complete complete -> complete.answer();
            case PendingAnswer.OfChange of ->
                new Answer.Accepted(changes.get(of.change()).topic().name(), offsets.get(of.change()));
        };
    }
}
