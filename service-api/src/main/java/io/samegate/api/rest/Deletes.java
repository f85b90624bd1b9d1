package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.query.DeleteQuery;
import io.samegate.api.core.query.ListQuery;
import io.samegate.api.store.ObjectView;
import io.samegate.api.store.Views;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.request.Request;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Deletes one object, or all of a selection. On worker threads. */
final class Deletes {

    private final Views views;
    private final Writes writes;
    private final Answering answering;

    Deletes(Views views, Writes writes, Answering answering) {
        this.views = views;
        this.writes = writes;
        this.answering = answering;
    }

    void one(Call call, Buffer body) {
        answering.with(
                call,
                200,
                writes.write(request(call, call.key(), DeleteQuery.parse(call.query(), Payload.tree(call, body)))));
    }

    /** The objects as they were when the request came, each deleted by itself. */
    void selected(Call call, Buffer body) {
        ObjectView view = views.of(call.kind());
        DeleteQuery options = DeleteQuery.parse(call.query(), Payload.tree(call, body));
        ListQuery query = ListQuery.parse(call.query(), call.kind());
        Selection selection = new Selection(call.namespace(), query.labels(), query.fields());
        Shape shape = call.shape(query.includeObject(), answering.clock());
        List<HasMetadata> found =
                Reads.selected(view.list(call.namespace()), selection).toList();
        CompletableFuture<?>[] deleted = found.stream()
                .map(object -> writes.write(request(call, ObjectKey.of(object), options)))
                .toArray(CompletableFuture[]::new);
        Replies.onLoop(
                call.context(),
                CompletableFuture.allOf(deleted),
                nothing -> Replies.json(call.context(), 200, shape.list(found, Long.toString(view.position()), "", 0)));
    }

    private Request request(Call call, ObjectKey key, DeleteQuery options) {
        var header = writes.header(call.user(), call.kind(), key, options.dryRun());
        return new Request.Delete(header, options.preconditions(), options.grace());
    }
}
