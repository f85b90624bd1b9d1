package io.samegate.eventlog.write;

import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.decide.WriterRules;
import java.util.function.ObjLongConsumer;

/** Folds the records of the log into a state. */
final class Replay<S> implements ObjLongConsumer<StateChange<?>> {

    private final WriterRules<S, ?> rules;
    private S state;

    Replay(WriterRules<S, ?> rules) {
        this.rules = rules;
        this.state = rules.empty();
    }

    @Override
    public void accept(StateChange<?> change, long offset) {
        state = rules.replay(state, change, offset);
    }

    S state() {
        return state;
    }
}
