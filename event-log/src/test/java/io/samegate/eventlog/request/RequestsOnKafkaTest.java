package io.samegate.eventlog.request;

import static io.samegate.eventlog.TestLog.await;
import static io.samegate.eventlog.TestRequests.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.TopicKind;
import io.samegate.eventlog.OnBroker;
import io.samegate.eventlog.TestLog;
import io.samegate.eventlog.TestRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnBroker.class)
class RequestsOnKafkaTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void everyRequestHearsItsOwnAnswer(TestLog log) throws Exception {
        // Given
        log.withTopics().replica("one");
        Requests requests = log.requests();
        // When
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(requests.send(creation("name" + i / 2)));
        }
        // Then: of two that ask for the same the second is refused
        for (int i = 0; i < 100; i++) {
            assertThat(await(answers.get(i))).isInstanceOf(i % 2 == 0 ? Answer.Accepted.class : Answer.Refused.class);
        }
    }

    @Test
    void aRequestNobodyAnswersEndsWithItsBudget(TestLog log) {
        Requests requests = log.withTopics().requests();
        assertThat(requests.send(TestRequests.creation("a", Duration.ofMillis(50))))
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(Requests.NoAnswerException.class);
    }

    @Test
    void aRequestThatIsTooLargeIsNotSent(TestLog log) {
        Requests requests = log.withTopics().requests();
        Request tooLarge = TestRequests.replace("a", "x".repeat(TopicKind.MAX_MESSAGE_BYTES));
        assertThat(requests.send(tooLarge))
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(Requests.NotSentException.class);
    }

    @Test
    void anEnvelopeIsNotSentTwice(TestLog log) {
        // Given
        Requests requests = log.withTopics().requests();
        Request request = creation("a");
        CompletableFuture<Answer> first = requests.send(request);
        // Then
        assertThatIllegalArgumentException().isThrownBy(() -> requests.send(request));
        assertThat(first).isNotDone();
    }
}
