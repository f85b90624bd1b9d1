package io.samegate.api.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.kafka.Emitter;
import io.samegate.eventlog.kafka.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EventMemoryTest {

    private static final int FACTS = 2000;

    @Test
    void itIsReadyWhenItKnowsEverythingThatWasToldBefore(@TempDir Path data) {
        try (Broker broker = Broker.start(BrokerSettings.inDirectory(data))) {
            // Given
            LogSettings log = LogSettings.at(broker.bootstrapServers(), Topics.DEFAULT_PREFIX, "memory");
            TopicSetup.ensure(log, Topics.all(), Duration.ofSeconds(30));
            tellFacts(log);
            // When
            try (EventMemory memory = new EventMemory(log, InstantSource.system(), Duration.ofHours(1), FACTS)) {
                memory.start();
                while (!memory.view().isReady()) {
                    LockSupport.parkNanos(100_000);
                }
                // Then
                assertThat(memory.view().list("").entries()).hasSize(FACTS);
            }
        }
    }

    private static void tellFacts(LogSettings log) {
        ObjectRef web = new ObjectRef(ObjectKind.SERVICE, new ObjectKey("default", "web"));
        Fact fact = Fact.of(FactType.SERVICE_CHANGED, web, "", Instant.now(), "changed");
        try (Emitter emitter = new Emitter(log, Source.PORT_ALLOCATOR)) {
            List<CompletableFuture<Long>> sent = IntStream.range(0, FACTS)
                    .mapToObj(i -> emitter.send(Topics.EVENTS, web.path(), fact))
                    .toList();
            sent.forEach(CompletableFuture::join);
        }
    }
}
