package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.api.core.access.Action;
import io.samegate.api.core.access.Actions;
import io.samegate.api.core.access.Authenticator;
import io.samegate.api.core.access.Authorizer;
import io.samegate.api.core.access.Credentials;
import io.samegate.api.core.access.Denials;
import io.samegate.api.core.access.User;
import io.samegate.api.core.query.WatchQuery;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Who may come in. Every request passes here before anything looks at what it is about: no foreign page, then who asks, then
 * whether they may. On the event loop of the request.
 */
public final class Entrance {

    private static final String USER = "samegate.user";
    private static final String IMPERSONATION = "Impersonate-";

    private final Guard guard;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final RefusalLog log;

    public Entrance(Guard guard, Authenticator authenticator, Authorizer authorizer, InstantSource clock) {
        this.guard = guard;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.log = new RefusalLog(clock);
    }

    /** Who sent a request that has come in. */
    static User userOf(RoutingContext context) {
        User user = context.get(USER);
        return user;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    /**
     * @throws RefusedException 403 for a request that may come from a foreign page, 401 without valid credentials where they
     *     are needed, 403 for what the user may not do, 404 for a path that would be taken for another one
     */
    void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        guard.check(request);
        User user = whoAsks(request);
        refuseImpersonation(request, user);
        requireAllowed(request, user, action(context));
        context.put(USER, user);
    }

    /**
     * For a request that has come in as a change and finds nothing to change: to make something takes the right to.
     *
     * @throws RefusedException 403
     */
    void requireMayCreate(RoutingContext context) {
        if (action(context) instanceof Action.OnResource asked) {
            requireAllowed(context.request(), userOf(context), asked.with("create"));
        }
    }

    private User whoAsks(HttpServerRequest request) {
        return switch (authenticator.check(credentials(request))) {
            case Authenticator.Finding.Known(User known) -> known;
            case Authenticator.Finding.Silent silent -> User.ANONYMOUS;
            case Authenticator.Finding.Rejected(String why) -> {
                log.unauthorized(RefusalLog.Asked.of(request), why);
                throw new RefusedException(Denials.unauthorized());
            }
        };
    }

    private void requireAllowed(HttpServerRequest request, User user, Action action) {
        switch (authorizer.decide(user, action)) {
            case Authorizer.Verdict.Allowed allowed -> {
                // Nothing more to ask.
            }
            case Authorizer.Verdict.Denied denied
            when user.isAnonymous() -> {
                log.unauthorized(RefusalLog.Asked.of(request), "no credentials");
                throw new RefusedException(Denials.unauthorized());
            }
            case Authorizer.Verdict.Denied(String reason) -> {
                throw forbidden(request, user, action, reason);
            }
        }
    }

    /** To carry it out as the user themselves would be another request than the one that was meant. */
    private void refuseImpersonation(HttpServerRequest request, User user) {
        boolean asked = request.headers().names().stream()
                .anyMatch(name -> name.regionMatches(true, 0, IMPERSONATION, 0, IMPERSONATION.length()));
        if (asked) {
            String whom = Optional.ofNullable(request.getHeader(IMPERSONATION + "User"))
                    .orElse("");
            Action action = new Action.OnResource("impersonate", "", "users", "", "", whom);
            throw forbidden(request, user, action, "impersonation is not supported by this server");
        }
    }

    private RefusedException forbidden(HttpServerRequest request, User user, Action action, String reason) {
        log.forbidden(RefusalLog.Asked.of(request), user, action, reason);
        return new RefusedException(Denials.forbidden(user, action, reason));
    }

    private static Credentials credentials(HttpServerRequest request) {
        return new Credentials(token(request), certificates(request));
    }

    private static String token(HttpServerRequest request) {
        String[] words = Optional.ofNullable(request.getHeader("Authorization"))
                .orElse("")
                .strip()
                .split(" +", 2);
        return words.length == 2 && words[0].toLowerCase(Locale.ROOT).equals("bearer") ? words[1].strip() : "";
    }

    private static List<X509Certificate> certificates(HttpServerRequest request) {
        if (!request.isSSL()) {
            return List.of();
        }
        try {
            return request.connection().peerCertificates().stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // the client has sent none
        }
    }

    /** Routes follow the path without its dots; were it asked for as another path than it is answered as, it is not found. */
    private static Action action(RoutingContext context) {
        HttpServerRequest request = context.request();
        Map<String, List<String>> query = Query.of(request.params());
        String method = request.method().name();
        boolean watch = WatchQuery.isAskedFor(query);
        String name = selectedName(query);
        Action asked = Actions.of(method, request.path(), watch, name);
        if (!asked.equals(Actions.of(method, context.normalizedPath(), watch, name))) {
            throw new RefusedException(ApiRoutes.unknownPath());
        }
        return asked;
    }

    /** The one name a field selector asks for; a selector with escapes is not taken apart here, it counts as one for all. */
    private static String selectedName(Map<String, List<String>> query) {
        String selector = Query.first(query, "fieldSelector");
        return Arrays.stream(selector.indexOf('\\') >= 0 ? new String[0] : selector.split(","))
                .map(term -> term.split("==?", 2))
                .filter(term -> term.length == 2 && term[0].strip().equals("metadata.name"))
                .map(term -> term[1].strip())
                .findFirst()
                .orElse("");
    }
}
