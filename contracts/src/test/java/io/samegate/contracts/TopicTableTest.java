package io.samegate.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.TopicKind;
import io.samegate.contracts.topic.Topics;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of topics and their settings, as documented: changing either changes what an installation's data is. */
class TopicTableTest {

    @Test
    void theTopicsAreThese() {
        Map<String, TopicKind> kinds = Topics.all().stream().collect(Collectors.toMap(Topic::name, Topic::kind));

        assertThat(kinds)
                .containsOnly(
                        Map.entry("service-requests", TopicKind.REQUESTS),
                        Map.entry("endpoint-requests", TopicKind.REQUESTS),
                        Map.entry("object-requests", TopicKind.REQUESTS),
                        Map.entry("services", TopicKind.STATE),
                        Map.entry("allocations", TopicKind.STATE),
                        Map.entry("pods", TopicKind.STATE),
                        Map.entry("nodes", TopicKind.STATE),
                        Map.entry("endpoint-slices", TopicKind.STATE),
                        Map.entry("endpoints", TopicKind.STATE),
                        Map.entry("objects", TopicKind.STATE),
                        Map.entry("service-answers", TopicKind.ANSWERS),
                        Map.entry("endpoint-answers", TopicKind.ANSWERS),
                        Map.entry("object-answers", TopicKind.ANSWERS),
                        Map.entry("node-reports", TopicKind.REPORTS),
                        Map.entry("node-ports", TopicKind.STATE),
                        Map.entry("node-drains", TopicKind.STATE),
                        Map.entry("ejections", TopicKind.EJECTIONS),
                        Map.entry("events", TopicKind.EVENTS));
    }

    @Test
    void everyTopicHasOnePartitionButTheEventsWhichHaveOnePerWritingService() {
        assertThat(Topics.all())
                .allSatisfy(topic -> assertThat(topic.partitions())
                        .isEqualTo(topic.equals(Topics.EVENTS) ? Source.values().length : 1));
        assertThat(Arrays.stream(Source.values()).map(Source::partition)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void onlyStateHasTombstones() {
        assertThat(Topics.all())
                .allSatisfy(
                        topic -> assertThat(topic.removedType().isEmpty()).isEqualTo(topic.kind() != TopicKind.STATE));
    }

    @Test
    void namesHaveTheInstallationsPrefix() {
        assertThat(Topics.SERVICES.in(Topics.DEFAULT_PREFIX)).isEqualTo("samegate.services");
    }

    @Test
    void stateIsCompactedSoonEnoughAndKeptLongEnoughForReadersToCatchUp() {
        assertThat(TopicKind.STATE.settings())
                .isEqualTo(Map.of(
                        "cleanup.policy", "compact",
                        "segment.ms", "3600000",
                        "segment.bytes", "33554432",
                        "min.cleanable.dirty.ratio", "0.1",
                        "min.compaction.lag.ms", "3600000",
                        "max.compaction.lag.ms", "21600000",
                        "delete.retention.ms", "172800000"));
    }

    @Test
    void requestsAreKeptAWeekUnderTheBrokersClock() {
        assertThat(TopicKind.REQUESTS.settings())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", "604800000",
                        "message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void whatOnlyMattersToTheWaitingIsForgottenSoon() {
        assertThat(TopicKind.ANSWERS.settings())
                .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", "3600000", "segment.ms", "600000"));
        assertThat(TopicKind.REPORTS.settings()).isEqualTo(TopicKind.ANSWERS.settings());
        assertThat(TopicKind.EJECTIONS.settings()).containsEntry("retention.ms", "600000");
    }

    @Test
    void eventsAreKeptAWeek() {
        assertThat(TopicKind.EVENTS.settings()).containsEntry("retention.ms", "604800000");
    }

    @Test
    void aRecordHasRoomForTheLargestObjectAndItsEnvelope() {
        assertThat(TopicKind.MAX_OBJECT_BYTES).isEqualTo(1 << 20);
        assertThat(TopicKind.MAX_MESSAGE_BYTES).isEqualTo(2 << 20);
    }
}
