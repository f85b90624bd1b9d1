package io.samegate.api.core.access;

import java.util.ArrayList;
import java.util.List;

/**
 * Kubernetes' role based access control: everything is forbidden that no binding allows, so a further binding never takes
 * anything away. Members of {@code system:masters} may do everything, whatever the bindings say. Immutable.
 */
public final class Rbac implements Authorizer {

    private static final String MASTERS = "system:masters";

    /** The built-in bindings alone. */
    public static final Rbac WITHOUT_BINDINGS = new Rbac(List.of());

    private final List<Binding> bindings;

    Rbac(List<Binding> bindings) {
        this.bindings = new ArrayList<>(BuiltIn.bindings());
        this.bindings.addAll(bindings);
    }

    @Override
    public Verdict decide(User user, Action action) {
        if (user.groups().contains(MASTERS)) {
            return new Verdict.Allowed("RBAC: allowed to group \"" + MASTERS + "\"");
        }
        return bindings.stream()
                .flatMap(binding -> binding.reasonToAllow(user, action).stream())
                .findFirst()
                .<Verdict>map(title -> new Verdict.Allowed("RBAC: allowed by " + title))
                .orElse(new Verdict.Denied(""));
    }

    @Override
    public List<Rule> rules(User user, String namespace) {
        if (user.groups().contains(MASTERS)) {
            return EVERYTHING;
        }
        return bindings.stream()
                .filter(binding -> binding.holdsIn(namespace) && binding.isFor(user))
                .flatMap(binding -> binding.rules().stream())
                .distinct()
                .toList();
    }
}
