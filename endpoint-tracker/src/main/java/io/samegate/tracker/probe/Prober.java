package io.samegate.tracker.probe;

import io.fabric8.kubernetes.api.model.Pod;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.tracker.core.ProbePlan;
import io.samegate.tracker.core.ProbeTally;
import io.samegate.tracker.core.ProbeTask;
import io.samegate.tracker.core.TrackerInput;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Probes the containers of all Pods while this replica is the writer, and tells what their thresholds come to.
 *
 * <p>Invariant: a round is asking at most once at a time, and one that has ended is never heard again. All state is
 * confined to the thread of the {@link Timers}; the public methods may be called from any thread.
 */
public final class Prober {

    /** A container that is not ready yet is asked again this soon, then after twice the time, up to its period. */
    private static final Duration EAGER = Duration.ofMillis(100);

    private final ProbePlan plan;
    private final Dialer dialer;
    private final Timers timers;
    private final Consumer<TrackerInput> verdicts;
    private final Map<ObjectKey, Map<String, Round>> rounds = new HashMap<>();

    /** @param verdicts hears what thresholds came to, on the timers' thread */
    public Prober(ProbePlan plan, Dialer dialer, Timers timers, Consumer<TrackerInput> verdicts) {
        this.plan = plan;
        this.dialer = dialer;
        this.timers = timers;
        this.verdicts = verdicts;
    }

    /** Probes these Pods from now on and no others; those known to be ready not all at once. */
    public void start(List<Pod> pods) {
        timers.execute(() -> {
            endAll();
            pods.forEach(pod -> follow(pod, true));
        });
    }

    /** Follows what was committed. */
    public void changed(List<StateChange<?>> changes) {
        timers.execute(() -> changes.stream()
                .filter(change -> change.topic().equals(Topics.PODS))
                .forEach(this::changed));
    }

    /** Probes nothing any more. */
    public void stop() {
        timers.execute(this::endAll);
    }

    private void changed(StateChange<?> change) {
        switch (change) {
            case StateChange.Stored<?> stored -> follow((Pod) stored.value(), false);
            case StateChange.Removed<?> removed -> end(ObjectKey.parse(removed.key()));
        }
    }

    private void follow(Pod pod, boolean spread) {
        ObjectKey key = ObjectKey.of(pod);
        Map<String, Round> before = rounds.getOrDefault(key, Map.of());
        Map<String, Round> now = new HashMap<>();
        for (ProbeTask task : plan.tasks(pod)) {
            Round known = before.get(task.container());
            boolean same = known != null && known.task.equals(task);
            now.put(task.container(), same ? known : begin(task, ProbePlan.isReady(pod, task.container()), spread));
        }
        before.forEach((container, round) -> {
            if (now.get(container) != round) {
                round.end();
            }
        });
        if (now.isEmpty()) {
            rounds.remove(key);
        } else {
            rounds.put(key, now);
        }
    }

    private Round begin(ProbeTask task, boolean ready, boolean spread) {
        Round round = new Round(task, ready);
        long period = task.timing().period().toMillis();
        Duration first = ready && spread
                ? Duration.ofMillis(Math.floorMod(task.uid().hashCode(), period))
                : task.timing().initialDelay();
        round.askAfter(first);
        return round;
    }

    private void end(ObjectKey pod) {
        Map<String, Round> gone = rounds.remove(pod);
        if (gone != null) {
            gone.values().forEach(Round::end);
        }
    }

    private void endAll() {
        rounds.values().forEach(containers -> containers.values().forEach(Round::end));
        rounds.clear();
    }

    /** One container being asked; its thread is the timers'. */
    private final class Round {

        private final ProbeTask task;
        private ProbeTally tally = ProbeTally.NOTHING;
        private boolean hasBeenReady;
        private int attempts;
        private boolean ended;
        private Runnable cancel = () -> {};

        Round(ProbeTask task, boolean ready) {
            this.task = task;
            this.hasBeenReady = ready;
        }

        void askAfter(Duration delay) {
            if (delay.isZero()) {
                ask();
            } else {
                cancel = timers.schedule(delay, this::ask);
            }
        }

        void end() {
            ended = true;
            cancel.run();
        }

        private void ask() {
            attempts++;
            dialer.dial(task.check(), task.timing().timeout(), result -> timers.execute(() -> heard(result)));
        }

        private void heard(Dialer.Result result) {
            if (ended) {
                return;
            }
            ProbeTally before = tally;
            tally = before.after(result.success(), task.timing());
            hasBeenReady |= result.success();
            tally.news(before)
                    .ifPresent(verdict -> verdicts.accept(new TrackerInput.ProbeDecided(
                            task.pod(),
                            task.uid(),
                            task.container(),
                            verdict == ProbeTally.Verdict.READY,
                            result.message())));
            askAfter(pause());
        }

        private Duration pause() {
            Duration period = task.timing().period();
            if (hasBeenReady || attempts > 16) {
                return period;
            }
            Duration eager = EAGER.multipliedBy(1L << (attempts - 1));
            return eager.compareTo(period) < 0 ? eager : period;
        }
    }
}
