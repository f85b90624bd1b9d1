package io.samegate.api.core.access;

import java.util.List;
import java.util.Optional;

/**
 * What is allowed to whom, and where.
 *
 * @param title as answers name it: {@code RoleBinding "editors/shop" of ClusterRole "edit"}
 * @param namespace where it holds; empty for everywhere, cluster-scoped kinds and paths included
 * @param rules of the role
 */
record Binding(String title, String namespace, List<Subject> subjects, List<Rule> rules) {

    Binding {
        subjects = List.copyOf(subjects);
        rules = List.copyOf(rules);
    }

    boolean isFor(User user) {
        return subjects.stream().anyMatch(subject -> subject.is(user));
    }

    /** Whether it says anything about what is in that namespace; empty is outside of all. */
    boolean holdsIn(String asked) {
        return namespace.isEmpty() || namespace.equals(asked);
    }

    Optional<String> reasonToAllow(User user, Action action) {
        String asked = switch (action) {
            case Action.OnResource on -> on.namespace();
            case Action.OnPath path -> "";
        };
        return holdsIn(asked) && isFor(user) && rules.stream().anyMatch(rule -> rule.allows(action))
                ? Optional.of(title)
                : Optional.empty();
    }
}
