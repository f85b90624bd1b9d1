package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.defaults.ClusterIps;
import io.samegate.api.core.defaults.Defaults;
import io.samegate.api.core.defaults.GeneratedName;
import io.samegate.api.core.defaults.NewObject;
import io.samegate.api.core.fields.FieldManager;
import io.samegate.api.core.query.WriteQuery;
import io.samegate.api.core.validate.Validation;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.TopicKind;
import io.samegate.eventlog.follow.Entry;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Creates and replaces. On worker threads. */
final class Mutations {

    private static final Set<ObjectKind> CREATED_BY_REPLACE = Set.of(ObjectKind.SERVICE, ObjectKind.ENDPOINTS);

    /** Who does not say which version to replace means whatever there is, however often that changes meanwhile. */
    private static final int ATTEMPTS = 50;

    private final Rounds rounds;
    private final Writes writes;
    private final Answering answering;
    private final InstantSource clock;

    Mutations(Rounds rounds, Writes writes, Answering answering, InstantSource clock) {
        this.rounds = rounds;
        this.writes = writes;
        this.answering = answering;
        this.clock = clock;
    }

    void create(Call call, Buffer body) {
        JsonNode tree = Payload.tree(call, body);
        WriteQuery query = WriteQuery.parse(call.query(), WriteQuery.Verb.CREATE);
        answering.with(call, 201, writes.write(creation(call, read(call, tree, query, true), query)));
    }

    void replace(Call call, Buffer body, Part part) {
        JsonNode tree = Payload.tree(call, body);
        WriteQuery query = WriteQuery.parse(call.query(), WriteQuery.Verb.UPDATE);
        Preconditions named = ObjectReader.preconditions(read(call, tree, query, true));
        ObjectReader.requireName(tree, call.name());
        boolean mayCreate =
                part == Part.MAIN && CREATED_BY_REPLACE.contains(call.kind()) && named.equals(Preconditions.NONE);
        int attempts = named.asksForResourceVersion() ? 1 : ATTEMPTS;
        answering.with(call, 200, rounds.run(call, attempts, (stored, first) -> {
            HasMetadata given = read(call, tree, query, false);
            if (stored.isEmpty()) {
                if (mayCreate) {
                    return creation(call, given, query);
                }
                throw new RefusedException(Statuses.notFound(call.kind(), call.name()));
            }
            return replacement(call, given, named, stored.get(), query, part);
        }));
    }

    private Request creation(Call call, HasMetadata given, WriteQuery query) {
        String suffix = GeneratedName.suffix(ThreadLocalRandom.current());
        HasMetadata object = FieldManager.created(
                NewObject.prepare(given, call.namespace(), suffix), manager(call, query), clock.instant());
        requireValid(Validation.onCreate(object), object);
        ObjectKey key = new ObjectKey(call.namespace(), object.getMetadata().getName());
        return new Request.Create(writes.header(call.user(), call.kind(), key, query.dryRun()), object);
    }

    private Request replacement(
            Call call, HasMetadata given, Preconditions named, Entry<HasMetadata> entry, WriteQuery query, Part part) {
        ClusterIps.follow(entry.value(), given);
        HasMetadata object = FieldManager.updated(
                entry.value(), Defaults.apply(given, call.namespace()), part, manager(call, query), clock.instant());
        RequestHeader header = writes.header(call.user(), call.kind(), call.key(), query.dryRun());
        return replacing(header, object, named, entry, part);
    }

    /**
     * Asks for an object, complete as it is to be, in place of the stored one it was computed from.
     *
     * @param named what the client says about the stored one
     * @throws RefusedException 409 if that is another one, 422 or 413 as {@link #requireValid} does
     */
    static Request replacing(
            RequestHeader header, HasMetadata object, Preconditions named, Entry<HasMetadata> stored, Part part) {
        String version = stored.resourceVersion();
        if (named.asksForResourceVersion() && !named.resourceVersion().equals(version)) {
            ObjectRef target = header.target();
            throw new RefusedException(
                    Statuses.modified(target.kind(), target.key().name()));
        }
        requireValid(Validation.onUpdate(object), object);
        return new Request.Replace(header, object, new Preconditions(named.uid(), version), part);
    }

    private static String manager(Call call, WriteQuery query) {
        return FieldManager.name(query.fieldManager(), call.header("User-Agent"));
    }

    private static HasMetadata read(Call call, JsonNode tree, WriteQuery query, boolean check) {
        HasMetadata object = ObjectReader.read(tree, call.kind(), call.namespace(), call.name());
        if (check) {
            Fields.check(call.context(), tree, call.kind(), query.fieldValidation());
        }
        return object;
    }

    /** @throws RefusedException 422 with all that is wrong, 413 if the object is too large to be stored */
    static void requireValid(List<FieldError> errors, HasMetadata object) {
        if (!errors.isEmpty()) {
            String name = Optional.ofNullable(object.getMetadata().getName()).orElse("");
            throw new RefusedException(Statuses.invalid(ObjectKind.of(object), name, errors));
        }
        int size = Json.write(object).length;
        if (size > TopicKind.MAX_OBJECT_BYTES) {
            throw new RefusedException(Statuses.of(
                    413,
                    "RequestEntityTooLarge",
                    "the object is too large: " + size + " bytes of JSON (expected: at most "
                            + TopicKind.MAX_OBJECT_BYTES + ")"));
        }
    }
}
