package io.samegate.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.tracker.core.AddressPolicy;
import io.samegate.tracker.core.ProbePlan;
import io.samegate.tracker.core.ProbeTask;
import io.samegate.tracker.core.TrackerInput;
import io.samegate.tracker.core.TrackerSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProberTest {

    private final HandDriven timers = new HandDriven();
    private final Asked asked = new Asked();
    private final List<Boolean> verdicts = new ArrayList<>();
    private final Prober prober = new Prober(
            new ProbePlan(new TrackerSettings(
                    new AddressPolicy(List.of(), true, Set.of()),
                    false,
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(30),
                    Duration.ZERO,
                    100)),
            asked,
            timers,
            input -> verdicts.add(((TrackerInput.ProbeDecided) input).ready()));

    @Test
    void aNewPodIsAskedAtOnce() {
        registered(pod(false));

        assertThat(asked.waiting).hasSize(1);
    }

    @Test
    void theFirstSuccessMakesItReady() {
        registered(pod(false));

        asked.answer(true);
        timers.runDue();

        assertThat(verdicts).containsExactly(true);
    }

    @Test
    void theInitialDelayIsWaitedFor() {
        registered(new PodBuilder(pod(false))
                .editSpec()
                .editFirstContainer()
                .editReadinessProbe()
                .withInitialDelaySeconds(5)
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build());

        timers.pass(Duration.ofMillis(4999));
        assertThat(asked.waiting).isEmpty();
        timers.pass(Duration.ofMillis(1));

        assertThat(asked.waiting).hasSize(1);
    }

    @Test
    void itIsAskedAgainAfterThePeriodAndNotBefore() {
        registered(pod(false));
        asked.answer(true);
        timers.runDue();

        timers.pass(Duration.ofMillis(9_999));
        assertThat(asked.waiting).isEmpty();
        timers.pass(Duration.ofMillis(1));

        assertThat(asked.waiting).hasSize(1);
    }

    @Test
    void aPodThatIsNotUpYetIsAskedAgainSoonAndThenLessOften() {
        registered(pod(false));

        fail();
        timers.pass(Duration.ofMillis(100));
        assertThat(asked.waiting).hasSize(1);
        fail();
        timers.pass(Duration.ofMillis(199));
        assertThat(asked.waiting).isEmpty();
        timers.pass(Duration.ofMillis(1));

        assertThat(asked.waiting).hasSize(1);
    }

    @Test
    void loggedReadinessStandsUntilEnoughFreshFailuresInARow() {
        started(pod(true));

        round(false);
        round(false);
        round(true);
        round(false);
        round(false);
        assertThat(verdicts).containsExactly(true);
        round(false);

        assertThat(verdicts).containsExactly(true, false);
    }

    @Test
    void flappingBelowTheThresholdsTellsNothingNew() {
        started(pod(true));
        round(true);

        for (int i = 0; i < 10; i++) {
            round(false);
            round(false);
            round(true);
        }

        assertThat(verdicts).containsExactly(true);
    }

    @Test
    void anAnswerAfterThePodIsGoneIsNotHeard() {
        Pod pod = pod(false);
        registered(pod);

        prober.changed(List.of(new StateChange.Removed<>(Topics.PODS, "default/a")));
        timers.runDue();
        asked.answer(true);
        timers.runDue();

        assertThat(verdicts).isEmpty();
    }

    @Test
    void aStandbyAsksNobody() {
        registered(pod(false));
        asked.answer(true);
        timers.runDue();

        prober.stop();
        timers.pass(Duration.ofMinutes(1));

        assertThat(asked.waiting).isEmpty();
    }

    @Test
    void aPodThatChangesInOtherWaysIsNotAskedAnew() {
        registered(pod(false));
        asked.answer(true);
        timers.runDue();

        registered(pod(true));

        assertThat(asked.waiting).isEmpty();
    }

    @Test
    void aPodWithAnotherCheckIsAskedAtOnce() {
        registered(pod(true));
        asked.answer(true);
        timers.runDue();

        registered(new PodBuilder(pod(true))
                .editStatus()
                .withPodIP("127.0.0.2")
                .endStatus()
                .build());

        assertThat(asked.waiting).hasSize(1);
    }

    private void registered(Pod pod) {
        prober.changed(List.of(new StateChange.Stored<>(Topics.PODS, "default/a", pod)));
        timers.runDue();
    }

    private void started(Pod pod) {
        prober.start(List.of(pod));
        timers.runDue();
    }

    private void round(boolean success) {
        timers.pass(Duration.ofSeconds(10));
        asked.answer(success);
        timers.runDue();
    }

    private void fail() {
        asked.answer(false);
        timers.runDue();
    }

    private static Pod pod(boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("a")
                .withUid("uid-of-a")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withNewReadinessProbe()
                .withNewTcpSocket()
                .withPort(new IntOrString(8080))
                .endTcpSocket()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPodIP("127.0.0.1")
                .addToContainerStatuses(new ContainerStatusBuilder()
                        .withName("main")
                        .withReady(ready)
                        .build())
                .endStatus()
                .build();
    }

    /** Answers when told to. */
    private static final class Asked implements Dialer {

        final Deque<Consumer<Result>> waiting = new ArrayDeque<>();

        @Override
        public void dial(ProbeTask.Check check, Duration timeout, Consumer<Result> heard) {
            waiting.add(heard);
        }

        void answer(boolean success) {
            waiting.remove().accept(success ? Result.SUCCESS : Result.failure("refused"));
        }
    }

    /** A thread and a clock that stand still until pushed. */
    private static final class HandDriven implements Timers {

        private record Alarm(Duration at, long order, Runnable task) {}

        private final PriorityQueue<Alarm> alarms =
                new PriorityQueue<>(Comparator.comparing(Alarm::at).thenComparingLong(Alarm::order));
        private Duration now = Duration.ZERO;
        private long count;

        @Override
        public void execute(Runnable task) {
            alarms.add(new Alarm(now, count++, task));
        }

        @Override
        public Runnable schedule(Duration delay, Runnable task) {
            Alarm alarm = new Alarm(now.plus(delay), count++, task);
            alarms.add(alarm);
            return () -> alarms.remove(alarm);
        }

        void runDue() {
            pass(Duration.ZERO);
        }

        void pass(Duration time) {
            Duration until = now.plus(time);
            while (!alarms.isEmpty() && alarms.peek().at().compareTo(until) <= 0) {
                Alarm next = alarms.remove();
                now = next.at();
                next.task().run();
            }
            now = until;
        }
    }
}
