package io.samegate.eventlog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.TestLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Everything on the log after a history, checked against what one writer, alone and without a fault, would have done
 * with the same requests in the same order.
 */
final class Journal {

    private static final int GATEWAY_TIMEOUT = 504;

    private final List<ConsumerRecord<String, byte[]>> requests;
    private final List<ConsumerRecord<String, byte[]>> answers;
    private final List<ConsumerRecord<String, byte[]>> records;

    private Journal(TestLog log) {
        this.requests = log.committed(Topics.OBJECT_REQUESTS);
        this.answers = log.committed(Topics.OBJECT_ANSWERS);
        this.records = log.committed(Topics.OBJECTS);
    }

    static Journal read(TestLog log) {
        return new Journal(log);
    }

    boolean isAnsweredThroughout() {
        return answers.size() >= requests.size();
    }

    int size() {
        return requests.size();
    }

    /** Nothing is lost, doubled or answered wrongly. */
    void check(Map<String, Answer> heard) {
        Map<String, Answer> answered = answersById();
        assertThat(answered).containsAllEntriesOf(heard);
        Map<String, String> state = new HashMap<>(); // the id of the request that made it, by key
        List<String> expected = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> consumed : requests) {
            Request request = Topics.OBJECT_REQUESTS.codec().decode(consumed.value());
            String id = request.header().id();
            String key = request.header().target().path();
            switch (answered.get(id)) {
                case Answer.Refused refused when refused.status().getCode() == GATEWAY_TIMEOUT -> {}
                case Answer.Refused refused ->
                    assertThat(state.containsKey(key)).isEqualTo(request instanceof Request.Create);
                case Answer.Accepted accepted -> {
                    boolean create = request instanceof Request.Create;
                    assertThat(state.containsKey(key)).isNotEqualTo(create);
                    String made = create ? state.compute(key, (k, before) -> id) : "removed";
                    if (!create) {
                        state.remove(key);
                    }
                    expected.add(accepted.offset() + " " + key + " " + made);
                }
                case Answer.Simulated simulated -> throw new AssertionError("simulated " + id);
            }
        }
        assertThat(records.stream().map(Journal::inShort)).containsExactlyElementsOf(expected);
    }

    private Map<String, Answer> answersById() {
        Map<String, Answer> answered = new TreeMap<>();
        for (ConsumerRecord<String, byte[]> consumed : answers) {
            Answer before =
                    answered.put(consumed.key(), Topics.OBJECT_ANSWERS.codec().decode(consumed.value()));
            assertThat(before).as("second answer to " + consumed.key()).isNull();
        }
        return answered;
    }

    private static String inShort(ConsumerRecord<String, byte[]> consumed) {
        String made = consumed.value() == null
                ? "removed"
                : Topics.OBJECTS
                        .codec()
                        .decode(consumed.value())
                        .getMetadata()
                        .getLabels()
                        .get("value");
        return consumed.offset() + " " + consumed.key() + " " + made;
    }
}
