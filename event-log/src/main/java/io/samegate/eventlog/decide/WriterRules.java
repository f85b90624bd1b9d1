package io.samegate.eventlog.decide;

import io.samegate.contracts.request.Request;
import java.time.Instant;

/**
 * The rules of one writer: all pure, all asked on the writer's thread, no IO, no clock but the argument.
 *
 * <p>The state S is immutable. It has two independent parts: what the log says (changed by {@link #replay} alone) and
 * what was observed elsewhere (changed by {@link #observe} alone, rebuilt from the images after every takeover).
 *
 * @param <S> the state
 * @param <I> inputs from elsewhere; each carries the whole new value, so seeing one twice does no harm
 */
public interface WriterRules<S, I> {

    /** The state before the first record. */
    S empty();

    /**
     * The state after a record.
     *
     * @param offset the record's offset; {@link io.samegate.contracts.ResourceVersion#UNCOMMITTED} on a candidate.
     *     After the commit the same change is replayed on the committed state with its real offset.
     */
    S replay(S state, StateChange<?> change, long offset);

    /** The state after an input was noticed; must leave the logged part alone. */
    S observe(S state, I input);

    /**
     * The state after a request was accepted; like {@link #observe} it must leave the logged part alone. For what is
     * worth remembering of requests although nothing of it is written, such as when somebody was last heard: known to
     * this writer alone, and forgotten at a takeover.
     */
    default S heard(S state, Request request, Instant now) {
        return state;
    }

    /** What becomes of a request. */
    Decision decide(S state, Request request, Instant now);

    /** What follows from an input, which {@code state} has already observed. */
    Reaction react(S state, I input, Instant now);

    /** What is due by now: graces that are over, and the like. Asked at least every 100 ms, and must be cheap. */
    Reaction due(S state, Instant now);
}
