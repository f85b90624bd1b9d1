package io.samegate.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Measured values of one kind, in ascending order; at least one. */
record Samples(List<Double> sorted) {

    Samples {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("samples: none (expected: at least one)");
        }
        sorted = sorted.stream().sorted().toList();
    }

    static Samples of(Collection<? extends Number> values) {
        return new Samples(values.stream().map(Number::doubleValue).toList());
    }

    /** The smallest value that at least {@code percent} of all values do not exceed; 100 is the maximum. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    /** A percentile with one decimal. */
    String text(double percent) {
        return String.format(Locale.ROOT, "%.1f", percentile(percent));
    }
}
