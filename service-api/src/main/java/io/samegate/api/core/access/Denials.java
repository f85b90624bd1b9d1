package io.samegate.api.core.access;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusDetailsBuilder;
import io.samegate.contracts.request.Quoted;
import io.samegate.contracts.request.Statuses;

/** Who may not come in hears so in Kubernetes' words. Stateless. */
public final class Denials {

    private Denials() {}

    /** 401: no credentials, or none that are valid. Why they are not is nobody's business but the log's. */
    public static Status unauthorized() {
        return Statuses.of(401, "Unauthorized", "Unauthorized");
    }

    /** 403; {@code reason} is what there is to say beyond that nothing allows it, or empty. */
    public static Status forbidden(User user, Action action, String reason) {
        String why = sentence(user, action) + (reason.isEmpty() ? "" : ": " + reason);
        return switch (action) {
            case Action.OnPath path -> status("forbidden: " + why);
            case Action.OnResource on -> {
                String resource = on.group().isEmpty() ? on.resource() : on.resource() + "." + on.group();
                String what = on.name().isEmpty() ? resource : resource + " " + Quoted.json(on.name());
                yield new StatusBuilder(status(what + " is forbidden: " + why))
                        .withDetails(new StatusDetailsBuilder()
                                .withName(on.name().isEmpty() ? null : on.name())
                                .withGroup(on.group().isEmpty() ? null : on.group())
                                .withKind(on.resource())
                                .build())
                        .build();
            }
        };
    }

    /** {@code User "jane" cannot list resource "pods" in API group "" in the namespace "shop"}. */
    private static String sentence(User user, Action action) {
        String who = "User " + Quoted.json(user.name()) + " cannot " + action.verb();
        String whole = switch (action) {
            case Action.OnPath(String verb, String path) -> who + " path " + Quoted.json(path);
            case Action.OnResource on ->
                who + " resource " + Quoted.json(on.qualified()) + " in API group " + Quoted.json(on.group())
                        + (on.namespace().isEmpty()
                                ? " at the cluster scope"
                                : " in the namespace " + Quoted.json(on.namespace()));
        };
        return whole.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static Status status(String message) {
        return Statuses.of(403, "Forbidden", message);
    }
}
