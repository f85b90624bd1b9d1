package io.samegate.eventlog.faults;

import static io.samegate.eventlog.TestLog.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.eventlog.OnBroker;
import io.samegate.eventlog.TestLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two replicas as processes, the active one stopped, woken and killed while requests flow.
 *
 * <p>The log promises a takeover within five seconds; the test allows a busy machine twice that.
 */
@ExtendWith(OnBroker.class)
class FaultsOnKafkaTest {

    private static final Logger LOGGER = LoggerFactory.getLogger(FaultsOnKafkaTest.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration TAKEOVER = Duration.ofSeconds(10);

    @Test
    void nothingIsLostDoubledOrAnsweredWronglyWhateverHappensToTheActiveReplica(TestLog log) throws Exception {
        // Given
        log.withTopics();
        ReplicaProcess active = start(log, "one");
        assertThat(active.says(ReplicaMain.ACTIVE, START)).isTrue();
        ReplicaProcess standby = start(log, "two");
        log.untilJoined("two");
        // When
        Load load = log.closing(Load.start(log.requests()));
        for (int round = 0; round < 2; round++) {
            until(moreAnswersThan(load, 50));
            // Stopped, it loses its place; woken, it finds out.
            active.stop();
            expectTakeover(standby, "SIGSTOP");
            until(moreAnswersThan(load, 50));
            active.goOn();
            assertThat(active.says(ReplicaMain.STANDBY, TAKEOVER)).isTrue();
            log.untilJoined(active.name());
            until(moreAnswersThan(load, 50));
            // Killed, it comes back as a standby.
            standby.close();
            expectTakeover(active, "kill -9");
            until(moreAnswersThan(load, 50));
            standby = start(log, standby.name());
            log.untilJoined(standby.name());
        }
        load.close();
        // Then
        until(() -> Journal.read(log).isAnsweredThroughout());
        Journal journal = Journal.read(log);
        LOGGER.atInfo().addKeyValue("requests", journal.size()).log("checks");
        journal.check(load.answers());
    }

    private static ReplicaProcess start(TestLog log, String name) {
        return log.closing(ReplicaProcess.start(log.settings(name)));
    }

    private static java.util.function.BooleanSupplier moreAnswersThan(Load load, int more) {
        int before = load.answers().size();
        return () -> load.answers().size() > before + more;
    }

    private static void expectTakeover(ReplicaProcess successor, String fault) throws InterruptedException {
        long since = System.nanoTime();
        assertThat(successor.says(ReplicaMain.ACTIVE, TAKEOVER)).isTrue();
        LOGGER.atInfo()
                .addKeyValue("fault", fault)
                .addKeyValue("took", Duration.ofNanos(System.nanoTime() - since).toMillis() + " ms")
                .log("took over");
    }
}
