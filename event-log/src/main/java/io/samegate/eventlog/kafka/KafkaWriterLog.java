package io.samegate.eventlog.kafka;

import io.samegate.contracts.event.Source;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.topic.Topic;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.write.WriterLog;
import java.time.InstantSource;
import java.util.List;

/** The writer's log on Kafka; log.md section 3. */
public final class KafkaWriterLog {

    private KafkaWriterLog() {}

    /**
     * Memberships of one writing service.
     *
     * @param source who writes: names the group, the transactional id and the partition of the events
     * @param state the own state topics, replayed at a takeover
     */
    public static WriterLog.Factory of(
            LogSettings settings, Source source, Topic<Request> requests, Topic<Answer> answers, List<Topic<?>> state) {
        Records records = new Records(settings.prefix(), source, InstantSource.system());
        return () -> new Membership(
                settings,
                source,
                requests,
                new StateReplay(settings, source, state),
                new Commits(settings, answers, records));
    }
}
