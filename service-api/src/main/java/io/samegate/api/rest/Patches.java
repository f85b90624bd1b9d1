package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.defaults.Defaults;
import io.samegate.api.core.objects.Stamped;
import io.samegate.api.core.patch.PatchType;
import io.samegate.api.core.query.WriteQuery;
import io.samegate.api.core.validate.Validation;
import io.samegate.api.store.ObjectView;
import io.samegate.api.store.Views;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.follow.Entry;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.StreamSupport;

/**
 * Patches: computed here on the newest object there is, carried out as a replacement of exactly that one, and computed
 * anew when somebody else was faster. On worker threads.
 */
final class Patches {

    private static final int ATTEMPTS = 5;
    private static final String VERSION = "/metadata/resourceVersion";

    private final Views views;
    private final Writes writes;
    private final Answering answering;
    private final Duration freshWait;

    Patches(Views views, Writes writes, Answering answering, Duration freshWait) {
        this.views = views;
        this.writes = writes;
        this.answering = answering;
        this.freshWait = freshWait;
    }

    /**
     * One patch.
     *
     * @param namesVersion whether the client itself says on which version it is to be made; then it is made once
     */
    private record Asked(
            Call call, PatchType type, JsonNode patch, WriteQuery query, Part part, boolean namesVersion) {}

    void patch(Call call, Buffer body, Part part) {
        PatchType type = PatchType.of(Payload.mediaType(call.header("Content-Type")))
                .orElseThrow(() -> Payload.unsupported(String.join(", ", PatchType.mediaTypes())));
        WriteQuery query = WriteQuery.parse(call.query(), WriteQuery.Verb.PATCH);
        JsonNode patch = Payload.json(body);
        Executor workers = workers(call);
        Asked asked = new Asked(call, type, patch, query, part, namesVersion(patch));
        answering.with(call, 200, attempt(asked, workers, ATTEMPTS));
    }

    private CompletableFuture<Writes.Written> attempt(Asked asked, Executor workers, int left) {
        ObjectView view = views.of(asked.call().kind());
        return view.fresh(freshWait)
                .thenComposeAsync(fresh -> writes.write(request(asked, view, left == ATTEMPTS)), workers)
                .thenCompose(written -> isConflict(written) && !asked.namesVersion() && left > 1
                        ? attempt(asked, workers, left - 1)
                        : CompletableFuture.completedFuture(written));
    }

    private Request request(Asked asked, ObjectView view, boolean first) {
        Call call = asked.call();
        Entry<HasMetadata> entry = view.get(call.key())
                .orElseThrow(() -> new RefusedException(Statuses.notFound(call.kind(), call.name())));
        JsonNode current = Json.tree(Stamped.of(entry.value(), entry.offset()));
        JsonNode patched = asked.type().apply(call.kind(), current, asked.patch());
        HasMetadata given = ObjectReader.read(patched, call.kind(), call.namespace(), call.name());
        if (first) {
            Fields.check(call.context(), patched, call.kind(), asked.query().fieldValidation());
        }
        Preconditions named = ObjectReader.preconditions(given);
        String version = entry.resourceVersion();
        if (named.asksForResourceVersion() && !named.resourceVersion().equals(version)) {
            throw new RefusedException(Statuses.modified(call.kind(), call.name()));
        }
        HasMetadata object = Defaults.apply(given, call.namespace());
        Mutations.requireValid(Validation.onUpdate(object), object);
        RequestHeader header = writes.header(
                call.user(), call.kind(), call.key(), asked.query().dryRun());
        return new Request.Replace(header, object, new Preconditions(named.uid(), version), asked.part());
    }

    private static boolean isConflict(Writes.Written written) {
        return written instanceof Writes.Written.Refused refused
                && "Conflict".equals(refused.status().getReason());
    }

    private static boolean namesVersion(JsonNode patch) {
        return patch.isArray()
                ? StreamSupport.stream(patch.spliterator(), false)
                        .anyMatch(operation -> operation.path("path").asText().equals(VERSION))
                : !patch.at(VERSION).isMissingNode();
    }

    private static Executor workers(Call call) {
        Context context = call.context().vertx().getOrCreateContext();
        return work -> context.executeBlocking(
                () -> {
                    work.run();
                    return work;
                },
                false);
    }
}
