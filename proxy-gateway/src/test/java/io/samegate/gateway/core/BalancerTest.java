package io.samegate.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BalancerTest {

    private static final List<String> THREE = List.of("a", "b", "c");

    @Test
    void overAnyStretchTheSharesDifferByOneAtMost() {
        for (long start : new long[] {0, 1, 7, Long.MAX_VALUE - 5}) {
            Map<String, Integer> shares = new HashMap<>(Map.of("a", 0, "b", 0, "c", 0));
            for (long turn = 0; turn < 100; turn++) {
                shares.merge(Balancer.choose(THREE, Set.of(), start + turn).orElseThrow(), 1, Integer::sum);
                int most = shares.values().stream().mapToInt(n -> n).max().orElseThrow();
                int least = shares.values().stream().mapToInt(n -> n).min().orElseThrow();
                assertThat(most - least).isLessThanOrEqualTo(start > 7 ? 2 : 1); // a turn may be lost where it wraps
            }
        }
    }

    @Test
    void whatWasTriedIsNotChosenAgain() {
        for (long turn = 0; turn < 3; turn++) {
            assertThat(Balancer.choose(THREE, Set.of("a", "c"), turn)).contains("b");
        }
        assertThat(Balancer.choose(THREE, Set.of("a", "b", "c"), 0)).isEmpty();
        assertThat(Balancer.choose(List.of(), Set.of(), 0)).isEmpty();
    }
}
