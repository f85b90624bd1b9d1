package io.samegate.api.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.access.Reviews;
import io.samegate.api.core.query.WatchQuery;
import io.samegate.api.core.resource.Subresource;
import io.samegate.api.store.Views;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Leads requests to whoever answers them. On the event loop of the request; nothing here blocks it. */
public final class ApiRoutes {

    private static final String UNKNOWN = "the server could not find the requested resource";

    /** What only somebody who runs Pods could answer. */
    private static final Set<String> RUNNING =
            Set.of("attach", "binding", "ephemeralcontainers", "exec", "log", "portforward", "proxy", "resize");

    private final Entrance entrance;
    private final Views views;
    private final Reads reads;
    private final Mutations mutations;
    private final Patches patches;
    private final Deletes deletes;
    private final EventRoute events;
    private final Bodies bodies;
    private final Reviews reviews;

    ApiRoutes(
            Entrance entrance,
            Views views,
            Reads reads,
            Mutations mutations,
            Patches patches,
            Deletes deletes,
            EventRoute events,
            Bodies bodies) {
        this.entrance = entrance;
        this.views = views;
        this.reads = reads;
        this.mutations = mutations;
        this.patches = patches;
        this.deletes = deletes;
        this.events = events;
        this.bodies = bodies;
        this.reviews = new Reviews(entrance.authorizer());
    }

    /** Nothing else may be routed at these paths. */
    public void install(Router router) {
        router.route().handler(this::guarded).failureHandler(ApiRoutes::unroutable);
        router.get("/livez").handler(context -> Replies.text(context, 200, "ok"));
        router.get("/healthz").handler(context -> Replies.text(context, 200, "ok"));
        router.get("/readyz").handler(this::readiness);
        DiscoveryRoutes.install(router);
        router.get("/events").handler(context -> answering(context, () -> events.open(context)));
        router.route("/api/*").handler(this::resource);
        router.route("/apis/*").handler(this::resource);
        router.route().handler(context -> Replies.status(context, unknownPath()));
    }

    private void guarded(RoutingContext context) {
        context.request().pause(); // until somebody wants the body, or the answer goes out
        answering(context, () -> {
            RequestLine.check(context.request());
            entrance.check(context);
            context.next();
        });
    }

    /** What begins with no slash is led to no handler; the framework's own answers to it are no Status. */
    private static void unroutable(RoutingContext context) {
        switch (context.statusCode()) {
            case 400 -> Replies.status(context, Statuses.badRequest("the path must begin with a slash"));
            case 404 -> Replies.status(context, unknownPath());
            default -> context.next();
        }
    }

    private void readiness(RoutingContext context) {
        boolean ready = isReady();
        Replies.text(context, ready ? 200 : 503, ready ? "ok" : "the log is still being read");
    }

    /** A namespace named default is the first thing the first writer of all makes. */
    private boolean isReady() {
        return views.areReady()
                && views.of(ObjectKind.NAMESPACE)
                        .get(ObjectKey.clusterScoped("default"))
                        .isPresent();
    }

    private void resource(RoutingContext context) {
        answering(context, () -> {
            if (!isReady()) {
                context.response().putHeader("Retry-After", "1");
                throw new RefusedException(
                        Statuses.of(503, "ServiceUnavailable", "not ready yet: the log is still being read"));
            }
            Paths.Target target =
                    Paths.parse(context.request().path()).orElseThrow(() -> new RefusedException(unknownPath()));
            Call call = new Call(
                    context,
                    target.resource(),
                    target.namespace(),
                    target.name(),
                    Query.of(context.request().params()));
            String method = context.request().method().name();
            answer(call, target.subresource(), target.verb(method, WatchQuery.isAskedFor(call.query())));
        });
    }

    private void answer(Call call, String subresource, String verb) {
        AnswerForm.requireAcceptable(call.context().request(), verb.equals("watch"));
        if (subresource.isEmpty()) {
            if (!call.resource().allows(verb)) {
                throw notAllowed(call);
            }
            carryOut(call, verb, Part.MAIN);
        } else if (RUNNING.contains(subresource)) {
            throw new RefusedException(Statuses.of(
                    404,
                    "NotFound",
                    UNKNOWN + ": nobody runs anything here, so there is no "
                            + call.named().plural() + "/" + subresource));
        } else {
            Subresource below =
                    call.resource().subresource(subresource).orElseThrow(() -> new RefusedException(unknownPath()));
            if (!below.verbs().contains(verb)) {
                throw notAllowed(call);
            }
            below(call, subresource, verb);
        }
    }

    private void below(Call call, String subresource, String verb) {
        switch (subresource) {
            case "eviction" -> withBody(call, body -> deletes.evict(call, body));
            case "finalize" -> carryOut(call, verb, Part.FINALIZERS);
            default -> carryOut(call, verb, Part.STATUS);
        }
    }

    private void carryOut(Call call, String verb, Part part) {
        switch (verb) {
            case "get" -> reads.get(call);
            case "list" -> reads.list(call);
            case "watch" -> reads.watch(call);
            case "create" -> withBody(call, body -> create(call, body));
            case "update" -> withBody(call, body -> mutations.replace(call, body, part));
            case "patch" -> withBody(call, body -> patches.patch(call, body, part));
            case "delete" -> withBody(call, body -> deletes.one(call, body));
            case "deletecollection" -> withBody(call, body -> deletes.selected(call, body));
            default -> throw notAllowed(call);
        }
    }

    private void create(Call call, Buffer body) {
        if (call.resource().hasObjects()) {
            mutations.create(call, body);
            return;
        }
        ObjectNode answer = reviews.answer(call.named(), Payload.tree(call, body), call.user());
        Replies.onLoop(
                call.context(),
                CompletableFuture.completedFuture(answer),
                shown -> Replies.json(call.context(), 201, shown));
    }

    /** Reading and checking a body takes a while, so that is done on a worker. */
    private void withBody(Call call, Consumer<Buffer> then) {
        RoutingContext context = call.context();
        bodies.read(context)
                .compose(body -> context.vertx()
                        .executeBlocking(
                                () -> {
                                    then.accept(body);
                                    return body;
                                },
                                false))
                .onFailure(failure -> Replies.failure(context, failure));
    }

    private static void answering(RoutingContext context, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            Replies.failure(context, e);
        }
    }

    private static RefusedException notAllowed(Call call) {
        String message = "the server does not allow this method on the requested resource";
        return new RefusedException(Statuses.of(
                405,
                "MethodNotAllowed",
                call.resource().hasObjects()
                        ? message
                        : message + ": there are never any " + call.named().qualified() + " here"));
    }

    static Status unknownPath() {
        return Statuses.of(404, "NotFound", UNKNOWN);
    }
}
