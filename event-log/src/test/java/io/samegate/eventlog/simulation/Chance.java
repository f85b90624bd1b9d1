package io.samegate.eventlog.simulation;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The only source of chance in a history: the same seed, the same history. */
final class Chance {

    private final RandomGenerator random;

    Chance(long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Zero or more, less than {@code bound}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both bounds are possible. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** True once in {@code n} times; never when {@code n} is zero. */
    boolean oneIn(int n) {
        return n > 0 && random.nextInt(n) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    long bits() {
        return random.nextLong();
    }
}
