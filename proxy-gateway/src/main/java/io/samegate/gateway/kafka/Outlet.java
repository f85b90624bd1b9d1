package io.samegate.gateway.kafka;

import io.samegate.contracts.event.Fact;
import io.samegate.contracts.topic.Topic;
import java.util.concurrent.CompletableFuture;

/** The log, to write to; nothing blocks. */
interface Outlet {

    <T> CompletableFuture<Long> send(Topic<T> topic, String key, T value);

    CompletableFuture<Long> remove(Topic<?> topic, String key);

    CompletableFuture<Long> tell(Fact fact);
}
