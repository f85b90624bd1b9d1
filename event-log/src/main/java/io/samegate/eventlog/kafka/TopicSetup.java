package io.samegate.eventlog.kafka;

import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.TopicKind;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing and verifies those that exist against the one table of settings. */
public final class TopicSetup {

    /** The broker cannot be reached, or a topic's settings would lose data; the message says which and what to do. */
    public static final class TopicSetupException extends RuntimeException {
        public TopicSetupException(String message) {
            super(message);
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final LogSettings settings;
    private final Admin admin;
    private final long deadline;

    private TopicSetup(LogSettings settings, Admin admin, long deadline) {
        this.settings = settings;
        this.admin = admin;
        this.deadline = deadline;
    }

    /**
     * Creates and verifies; safe to call from every service at once.
     *
     * @param patience how long to wait for the broker
     */
    public static void ensure(LogSettings settings, List<Topic<?>> topics, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        String trouble = "";
        boolean told = false;
        do {
            String before = trouble;
            try {
                ensureOnce(settings, topics, Math.min(deadline, System.nanoTime() + ATTEMPT.toNanos()));
                return;
            } catch (TimeoutException e) {
                trouble = "no answer";
            } catch (KafkaException e) {
                trouble = e.toString();
            }
            // Once, and not for what the next attempt mends, such as a topic that is not known everywhere yet.
            if (trouble.equals(before) && !told) {
                told = true;
                LOGGER.atWarn()
                        .addKeyValue("broker", settings.bootstrapServers())
                        .addKeyValue("cause", trouble)
                        .log("waits for the broker");
            }
            pause();
        } while (System.nanoTime() < deadline);
        throw new TopicSetupException("cannot reach the broker at " + settings.bootstrapServers() + " within "
                + patience.toSeconds() + " s (" + trouble
                + "): start it, or change the setting samegate.log.bootstrap-servers");
    }

    private static void ensureOnce(LogSettings settings, List<Topic<?>> topics, long deadline) throws TimeoutException {
        Admin admin = Clients.admin(settings, "topic-setup");
        try {
            new TopicSetup(settings, admin, deadline).run(topics);
        } finally {
            // Without this it would wait for what was asked in vain.
            admin.close(Duration.ZERO);
        }
    }

    private void run(List<Topic<?>> topics) throws TimeoutException {
        Map<String, TopicDescription> existing = describe(topics);
        List<Topic<?>> missing = topics.stream()
                .filter(topic -> !existing.containsKey(nameOf(topic)))
                .toList();
        if (!missing.isEmpty()) {
            create(missing);
            existing.putAll(describe(missing));
        }
        verify(topics, existing);
    }

    private Map<String, TopicDescription> describe(List<Topic<?>> topics) throws TimeoutException {
        Map<String, TopicDescription> found = new HashMap<>();
        var asked =
                admin.describeTopics(topics.stream().map(this::nameOf).toList()).topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> description : asked.entrySet()) {
            try {
                found.put(description.getKey(), await(description.getValue()));
            } catch (UnknownTopicOrPartitionException e) {
                // Missing: to be created.
            }
        }
        return found;
    }

    private void create(List<Topic<?>> topics) throws TimeoutException {
        Map<String, String> common = new HashMap<>();
        common.put("unclean.leader.election.enable", "false");
        common.put("max.message.bytes", Integer.toString(TopicKind.MAX_MESSAGE_BYTES));
        common.put("min.insync.replicas", Integer.toString(requiredInSync()));
        List<NewTopic> toCreate = new ArrayList<>();
        for (Topic<?> topic : topics) {
            Map<String, String> config = new HashMap<>(common);
            config.putAll(topic.kind().settings());
            toCreate.add(
                    new NewTopic(nameOf(topic), Optional.of(topic.partitions()), Optional.empty()).configs(config));
        }
        for (KafkaFuture<Void> created : admin.createTopics(toCreate).values().values()) {
            try {
                await(created);
            } catch (TopicExistsException e) {
                // Another service was quicker; it used the same table.
            }
        }
        LOGGER.atInfo().addKeyValue("topics", topics).log("created topics");
    }

    /** One broker cannot keep two copies; from three on a record is acknowledged by two. */
    private int requiredInSync() throws TimeoutException {
        return await(admin.describeCluster().nodes()).size() >= 3 ? 2 : 1;
    }

    private void verify(List<Topic<?>> topics, Map<String, TopicDescription> existing) throws TimeoutException {
        Map<ConfigResource, Config> configs = await(admin.describeConfigs(topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, nameOf(topic)))
                        .toList())
                .all());
        int inSync = requiredInSync();
        List<String> faults = new ArrayList<>();
        for (Topic<?> topic : topics) {
            TopicDescription description = existing.get(nameOf(topic));
            if (description == null) {
                throw new UnknownTopicOrPartitionException(nameOf(topic) + " is made and not yet known everywhere");
            }
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, nameOf(topic)));
            Map<String, String> values = new HashMap<>();
            config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
            faults.addAll(TopicCheck.faults(
                    topic, nameOf(topic), description.partitions().size(), values, inSync));
        }
        if (!faults.isEmpty()) {
            throw new TopicSetupException(String.join("; ", faults));
        }
    }

    private <T> T await(KafkaFuture<T> future) throws TimeoutException {
        try {
            return future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException failure && passes(failure)) {
                throw failure;
            }
            throw new TopicSetupException("the broker at " + settings.bootstrapServers() + " refuses: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicSetupException("interrupted while waiting for the broker");
        }
    }

    /** What is another case a moment later; a broker that has just started knows of no broker for replicas yet. */
    private static boolean passes(KafkaException failure) {
        return failure instanceof RetriableException
                || failure instanceof TopicExistsException
                || failure instanceof InvalidReplicationFactorException;
    }

    private String nameOf(Topic<?> topic) {
        return topic.in(settings.prefix());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicSetupException("interrupted while waiting for the broker");
        }
    }
}
