package io.samegate.eventlog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.OnBroker;
import io.samegate.eventlog.TestLog;
import io.samegate.eventlog.kafka.TopicSetup.TopicSetupException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnBroker.class)
class TopicSetupTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void createsEveryTopicWithItsSettings(TestLog log) throws Exception {
        // When
        TopicSetup.ensure(log.settings("one"), Topics.all(), PATIENCE);
        // Then
        for (Topic<?> topic : Topics.all()) {
            assertThat(settingsOf(log, topic)).containsAllEntriesOf(topic.kind().settings());
        }
        assertThat(settingsOf(log, Topics.SERVICES))
                .containsEntry("max.message.bytes", "2097152")
                .containsEntry("min.insync.replicas", "1")
                .containsEntry("unclean.leader.election.enable", "false");
        assertThat(partitionsOf(log, Topics.EVENTS)).isEqualTo(Topics.EVENTS.partitions());
    }

    @Test
    void anyNumberOfServicesMayCreateAtTheSameTime(TestLog log) {
        List<CompletableFuture<Void>> services = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            LogSettings settings = log.settings("service-" + i);
            services.add(CompletableFuture.runAsync(() -> TopicSetup.ensure(settings, Topics.all(), PATIENCE)));
        }
        assertThat(services).allSatisfy(service -> assertThat(service).succeedsWithin(PATIENCE));
    }

    @Test
    void anOperatorMayKeepMoreThanWeNeed(TestLog log) {
        log.withTopics().alter(Topics.OBJECT_REQUESTS, "retention.ms", "-1");
        log.alter(Topics.OBJECTS, "delete.retention.ms", "999999999");
        log.alter(Topics.OBJECTS, "segment.ms", "60000");
        assertThatCode(log::withTopics).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatWouldLoseDataAndSaysHowToMendIt(TestLog log) {
        // Given
        log.withTopics().alter(Topics.OBJECTS, "cleanup.policy", "delete");
        log.alter(Topics.OBJECT_REQUESTS, "retention.ms", "60000");
        // Then
        assertThatExceptionOfType(TopicSetupException.class)
                .isThrownBy(log::withTopics)
                .withMessageContaining(log.nameOf(Topics.OBJECTS))
                .withMessageContaining("cleanup.policy is \"delete\" (expected: compact)")
                .withMessageContaining("retention.ms is \"60000\" (expected: 604800000 or more)")
                .withMessageContaining("kafka-configs --alter");
    }

    @Test
    void refusesATopicWithMorePartitionsThanOneWriterCanOrder(TestLog log) throws Exception {
        // Given
        log.admin()
                .createTopics(Set.of(new NewTopic(log.nameOf(Topics.OBJECTS), 2, (short) 1)
                        .configs(Topics.OBJECTS.kind().settings())))
                .all()
                .get();
        // Then
        assertThatExceptionOfType(TopicSetupException.class)
                .isThrownBy(log::withTopics)
                .withMessageContaining("2 partitions (expected: 1)");
    }

    @Test
    void aBrokerThatIsNotThereIsNamedWithTheSetting() throws Exception {
        // Given
        String nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = "127.0.0.1:" + free.getLocalPort();
        }
        // Then
        assertThatExceptionOfType(TopicSetupException.class)
                .isThrownBy(() ->
                        TopicSetup.ensure(LogSettings.at(nobody, "t.", "one"), TestLog.TOPICS, Duration.ofMillis(300)))
                .withMessageContaining(nobody)
                .withMessageContaining("samegate.log.bootstrap-servers");
    }

    private static Map<String, String> settingsOf(TestLog log, Topic<?> topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, log.nameOf(topic));
        Map<String, String> settings = new HashMap<>();
        log.admin()
                .describeConfigs(List.of(resource))
                .values()
                .get(resource)
                .get()
                .entries()
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        return settings;
    }

    private static int partitionsOf(TestLog log, Topic<?> topic) throws Exception {
        return log.admin()
                .describeTopics(List.of(log.nameOf(topic)))
                .topicNameValues()
                .get(log.nameOf(topic))
                .get()
                .partitions()
                .size();
    }
}
