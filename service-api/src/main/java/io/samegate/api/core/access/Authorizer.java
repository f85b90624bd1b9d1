package io.samegate.api.core.access;

import java.util.List;

/** Says what somebody may do. Thread-safe; asked on event loops for every request, so it does not block. */
public interface Authorizer {

    /** Everybody may do everything: what there is while there is no authentication. */
    Authorizer ALLOW_ALL = new Authorizer() {
        @Override
        public Verdict decide(User user, Action action) {
            return new Verdict.Allowed("there is no authentication, so everything is allowed");
        }

        @Override
        public List<Rule> rules(User user, String namespace) {
            return EVERYTHING;
        }
    };

    /** The rules of somebody who may do everything. */
    List<Rule> EVERYTHING = List.of(
            Rule.onResources(List.of("*"), List.of("*"), List.of("*")), Rule.onPaths(List.of("*"), List.of("*")));

    Verdict decide(User user, Action action);

    /** All that the user may do in a namespace, what they may do everywhere included. */
    List<Rule> rules(User user, String namespace);

    /** The answer to whether somebody may. */
    sealed interface Verdict {

        /** {@code reason} says what allows it. */
        record Allowed(String reason) implements Verdict {}

        /** {@code reason} says more than that nothing allows it, or is empty. */
        record Denied(String reason) implements Verdict {}
    }
}
