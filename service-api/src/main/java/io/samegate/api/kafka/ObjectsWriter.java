package io.samegate.api.kafka;

import io.samegate.api.core.objects.Namespaces;
import io.samegate.api.core.objects.ObjectInput;
import io.samegate.api.core.objects.ObjectRules;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.kafka.KafkaWriterLog;
import io.samegate.eventlog.write.Inputs;
import io.samegate.eventlog.write.SingleWriter;
import io.samegate.eventlog.write.WriterListener;
import io.samegate.eventlog.write.WriterSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** This replica's half of the writer of the plain kinds: active or a standby, on its own thread. */
public final class ObjectsWriter implements AutoCloseable {

    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private final SingleWriter<Namespaces, ObjectInput> writer;
    private final NamespaceCloser closer;
    private final Thread thread;

    /**
     * @param onFatal hears of an unreadable record, which only a person can mend; the writer has stopped then
     */
    public ObjectsWriter(
            LogSettings settings, RequestTopics owners, Consumer<RuntimeException> onFatal, InstantSource clock) {
        closer = new NamespaceCloser(owners, this::emptied);
        writer = new SingleWriter<>(
                WriterSettings.of("objects", settings.clientId()),
                new ObjectRules(),
                KafkaWriterLog.of(
                        settings,
                        Source.SERVICE_API,
                        Topics.OBJECT_REQUESTS,
                        Topics.OBJECT_ANSWERS,
                        List.of(Topics.OBJECTS)),
                new RequiredNamespaces(),
                new Listener(closer, onFatal),
                clock);
        thread = Thread.ofPlatform().name("objects-writer").unstarted(writer);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closer.close();
        writer.close();
        try {
            thread.join(PATIENCE_AT_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void emptied(Namespaces.Held held) {
        writer.offer(new ObjectInput.Emptied(held.name(), held.uid()));
    }

    /** Everything the writer notices by itself is known from the start. */
    private static final class RequiredNamespaces implements Inputs<ObjectInput> {

        @Override
        public List<ObjectInput> atTakeover() {
            return ObjectRules.REQUIRED.stream()
                    .<ObjectInput>map(name ->
                            new ObjectInput.Required(name, UUID.randomUUID().toString()))
                    .toList();
        }

        @Override
        public void awaitSight(Map<String, Long> seen, Duration max) {
            // Its own topic is all it decides on.
        }
    }

    private record Listener(NamespaceCloser closer, Consumer<RuntimeException> fatal)
            implements WriterListener<Namespaces> {

        @Override
        public void onActive(Namespaces state) {
            closer.follow(state.toBeEmptied());
        }

        @Override
        public void onCommitted(Namespaces state, List<StateChange<?>> changes) {
            closer.follow(state.toBeEmptied());
        }

        @Override
        public void onStandby(String reason) {
            closer.follow(List.of());
        }

        @Override
        public void onFatal(RuntimeException failure) {
            fatal.accept(failure);
        }
    }
}
