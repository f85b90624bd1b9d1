package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.api.core.access.Authenticator;
import io.samegate.api.core.access.Authorizer;
import io.samegate.api.core.access.Credentials;
import io.samegate.api.core.access.User;
import io.samegate.contracts.request.Statuses;
import io.vertx.ext.web.RoutingContext;

/** Who may come in: every request passes here first. Stateless. */
public final class Entrance {

    private static final String USER = "samegate.user";

    private final Guard guard;
    private final Authenticator authenticator;
    private final Authorizer authorizer;

    public Entrance(Guard guard, Authenticator authenticator, Authorizer authorizer) {
        this.guard = guard;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
    }

    /** Who sent a request that has come in. */
    static User userOf(RoutingContext context) {
        User user = context.get(USER);
        return user;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    /** @throws RefusedException 403 for a request that may come from a foreign page, 401 for credentials that are not valid */
    void check(RoutingContext context) {
        guard.check(context.request());
        User user = switch (authenticator.check(Credentials.NONE)) {
            case Authenticator.Finding.Known(User known) -> known;
            case Authenticator.Finding.Silent silent -> User.ANONYMOUS;
            case Authenticator.Finding.Rejected rejected ->
                throw new RefusedException(Statuses.of(401, "Unauthorized", "Unauthorized"));
        };
        context.put(USER, user);
    }
}
