package io.samegate.eventlog.write;

import io.samegate.eventlog.decide.StateChange;
import java.util.List;

/** Hears what the writer is and has committed, on the writer's thread: be quick, never throw. */
public interface WriterListener<S> {

    /** Took over; {@code state} is what the log says and the inputs of the takeover. */
    default void onActive(S state) {}

    /** A transaction is committed. */
    default void onCommitted(S state, List<StateChange<?>> changes) {}

    /** No longer the writer; {@code reason} is for a person. */
    default void onStandby(String reason) {}

    /** Something that only a person can mend, such as an unreadable record; the writer has stopped. */
    default void onFatal(RuntimeException failure) {}
}
