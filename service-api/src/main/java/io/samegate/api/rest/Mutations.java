package io.samegate.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.defaults.Defaults;
import io.samegate.api.core.defaults.GeneratedName;
import io.samegate.api.core.defaults.NewObject;
import io.samegate.api.core.query.WriteQuery;
import io.samegate.api.core.validate.Validation;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.request.Statuses;
import io.samegate.contracts.topic.TopicKind;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Creates and replaces. On worker threads. */
final class Mutations {

    private static final Set<ObjectKind> CREATED_BY_REPLACE = Set.of(ObjectKind.SERVICE, ObjectKind.ENDPOINTS);

    private final Writes writes;
    private final Answering answering;

    Mutations(Writes writes, Answering answering) {
        this.writes = writes;
        this.answering = answering;
    }

    void create(Call call, Buffer body) {
        JsonNode tree = Payload.tree(call, body);
        create(call, tree, WriteQuery.parse(call.query(), WriteQuery.Verb.CREATE));
    }

    void replace(Call call, Buffer body, Part part) {
        JsonNode tree = Payload.tree(call, body);
        WriteQuery query = WriteQuery.parse(call.query(), WriteQuery.Verb.UPDATE);
        HasMetadata given = read(call, tree, query);
        Preconditions preconditions = ObjectReader.preconditions(given);
        boolean creates = part == Part.MAIN
                && CREATED_BY_REPLACE.contains(call.kind())
                && preconditions.equals(Preconditions.NONE)
                && !writes.isThere(call.ref());
        if (creates) {
            create(call, tree, query);
            return;
        }
        HasMetadata object = Defaults.apply(given, call.namespace());
        requireValid(Validation.onUpdate(object), object);
        RequestHeader header = writes.header(call.user(), call.kind(), call.key(), query.dryRun());
        answering.with(call, 200, writes.write(new Request.Replace(header, object, preconditions, part)));
    }

    private void create(Call call, JsonNode tree, WriteQuery query) {
        String suffix = GeneratedName.suffix(ThreadLocalRandom.current());
        HasMetadata object = NewObject.prepare(read(call, tree, query), call.namespace(), suffix);
        requireValid(Validation.onCreate(object), object);
        ObjectKey key = new ObjectKey(call.namespace(), object.getMetadata().getName());
        RequestHeader header = writes.header(call.user(), call.kind(), key, query.dryRun());
        answering.with(call, 201, writes.write(new Request.Create(header, object)));
    }

    private static HasMetadata read(Call call, JsonNode tree, WriteQuery query) {
        HasMetadata object = ObjectReader.read(tree, call.kind(), call.namespace(), call.name());
        Fields.check(call.context(), tree, call.kind(), query.fieldValidation());
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
