package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.table.IncludeObject;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Tells a client what its write came to, in the form it wants. */
record Answering(InstantSource clock) {

    /** @param code of the HTTP answer if there is an object to show as stored; one that was created is a 201 */
    void with(Call call, int code, CompletableFuture<Writes.Written> result) {
        Shape shape = call.shape(IncludeObject.METADATA, clock);
        Replies.onLoop(call.context(), result, written -> {
            switch (written) {
                case Writes.Written.Stored(HasMetadata object) ->
                    Replies.json(call.context(), code, shape.single(object));
                case Writes.Written.Created(HasMetadata object) ->
                    Replies.json(call.context(), 201, shape.single(object));
                case Writes.Written.Removed(HasMetadata last) -> Replies.json(call.context(), 200, shape.single(last));
                case Writes.Written.Refused refused -> Replies.status(call.context(), refused.status());
            }
        });
    }
}
