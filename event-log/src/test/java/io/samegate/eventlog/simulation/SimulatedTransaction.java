package io.samegate.eventlog.simulation;

import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Answer;
import io.samegate.eventlog.decide.StateChange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** One transaction as the broker knows it, with all that was written in it. */
final class SimulatedTransaction {

    enum Outcome {
        OPEN,
        COMMITTED,
        ABORTED
    }

    record Written(StateChange<?> change, long offset) {}

    record Answered(String requestId, Answer answer) {}

    final int number;
    final int epoch;
    final long started;
    final Set<SimulatedPartition<?>> unmarked = new LinkedHashSet<>();
    final List<Written> changes = new ArrayList<>();
    final List<Answered> answers = new ArrayList<>();
    final List<Fact> facts = new ArrayList<>();
    OptionalLong position = OptionalLong.empty();
    Outcome outcome = Outcome.OPEN;
    String writer = "";

    SimulatedTransaction(int number, int epoch, long started) {
        this.number = number;
        this.epoch = epoch;
        this.started = started;
    }

    /** For records that are in no transaction. */
    static SimulatedTransaction none() {
        SimulatedTransaction none = new SimulatedTransaction(-1, -1, 0);
        none.outcome = Outcome.COMMITTED;
        return none;
    }

    boolean isNone() {
        return number < 0;
    }

    @Override
    public String toString() {
        return "transaction " + number + " of epoch " + epoch + " (" + outcome + ")";
    }
}
