package io.samegate.eventlog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.NamespaceRules;
import io.samegate.eventlog.TestRequests;
import io.samegate.eventlog.follow.View;
import io.samegate.eventlog.request.Requests;
import io.samegate.eventlog.write.Inputs;
import io.samegate.eventlog.write.SingleWriter;
import io.samegate.eventlog.write.WriterListener;
import io.samegate.eventlog.write.WriterSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterOnKafkaTest {
    @TempDir
    Path directory;

    @Test
    void anAnswerNamesTheRecordThatDidIt() throws Exception {
        try (Broker broker = Broker.start(BrokerSettings.inDirectory(directory))) {
            LogSettings settings = LogSettings.at(broker.bootstrapServers(), "t.", "api-1");
            TopicSetup.ensure(settings, Topics.all(), Duration.ofSeconds(10));
            TopicSetup.ensure(settings, Topics.all(), Duration.ofSeconds(10));
            SingleWriter<?, ?> writer = new SingleWriter<>(
                    WriterSettings.of("objects", "api-1"),
                    new NamespaceRules(),
                    KafkaWriterLog.of(
                            settings,
                            Source.SERVICE_API,
                            Topics.OBJECT_REQUESTS,
                            Topics.OBJECT_ANSWERS,
                            List.of(Topics.OBJECTS)),
                    Inputs.none(),
                    new WriterListener<>() {},
                    InstantSource.system());
            Thread thread = new Thread(writer);
            thread.start();
            try (Requests requests =
                            new Requests(settings, Source.SERVICE_API, Topics.OBJECT_REQUESTS, Topics.OBJECT_ANSWERS);
                    View<?> view = new View<>(settings, Topics.OBJECTS, InstantSource.system())) {
                requests.start();
                view.start();
                Answer answer = requests.send(TestRequests.create("a")).get(10, TimeUnit.SECONDS);
                view.ready().get(5, TimeUnit.SECONDS);
                view.reached(((Answer.Accepted) answer).offset()).get(5, TimeUnit.SECONDS);
                assertThat(view.image().entries()).hasSize(1);
                long[] took = new long[600];
                long[] fresh = new long[600];
                for (int i = 0; i < took.length; i++) {
                    long t = System.nanoTime();
                    var a = (Answer.Accepted)
                            requests.send(TestRequests.create("b" + i)).get(10, TimeUnit.SECONDS);
                    view.reached(a.offset()).get(5, TimeUnit.SECONDS);
                    took[i] = System.nanoTime() - t;
                    t = System.nanoTime();
                    assertThat(view.fresh(Duration.ofMillis(200)).get()).isInstanceOf(View.Freshness.Current.class);
                    fresh[i] = System.nanoTime() - t;
                    assertThat(view.at(a.offset())).isPresent();
                }
                for (long[] x : List.of(took, fresh)) {
                    long[] late = Arrays.copyOfRange(x, 200, x.length);
                    Arrays.sort(late);
                    System.out.println("p50 " + late[late.length / 2] / 1000 + " us p99 "
                            + late[late.length * 99 / 100] / 1000 + " us");
                }
            }
            writer.close();
            thread.join();
        }
    }
}
