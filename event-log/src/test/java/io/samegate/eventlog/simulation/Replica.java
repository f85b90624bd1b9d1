package io.samegate.eventlog.simulation;

import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.simulation.Numbers.Ceiling;
import io.samegate.eventlog.write.Inputs;
import io.samegate.eventlog.write.SingleWriter;
import io.samegate.eventlog.write.WriterListener;
import io.samegate.eventlog.write.WriterSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A process with a writer in it, on a thread of its own that runs only while the simulation lets it: from one call to
 * the broker to the next. So a crash or a pause can come between any two calls, and the order of everything is the
 * seed's.
 */
final class Replica {

    private enum Turn {
        SIMULATION,
        REPLICA
    }

    private final String name;
    private final SimulatedLog log;
    private final SimulatedTime time;
    private final History history;
    private final SeededBug bug;
    private final Chance chance;
    private final Checker checker;
    private final Supplier<Ceiling> ceiling;
    private final Duration skew;

    private volatile Turn turn = Turn.SIMULATION;
    private volatile Thread simulation = Thread.currentThread();
    private volatile Verdict verdict = Verdict.PROCEED;
    private volatile Optional<Throwable> failure = Optional.empty();
    private volatile boolean alive;
    private Optional<Thread> thread = Optional.empty();
    private Optional<SingleWriter<Numbers, Ceiling>> writer = Optional.empty();
    private Optional<SimulatedMembership> membership = Optional.empty();
    private long awakeAt;
    private long pausedUntil;
    private long cutUntil;
    private boolean waiting;
    private boolean stopping;
    private int memberships;
    private String where = "";

    Replica(
            String name,
            SimulatedLog log,
            SimulatedTime time,
            Chance chance,
            History history,
            Checker checker,
            Supplier<Ceiling> ceiling,
            SeededBug bug) {
        this.name = name;
        this.log = log;
        this.time = time;
        this.chance = chance;
        this.history = history;
        this.checker = checker;
        this.ceiling = ceiling;
        this.bug = bug;
        this.skew = Duration.ofMillis(chance.between(-1_000, 1_000));
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return alive;
    }

    boolean isActive() {
        return alive && writer.filter(SingleWriter::isActive).isPresent();
    }

    /** Whether its membership until now has been the writer's. */
    boolean hadEpoch() {
        return membership.filter(SimulatedMembership::hasEpoch).isPresent();
    }

    /** Whether it is active, but a call that came late has taken its epoch or its place: it will find out. */
    boolean isActiveInVain() {
        return isActive() && membership.orElseThrow().isVoid();
    }

    /** Whether it would go on if it were let; a stopped process would not, nor one that waits for the network. */
    boolean isRunnable() {
        return alive && pausedUntil <= time.now() && awakeAt <= time.now();
    }

    /** Runs, is not about to stop, and waits for nothing that would not come. */
    boolean isWell() {
        return isRunnable() && !waiting && !stopping;
    }

    boolean isCut() {
        return cutUntil > time.now();
    }

    /** A name for each membership, as two of one replica are two writers. */
    String nextMembership() {
        memberships++;
        return name + "/" + memberships;
    }

    Chance chance() {
        return chance;
    }

    /** Starts the process with nothing in memory. */
    void start() {
        history.tell(name, "starts", "");
        alive = true;
        awakeAt = time.now();
        pausedUntil = time.now();
        waiting = false;
        stopping = false;
        membership = Optional.empty();
        thread = Optional.of(Thread.ofVirtual().name(name).unstarted(this::live));
        simulation = Thread.currentThread();
        turn = Turn.REPLICA;
        thread.get().start();
        awaitTurn(Turn.SIMULATION);
        tellFailure();
    }

    /** Lets it run to its next call; the one it stands before gets the verdict. */
    void run(Verdict fate) {
        history.tell(name, where, fate == Verdict.PROCEED ? "" : ": " + fate);
        verdict = fate;
        simulation = Thread.currentThread();
        turn = Turn.REPLICA;
        LockSupport.unpark(thread.orElseThrow());
        awaitTurn(Turn.SIMULATION);
        tellFailure();
    }

    void kill() {
        if (alive) {
            run(Verdict.CRASH);
        }
    }

    /** Stops the process without its noticing; sessions end, clocks go on. */
    void pauseFor(long millis) {
        pausedUntil = time.now() + millis;
    }

    void cutFor(long millis) {
        cutUntil = time.now() + millis;
    }

    /** Something was observed; a process that stands still hears it when it goes on. */
    void offer(Ceiling observed) {
        if (alive) {
            writer.ifPresent(w -> w.offer(observed));
        }
    }

    /** Asks it to end by itself. */
    void stop() {
        stopping = true;
        writer.ifPresent(SingleWriter::close);
    }

    void heal() {
        pausedUntil = Math.min(pausedUntil, time.now());
        cutUntil = Math.min(cutUntil, time.now());
    }

    /** What the client library does in the background. */
    void heartbeat() {
        if (alive && pausedUntil <= time.now() && !isCut() && log.isUp()) {
            membership.ifPresent(SimulatedMembership::heartbeat);
        }
    }

    /** On the replica's thread: stands before a call to the broker until the simulation says what becomes of it. */
    Verdict pass(String call) {
        where = call;
        turn = Turn.SIMULATION;
        LockSupport.unpark(simulation);
        awaitTurn(Turn.REPLICA);
        if (verdict == Verdict.CRASH) {
            throw new Crash();
        }
        return verdict;
    }

    /** On the replica's thread: waits for something that does not come. */
    void waitFor(long millis) {
        awakeAt = time.now() + millis;
        waiting = true;
        Verdict unused = pass("waits");
        waiting = false;
    }

    private void live() {
        try {
            SingleWriter<Numbers, Ceiling> made = new SingleWriter<>(
                    WriterSettings.of("numbers", name),
                    new NumberRules(),
                    this::join,
                    new Observed(),
                    new Listener(),
                    time.clock(skew));
            writer = Optional.of(made);
            made.run();
        } catch (Crash e) {
            history.tell(name, "is dead", "");
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        } finally {
            alive = false;
            turn = Turn.SIMULATION;
            LockSupport.unpark(simulation);
        }
    }

    private SimulatedMembership join() {
        SimulatedMembership joined = bug.membership(this, log, history);
        membership = Optional.of(joined);
        return joined;
    }

    private void awaitTurn(Turn awaited) {
        while (turn != awaited) {
            LockSupport.park(this);
        }
    }

    private void tellFailure() {
        failure.ifPresent(thrown -> {
            failure = Optional.empty();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw new Violation(name + " failed: " + thrown, thrown);
        });
    }

    /** The ceiling, as it is when asked. */
    private final class Observed implements Inputs<Ceiling> {
        @Override
        public List<Ceiling> atTakeover() {
            return bug.atTakeover(ceiling.get());
        }

        @Override
        public void awaitSight(Map<String, Long> seen, Duration max) {
            // No request relies on anything but the log.
        }
    }

    /** Hands what the writer takes for its state to the checker. */
    private final class Listener implements WriterListener<Numbers> {
        @Override
        public void onActive(Numbers state) {
            history.add(History.Kind.TAKEOVER, name, state);
            checker.claims(name, state, membership.orElseThrow().lastTransaction());
        }

        @Override
        public void onCommitted(Numbers state, List<StateChange<?>> changes) {
            checker.claims(name, state, membership.orElseThrow().lastTransaction());
        }

        @Override
        public void onStandby(String reason) {
            history.tell(name, "stands by: ", reason);
        }

        @Override
        public void onFatal(RuntimeException fatal) {
            throw fatal;
        }
    }
}
