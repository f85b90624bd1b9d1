package io.samegate.eventlog.simulation;

import io.samegate.eventlog.simulation.FaultPlan.Stroke;
import io.samegate.eventlog.simulation.History.Kind;
import io.samegate.eventlog.simulation.Numbers.Ceiling;
import java.util.List;
import java.util.stream.Stream;

/**
 * One history: replicas with the real writer, clients and a broker, whose every step is chosen by the seed. First with
 * faults, then without any, until everything asked is answered.
 *
 * <p>Used once. Runs on one thread at a time, best a virtual one, as it changes between the replicas' all the time.
 */
final class Simulation {

    private static final int MOST_CALM_STEPS = 6_000;
    private static final int QUIET_STEPS = 150;

    private final SimulatedTime time = new SimulatedTime();
    private final Chance chance;
    private final History history;
    private final FaultPlan faults;
    private final SimulatedLog log;
    private final Checker checker;
    private final Clients clients;
    private final List<Replica> replicas;
    private Ceiling ceiling = new Ceiling(Numbers.HIGHEST);

    private Simulation(long seed, SeededBug bug, boolean told) {
        this.chance = new Chance(seed);
        this.history = new History(time, told);
        this.faults = new FaultPlan(chance);
        this.log = new SimulatedLog(time, chance, history);
        this.checker = new Checker(log, time, history);
        this.log.observe(checker::committed);
        this.clients = new Clients(log, chance, history, checker);
        this.replicas = Stream.of("red", "green", "blue")
                .limit(chance.between(1, 3))
                .map(name -> new Replica(name, log, time, chance, history, checker, () -> ceiling, bug))
                .toList();
    }

    /** What came of a history; {@code violation} is empty when every promise was kept. */
    record Result(long seed, History history, String violation) {
        boolean isKept() {
            return violation.isEmpty();
        }
    }

    /** @param told whether to keep every line of the history */
    static Result run(long seed, SeededBug bug, boolean told) {
        Simulation simulation = new Simulation(seed, bug, told);
        try {
            simulation.live();
            return new Result(seed, simulation.history, "");
        } catch (Violation e) {
            return new Result(seed, simulation.history, e.getMessage());
        } finally {
            simulation.replicas.forEach(Replica::kill);
        }
    }

    private void live() {
        for (int steps = chance.between(100, 500); steps > 0; steps--) {
            step();
        }
        faults.end();
        log.heal();
        replicas.forEach(Replica::heal);
        for (int steps = 0; !isSettled(); steps++) {
            Violation.unless(steps < MOST_CALM_STEPS, "without faults one writer answers everything", checker.left());
            step();
        }
        int allowed = replicas.stream().anyMatch(Replica::isActiveInVain) ? 1 : 0;
        int takeovers = history.count(Kind.TAKEOVER);
        for (int steps = 0; steps < QUIET_STEPS; steps++) {
            step();
        }
        Violation.unless(
                history.count(Kind.TAKEOVER) - takeovers <= allowed,
                "without faults nobody takes over",
                history.counts());
        checker.nothingIsAbove(ceiling);
        Violation.unless(checker.isAllDone(), "what is answered stays so", checker.left());
    }

    /** Everything is answered, nothing is on its way and nobody is about to find out that they lost the log. */
    private boolean isSettled() {
        return checker.isAllDone()
                && log.isAtRest()
                && log.group.isStable(replicas.size())
                && replicas.stream().allMatch(Replica::isWell)
                && replicas.stream()
                        .filter(Replica::isActive)
                        .map(Replica::name)
                        .toList()
                        .equals(List.of(log.group.owner()));
    }

    private void step() {
        time.pass(chance.between(0, 10));
        log.work();
        replicas.forEach(Replica::heartbeat);
        faults.nextStrokes().forEach(this::strike);
        for (Replica replica : replicas) {
            if (!replica.isAlive() && chance.oneIn(30)) {
                replica.start();
            }
        }
        switch (chance.below(10)) {
            case 0 -> {
                if (!faults.isCalm()) {
                    clients.send();
                    changeCeiling();
                }
            }
            case 1 -> clients.listen();
            default -> runOne();
        }
    }

    private void changeCeiling() {
        if (chance.oneIn(6)) {
            ceiling = new Ceiling(chance.between(Numbers.HIGHEST / 2, Numbers.HIGHEST));
            history.add(Kind.CEILING, "world", ceiling);
            checker.ceiling(ceiling);
            replicas.forEach(replica -> replica.offer(ceiling));
        }
    }

    private void runOne() {
        List<Replica> runnable = replicas.stream().filter(Replica::isRunnable).toList();
        if (!runnable.isEmpty()) {
            Replica next = chance.oneOf(runnable);
            Verdict fate = faults.nextCall();
            if (fate == Verdict.CRASH || fate == Verdict.CRASH_AFTER_SENDING) {
                history.add(Kind.CRASH, next.name(), "");
            }
            next.run(fate);
        }
    }

    private void strike(Stroke stroke) {
        Replica victim = chance.oneOf(replicas);
        switch (stroke) {
            case PAUSE -> {
                history.add(Kind.PAUSE, victim.name(), "");
                victim.pauseFor(duration());
            }
            case CUT -> {
                history.add(Kind.CUT, victim.name(), "");
                victim.cutFor(duration());
            }
            case OUTAGE -> {
                history.add(Kind.OUTAGE, "broker", "");
                log.goDownFor(duration());
            }
            case REBALANCE -> {
                history.add(Kind.REBALANCE, "broker", "");
                log.group.rebalance(chance.oneIn(2));
            }
            case STOP -> {
                history.add(Kind.STOP, victim.name(), "");
                victim.stop();
            }
            case FORGET_GROUP -> forgetGroup();
            case LONG_TIME -> {
                for (int i = chance.between(1, 8); i > 0; i--) {
                    time.pass(1_000);
                    replicas.forEach(Replica::heartbeat);
                    log.work();
                }
            }
        }
    }

    /** Mostly shorter than a session, sometimes longer than a transaction may be. */
    private long duration() {
        return chance.oneIn(3) ? chance.between(1_000, 8_000) : chance.between(5, 1_000);
    }

    private void forgetGroup() {
        replicas.forEach(Replica::kill);
        log.settle();
        if (log.group.forget()) {
            history.add(Kind.FORGOTTEN_GROUP, "broker", "");
        }
    }
}
