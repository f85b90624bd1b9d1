package io.samegate.eventlog;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.follow.Publisher;
import io.samegate.eventlog.follow.TopicFollower;
import io.samegate.eventlog.follow.View;
import io.samegate.eventlog.kafka.Clients;
import io.samegate.eventlog.kafka.Emitter;
import io.samegate.eventlog.kafka.KafkaWriterLog;
import io.samegate.eventlog.kafka.TopicSetup;
import io.samegate.eventlog.request.Requests;
import io.samegate.eventlog.write.WriterLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A log on a broker for one test: the topics of the plain kinds. Closes what it made, the last first. */
public final class TestLog implements AutoCloseable {

    public static final List<Topic<?>> TOPICS =
            List.of(Topics.OBJECT_REQUESTS, Topics.OBJECT_ANSWERS, Topics.OBJECTS, Topics.EVENTS);

    /** Long enough for a busy machine; a test that passes does not wait for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String bootstrapServers;
    private final String prefix;
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    public TestLog(String bootstrapServers, String prefix) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
    }

    public LogSettings settings(String clientId) {
        return LogSettings.at(bootstrapServers, prefix, clientId);
    }

    public String nameOf(Topic<?> topic) {
        return topic.in(prefix);
    }

    /** What the writing service is called on the broker. */
    public String group() {
        return prefix + Source.SERVICE_API.serviceName();
    }

    public TestLog withTopics() {
        TopicSetup.ensure(settings("setup"), TOPICS, PATIENCE);
        return this;
    }

    public static WriterLog.Factory writerLogs(LogSettings settings) {
        return KafkaWriterLog.of(
                settings, Source.SERVICE_API, Topics.OBJECT_REQUESTS, Topics.OBJECT_ANSWERS, List.of(Topics.OBJECTS));
    }

    /** A membership without a loop around it. */
    public WriterLog member(String replica) {
        return closing(writerLogs(settings(replica)).open());
    }

    /** A started replica of the writer. */
    public Replica replica(String name) {
        Replica replica = closing(new Replica(name, writerLogs(settings(name))));
        replica.start();
        return replica;
    }

    public Requests requests() {
        Requests requests = closing(
                new Requests(settings("asker"), Source.SERVICE_API, Topics.OBJECT_REQUESTS, Topics.OBJECT_ANSWERS));
        requests.start();
        return requests;
    }

    public View<HasMetadata> view(InstantSource clock) {
        View<HasMetadata> view = closing(new View<>(settings("viewer"), Topics.OBJECTS, clock));
        view.start();
        return view;
    }

    public TopicFollower follower(InstantSource clock, Publisher... publishers) {
        TopicFollower follower =
                closing(new TopicFollower(settings("follower"), List.of(Topics.OBJECTS), List.of(publishers), clock));
        follower.start();
        return follower;
    }

    public Emitter emitter() {
        return closing(new Emitter(settings("emitter"), Source.SERVICE_API));
    }

    public Admin admin() {
        return closing(Admin.create(Map.of("bootstrap.servers", bootstrapServers)));
    }

    /** Returns when the writers' group is at rest with this replica in it. */
    public void untilJoined(String replica) {
        untilJoined(replica, () -> {});
    }

    /** The same; a member that has no loop around it must poll meanwhile to let the other one in. */
    public void untilJoined(String replica, Runnable meanwhile) {
        Admin admin = admin();
        until(() -> {
            meanwhile.run();
            ConsumerGroupDescription found = join(admin.describeConsumerGroups(List.of(group()))
                    .describedGroups()
                    .get(group()));
            return found.groupState() == GroupState.STABLE
                    && found.members().stream()
                            .anyMatch(member -> member.groupInstanceId().equals(Optional.of(replica)));
        });
    }

    /** Every committed record of a topic with one partition, tombstones too. */
    public List<ConsumerRecord<String, byte[]>> committed(Topic<?> topic) {
        Set<TopicPartition> partition = Set.of(new TopicPartition(nameOf(topic), 0));
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        Consumer<String, byte[]> reader = Clients.reader(settings("reader"), "reader");
        try {
            reader.assign(partition);
            reader.seekToBeginning(partition);
            long end = Collections.max(reader.endOffsets(partition).values());
            while (reader.position(partition.iterator().next()) < end) {
                reader.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        } finally {
            Clients.close(reader);
        }
        return records;
    }

    /** Changes a setting of a topic, as an operator would. */
    public void alter(Topic<?> topic, String setting, String value) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, nameOf(topic));
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        Admin admin = admin();
        join(admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all());
        until(() -> join(admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get(setting)
                .value()
                .equals(value));
    }

    private static <T> T join(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** A producer with nothing of ours about it. */
    public KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", bootstrapServers);
        return closing(new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()));
    }

    /** Whatever it is, or a failure of the test. */
    public static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns once it is so, or fails the test. */
    public static void until(BooleanSupplier itIsSo) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!itIsSo.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not so within " + PATIENCE);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    public <C extends AutoCloseable> C closing(C closeable) {
        made.push(closeable);
        return closeable;
    }

    @Override
    public void close() {
        while (!made.isEmpty()) {
            try {
                made.pop().close();
            } catch (Exception e) {
                throw new AssertionError("cannot be closed", e);
            }
        }
    }
}
