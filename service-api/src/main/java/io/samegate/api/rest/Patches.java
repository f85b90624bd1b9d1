package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.defaults.ClusterIps;
import io.samegate.api.core.defaults.Defaults;
import io.samegate.api.core.defaults.NewObject;
import io.samegate.api.core.fields.Applied;
import io.samegate.api.core.fields.FieldManager;
import io.samegate.api.core.fields.ServerSideApply;
import io.samegate.api.core.objects.Stamped;
import io.samegate.api.core.patch.PatchType;
import io.samegate.api.core.query.WriteQuery;
import io.samegate.api.core.validate.Validation;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.eventlog.follow.Entry;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Patches and server-side applies. On worker threads. */
final class Patches {

    private static final int ATTEMPTS = 5;
    private static final String VERSION = "/metadata/resourceVersion";
    private static final String APPLY = "application/apply-patch+yaml";

    private final Rounds rounds;
    private final Writes writes;
    private final Answering answering;
    private final InstantSource clock;

    Patches(Rounds rounds, Writes writes, Answering answering, InstantSource clock) {
        this.rounds = rounds;
        this.writes = writes;
        this.answering = answering;
        this.clock = clock;
    }

    /** One patch, in a form that changes what is stored. */
    private record Asked(Call call, PatchType type, JsonNode patch, WriteQuery query, Part part) {}

    void patch(Call call, Buffer body, Part part) {
        String mediaType = Payload.mediaType(call.header("Content-Type"));
        if (mediaType.equals(APPLY)) {
            apply(call, body, part);
            return;
        }
        PatchType type = PatchType.of(mediaType).orElseThrow(Patches::unsupported);
        WriteQuery query = WriteQuery.parse(call.query(), WriteQuery.Verb.PATCH);
        JsonNode patch = Payload.json(call, body);
        Asked asked = new Asked(call, type, patch, query, part);
        // Who says which version is to be patched has it patched once, or not at all.
        int attempts = namesVersion(patch) ? 1 : ATTEMPTS;
        answering.with(call, 200, rounds.run(call, attempts, (stored, first) -> {
            Entry<HasMetadata> entry =
                    stored.orElseThrow(() -> new RefusedException(Statuses.notFound(call.kind(), call.name())));
            return patched(asked, entry, first);
        }));
    }

    private void apply(Call call, Buffer body, Part part) {
        WriteQuery query = WriteQuery.parse(call.query(), WriteQuery.Verb.APPLY);
        Applied applied = Applied.read(Payload.yaml(call, body), call.kind(), call.namespace(), call.name());
        String named = ObjectReader.preconditions(applied.object()).resourceVersion();
        answering.with(call, 200, rounds.run(call, named.isEmpty() ? ATTEMPTS : 1, (stored, first) -> {
            ServerSideApply apply =
                    new ServerSideApply(applied, query.fieldManager(), part, query.force(), clock.instant());
            JsonNode tree = apply.onto(stored.map(Entry::value));
            HasMetadata object = ObjectReader.read(tree, call.kind(), call.namespace(), call.name());
            return stored.isEmpty()
                    ? create(call, object, applied, query, part)
                    : replace(call, object, ObjectReader.preconditions(applied.object()), stored.get(), query, part);
        }));
    }

    private Request create(Call call, HasMetadata given, Applied applied, WriteQuery query, Part part) {
        if (part == Part.STATUS) {
            throw new RefusedException(Statuses.notFound(call.kind(), call.name()));
        }
        if (!ObjectReader.preconditions(applied.object()).equals(Preconditions.NONE)) {
            throw new RefusedException(Statuses.modified(call.kind(), call.name()));
        }
        HasMetadata object = NewObject.prepare(given, call.namespace(), "");
        Mutations.requireValid(Validation.onCreate(object), object);
        return new Request.Create(header(call, query), object);
    }

    private Request patched(Asked asked, Entry<HasMetadata> entry, boolean first) {
        Call call = asked.call();
        JsonNode current = Json.tree(Stamped.of(entry.value(), entry.offset()));
        JsonNode patched = asked.type().apply(call.kind(), current, asked.patch());
        HasMetadata given = ObjectReader.read(patched, call.kind(), call.namespace(), call.name());
        if (first) {
            Fields.check(call.context(), patched, call.kind(), asked.query().fieldValidation());
        }
        Preconditions named = ObjectReader.preconditions(given);
        HasMetadata object = FieldManager.updated(
                entry.value(), Defaults.apply(given, call.namespace()), asked.part(), manager(asked), clock.instant());
        return replace(call, object, named, entry, asked.query(), asked.part());
    }

    private Request replace(
            Call call, HasMetadata given, Preconditions named, Entry<HasMetadata> entry, WriteQuery query, Part part) {
        ClusterIps.follow(entry.value(), given);
        HasMetadata object = Defaults.apply(given, call.namespace());
        return Mutations.replacing(header(call, query), object, named, entry, part);
    }

    private RequestHeader header(Call call, WriteQuery query) {
        return writes.header(call.user(), call.kind(), call.key(), query.dryRun());
    }

    private static String manager(Asked asked) {
        return FieldManager.name(asked.query().fieldManager(), asked.call().header("User-Agent"));
    }

    private static RefusedException unsupported() {
        return Payload.unsupported(String.join(
                ", ",
                Stream.concat(PatchType.mediaTypes().stream(), Stream.of(APPLY)).toList()));
    }

    private static boolean namesVersion(JsonNode patch) {
        return patch.isArray()
                ? StreamSupport.stream(patch.spliterator(), false)
                        .anyMatch(operation -> operation.path("path").asText().equals(VERSION))
                : !patch.at(VERSION).isMissingNode();
    }
}
