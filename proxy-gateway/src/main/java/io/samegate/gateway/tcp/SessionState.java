package io.samegate.gateway.tcp;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Where a session stands, with the steps it may take from there. */
sealed interface SessionState {

    /** Why a session is over. */
    enum Ending {
        /** Both sides said they had no more to say. */
        FINISHED,
        /** One side was reset, and so was the other. */
        RESET,
        /** No endpoint took the connection. */
        UNREACHABLE,
        /** We ended it: the drain limit, or a clean stop. */
        CUT
    }

    /**
     * Looking for an endpoint that takes the connection; nothing has been read from the client.
     *
     * @param current the one being tried now, if any
     * @param tried all so far, including {@code current}
     */
    record Connecting(Optional<Target> current, Set<Target> tried) implements SessionState {
        public Connecting {
            tried = Set.copyOf(tried);
        }

        static Connecting start() {
            return new Connecting(Optional.empty(), Set.of());
        }

        Connecting trying(Target target) {
            Set<Target> more = new HashSet<>(tried);
            more.add(target);
            return new Connecting(Optional.of(target), more);
        }

        /** The attempt came to nothing; no byte has moved. */
        Connecting failed() {
            return new Connecting(Optional.empty(), tried);
        }

        Open connected() {
            return new Open(current.orElseThrow(), false, false);
        }
    }

    /** Bytes flow, in each direction until its source has ended. */
    record Open(Target target, boolean clientEnded, boolean backendEnded) implements SessionState {
        Open ended(Side side) {
            return switch (side) {
                case CLIENT -> new Open(target, true, backendEnded);
                case BACKEND -> new Open(target, clientEnded, true);
            };
        }

        boolean hasEnded(Side side) {
            return side == Side.CLIENT ? clientEnded : backendEnded;
        }
    }

    /** Over; nothing happens any more. */
    record Closed(Ending ending) implements SessionState {}
}
