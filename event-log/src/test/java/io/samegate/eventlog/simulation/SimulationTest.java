package io.samegate.eventlog.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.eventlog.simulation.History.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol of the writer under every fault there is a name for.
 *
 * <p>{@code -Dsimulation.histories=N} sets how many histories are tried, {@code -Dsimulation.seed=S} tries this one
 * alone and prints it.
 */
class SimulationTest {

    private static final int HISTORIES = Integer.getInteger("simulation.histories", 4_000);

    @Test
    void everyPromiseIsKeptInEveryHistory() throws Exception {
        // Given
        Long wanted = Long.getLong("simulation.seed");
        LongStream seeds = wanted == null ? LongStream.range(0, HISTORIES) : LongStream.of(wanted);
        // When
        Map<Kind, Integer> seen = onVirtualThread(() -> {
            Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
            seeds.forEach(seed -> {
                Simulation.Result result = Simulation.run(seed, SeededBug.NONE, wanted != null);
                if (wanted != null) {
                    print(result);
                }
                if (!result.isKept()) {
                    throw new Violation(describe(Simulation.run(seed, SeededBug.NONE, true)));
                }
                result.history().counts().forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
            });
            return counts;
        });
        // Then
        if (wanted == null) {
            System.out.println(HISTORIES + " histories: " + seen);
            assertThat(seen.keySet()).as("what happened at all").contains(Kind.values());
        }
    }

    @Test
    void theSameSeedIsTheSameHistory() throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            long same = seed;
            Simulation.Result once = onVirtualThread(() -> Simulation.run(same, SeededBug.NONE, true));
            Simulation.Result again = onVirtualThread(() -> Simulation.run(same, SeededBug.NONE, true));
            assertThat(again.history().lines()).isEqualTo(once.history().lines());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everySeededBugBreaksItsPromise(SeededBug bug) throws Exception {
        boolean found = onVirtualThread(() -> LongStream.range(0, HISTORIES)
                .mapToObj(seed -> Simulation.run(seed, bug, false))
                .anyMatch(result -> result.violation().startsWith(bug.promise())));
        assertThat(found)
                .as("a history in which it is not true that " + bug.promise())
                .isTrue();
    }

    private static <R> R onVirtualThread(Callable<R> work) throws Exception {
        FutureTask<R> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task.get();
    }

    private static void print(Simulation.Result result) {
        System.out.println(describe(result));
    }

    private static String describe(Simulation.Result result) {
        return String.join(System.lineSeparator(), result.history().lines()) + System.lineSeparator()
                + (result.isKept() ? "every promise was kept" : "broken: " + result.violation())
                + " (-Dsimulation.seed=" + result.seed() + ")";
    }
}
