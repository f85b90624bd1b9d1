package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.query.DeleteQuery;
import io.samegate.api.core.query.ListQuery;
import io.samegate.api.core.table.IncludeObject;
import io.samegate.api.store.ObjectView;
import io.samegate.api.store.Views;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Request;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Deletes one object, or all of a selection, or evicts a Pod. On worker threads. */
final class Deletes {

    /** Of these a client gets to see the last state; of others that they are gone. */
    private static final Set<ObjectKind> SHOWN = Set.of(ObjectKind.SERVICE, ObjectKind.POD);

    /** How many deletions of a collection are under way at a time. */
    private static final int WAVE = 200;

    private final Views views;
    private final Writes writes;
    private final Answering answering;
    private final Duration freshWait;

    Deletes(Views views, Writes writes, Answering answering, Duration freshWait) {
        this.views = views;
        this.writes = writes;
        this.answering = answering;
        this.freshWait = freshWait;
    }

    void one(Call call, Buffer body) {
        DeleteQuery options = DeleteQuery.parse(call.query(), Payload.tree(call, body));
        Replies.onLoop(call.context(), writes.write(request(call, call.key(), options)), written -> {
            switch (written) {
                case Writes.Written.Stored(HasMetadata object) -> stays(call, options, object);
                case Writes.Written.Created created -> throw new IllegalStateException("a delete creates nothing");
                case Writes.Written.Removed(HasMetadata last) -> gone(call, last);
                case Writes.Written.Refused refused -> Replies.status(call.context(), refused.status());
            }
        });
    }

    /** The objects as they are when the request comes, each deleted by itself. */
    void selected(Call call, Buffer body) {
        DeleteQuery options = DeleteQuery.parse(call.query(), Payload.tree(call, body));
        ListQuery query = ListQuery.parse(call.query(), call.kind());
        Selection selection = new Selection(call.namespace(), query.labels(), query.fields());
        Shape shape = call.shape(query.includeObject(), answering.clock());
        ObjectView view = views.of(call.kind());
        Executor workers = Workers.of(call.context());
        CompletableFuture<List<HasMetadata>> deleted = view.fresh(freshWait)
                .thenComposeAsync(
                        fresh -> {
                            List<HasMetadata> found = Reads.selected(view.list(call.namespace()), selection)
                                    .limit(query.limit() == 0 ? Long.MAX_VALUE : query.limit())
                                    .toList();
                            return each(call, workers, found, options).thenApply(done -> found);
                        },
                        workers);
        Replies.onLoop(
                call.context(),
                deleted,
                found -> Replies.json(call.context(), 200, shape.list(found, Long.toString(view.position()), "", 0)));
    }

    /** An eviction is a graceful deletion that somebody could object to; nobody does here. */
    void evict(Call call, Buffer body) {
        JsonNode eviction = Payload.tree(call, body);
        String name = eviction.at("/metadata/name").asText(call.name());
        if (!eviction.isObject() || !eviction.path("kind").asText("Eviction").equals("Eviction")) {
            throw RefusedException.badRequest("the object provided is unrecognized (must be of type Eviction)");
        }
        if (!name.equals(call.name())) {
            throw RefusedException.badRequest("name in URL does not match name in Eviction object");
        }
        DeleteQuery options = DeleteQuery.parse(call.query(), eviction.path("deleteOptions"));
        Replies.onLoop(call.context(), writes.write(request(call, call.key(), options)), written -> {
            if (written instanceof Writes.Written.Refused(Status status)) {
                Replies.status(call.context(), status);
            } else {
                Replies.json(call.context(), 201, success().put("code", 201));
            }
        });
    }

    /** One wave after the other; fails with the first refusal of one that is still there. */
    private CompletableFuture<Void> each(Call call, Executor workers, List<HasMetadata> objects, DeleteQuery options) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (int from = 0; from < objects.size(); from += WAVE) {
            List<HasMetadata> wave = objects.subList(from, Math.min(from + WAVE, objects.size()));
            done = done.thenComposeAsync(
                    nothing -> CompletableFuture.allOf(wave.stream()
                            .map(object -> deleted(call, object, options))
                            .toArray(CompletableFuture[]::new)),
                    workers);
        }
        return done;
    }

    private CompletableFuture<Void> deleted(Call call, HasMetadata object, DeleteQuery options) {
        return writes.write(request(call, ObjectKey.of(object), options)).thenAccept(written -> {
            if (written instanceof Writes.Written.Refused(Status status) && status.getCode() != 404) {
                throw new RefusedException(status);
            }
        });
    }

    /** The object is only marked, or this is a dry run, which tells the same as the deletion would. */
    private void stays(Call call, DeleteQuery options, HasMetadata object) {
        if (options.dryRun() && object.getMetadata().getDeletionTimestamp() == null) {
            gone(call, object);
        } else {
            show(call, options.cascading() ? 202 : 200, object);
        }
    }

    private void gone(Call call, HasMetadata last) {
        if (SHOWN.contains(call.kind())) {
            show(call, 200, last);
            return;
        }
        ObjectNode status = success();
        ObjectNode details = status.putObject("details").put("name", call.name());
        if (!call.kind().group().isEmpty()) {
            details.put("group", call.kind().group());
        }
        details.put("kind", call.kind().plural()).put("uid", last.getMetadata().getUid());
        Replies.json(call.context(), 200, status);
    }

    private void show(Call call, int code, HasMetadata object) {
        Shape shape = call.shape(IncludeObject.METADATA, answering.clock());
        Replies.json(call.context(), code, shape.single(object));
    }

    private static ObjectNode success() {
        ObjectNode status = Json.mapper().createObjectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        return status.put("status", "Success");
    }

    private Request request(Call call, ObjectKey key, DeleteQuery options) {
        var header = writes.header(call.user(), call.kind(), key, options.dryRun());
        return new Request.Delete(header, options.preconditions(), options.grace());
    }
}
