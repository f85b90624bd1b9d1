package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.Status;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.query.WatchQuery;
import io.samegate.api.core.resource.Resource;
import io.samegate.api.store.Views;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Leads requests to whoever answers them. On the event loop of the request; nothing here blocks it. */
public final class ApiRoutes {

    private final Entrance entrance;
    private final Views views;
    private final Reads reads;
    private final Mutations mutations;
    private final Patches patches;
    private final Deletes deletes;
    private final EventRoute events;

    ApiRoutes(
            Entrance entrance,
            Views views,
            Reads reads,
            Mutations mutations,
            Patches patches,
            Deletes deletes,
            EventRoute events) {
        this.entrance = entrance;
        this.views = views;
        this.reads = reads;
        this.mutations = mutations;
        this.patches = patches;
        this.deletes = deletes;
        this.events = events;
    }

    /** Nothing else may be routed at these paths. */
    public void install(Router router) {
        router.route().handler(this::guarded);
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
            entrance.check(context);
            context.next();
        });
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
                    target.kind(),
                    target.namespace(),
                    target.name(),
                    Query.of(context.request().params()));
            resource(call, target.subresource());
        });
    }

    private void resource(Call call, String subresource) {
        boolean status =
                subresource.equals("status") && Resource.of(call.kind()).hasStatus();
        if (!subresource.isEmpty() && !status) {
            throw new RefusedException(unknownPath());
        }
        Part part = subresource.isEmpty() ? Part.MAIN : Part.STATUS;
        HttpMethod method = call.context().request().method();
        boolean collection = call.name().isEmpty();
        boolean allNamespaces = call.kind().namespaced() && call.namespace().isEmpty();
        if (method.equals(HttpMethod.GET)) {
            read(call);
        } else if (allNamespaces) {
            throw notAllowed();
        } else if (method.equals(HttpMethod.POST) && collection) {
            withBody(call, body -> mutations.create(call, body));
        } else if (method.equals(HttpMethod.PUT) && !collection) {
            withBody(call, body -> mutations.replace(call, body, part));
        } else if (method.equals(HttpMethod.PATCH) && !collection) {
            withBody(call, body -> patches.patch(call, body, part));
        } else if (method.equals(HttpMethod.DELETE) && part == Part.MAIN) {
            withBody(call, body -> delete(call, body));
        } else {
            throw notAllowed();
        }
    }

    private void delete(Call call, Buffer body) {
        if (call.name().isEmpty()) {
            deletes.selected(call, body);
        } else {
            deletes.one(call, body);
        }
    }

    private void read(Call call) {
        if (WatchQuery.isAskedFor(call.query())) {
            reads.watch(call);
        } else if (call.name().isEmpty()) {
            reads.list(call);
        } else {
            reads.get(call);
        }
    }

    /** Reading and checking a body takes a while, so that is done on a worker. */
    private static void withBody(Call call, Consumer<Buffer> then) {
        RoutingContext context = call.context();
        Bodies.read(context.request())
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

    private static RefusedException notAllowed() {
        return new RefusedException(Statuses.of(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource"));
    }

    private static Status unknownPath() {
        return Statuses.of(404, "NotFound", "the server could not find the requested resource");
    }
}
