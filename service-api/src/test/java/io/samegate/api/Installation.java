package io.samegate.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.kafka.KafkaWriterLog;
import io.samegate.eventlog.kafka.TopicSetup;
import io.samegate.eventlog.write.Inputs;
import io.samegate.eventlog.write.SingleWriter;
import io.samegate.eventlog.write.WriterListener;
import io.samegate.eventlog.write.WriterSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real broker, and owners that accept everything, for as long as the tests run. */
public final class Installation implements QuarkusTestResourceLifecycleManager {

    /** As many as the tests need at a time, and few enough to be used up. */
    static final int MAX_WATCHES = 20;

    /** Lists on their way at a time. */
    static final int MAX_LISTS = 4;

    private final List<SingleWriter<?, ?>> owners = new ArrayList<>();
    private Path data;
    private Broker broker;

    @Override
    public Map<String, String> start() {
        ServiceApi.takeEveryRequestLine();
        try {
            data = Files.createTempDirectory("service-api-test");
            broker = Broker.start(BrokerSettings.inDirectory(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LogSettings log = LogSettings.at(broker.bootstrapServers(), Topics.DEFAULT_PREFIX, "owner");
        TopicSetup.ensure(log, Topics.all(), Duration.ofSeconds(30));
        own(log, Source.PORT_ALLOCATOR, Topics.SERVICE_REQUESTS, Topics.SERVICE_ANSWERS, List.of(Topics.SERVICES));
        own(
                log,
                Source.ENDPOINT_TRACKER,
                Topics.ENDPOINT_REQUESTS,
                Topics.ENDPOINT_ANSWERS,
                List.of(Topics.PODS, Topics.NODES, Topics.ENDPOINT_SLICES, Topics.ENDPOINTS));
        return Map.of(
                "samegate.log.bootstrap-servers", broker.bootstrapServers(),
                "samegate.api.advertised-port", "8080",
                "samegate.api.max-watches", Integer.toString(MAX_WATCHES),
                "samegate.api.answer-memory", MAX_LISTS * 128 + "K",
                "samegate.api.body-memory", "4M",
                "samegate.api.stalled-after", "PT3S",
                "quarkus.http.port", "0",
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        owners.forEach(SingleWriter::close);
        broker.close();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(Installation::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void own(
            LogSettings log, Source source, Topic<Request> requests, Topic<Answer> answers, List<Topic<?>> state) {
        SingleWriter<Map<String, AcceptAll.Held>, Void> owner = new SingleWriter<>(
                WriterSettings.of(source.serviceName(), log.clientId()),
                new AcceptAll(),
                KafkaWriterLog.of(log, source, requests, answers, state),
                Inputs.none(),
                new WriterListener<>() {},
                InstantSource.system());
        owners.add(owner);
        Thread.ofPlatform().daemon().name("owner-" + source.serviceName()).start(owner);
    }
}
