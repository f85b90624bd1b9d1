package io.samegate.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What clients noticed of the end of a writer, in milliseconds.
 *
 * @param firstAnswer from the signal to the first committed answer to a request sent after the writer had ended
 * @param silence the longest time without a committed answer, from the last one before the signal on
 * @param refused requests sent between the signal and {@code firstAnswer} that were not answered with a 201
 */
record Outage(double firstAnswer, double silence, int refused) {

    /** How long after the first answer a second silence still counts. */
    private static final long AFTERMATH = Duration.ofSeconds(1).toNanos();

    /**
     * One request; times in {@link System#nanoTime()}.
     *
     * @param committed whether it was answered with a 201
     */
    record Attempt(long sent, long answered, boolean committed) {}

    /**
     * Looks for the outage.
     *
     * @param signalled when the writer was told to end
     * @param ended when it was gone
     * @throws IllegalArgumentException if there are no answers before and after
     */
    static Outage of(List<Attempt> attempts, long signalled, long ended) {
        long first = committed(attempts)
                .filter(attempt -> attempt.sent() >= ended)
                .mapToLong(Attempt::answered)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("no committed answer after the end of the writer"));
        long last = committed(attempts)
                .mapToLong(Attempt::answered)
                .filter(answered -> answered < signalled)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("no committed answer before the end of the writer"));
        long[] answers = committed(attempts)
                .mapToLong(Attempt::answered)
                .filter(answered -> answered >= last && answered <= first + AFTERMATH)
                .sorted()
                .toArray();
        long silence = 0;
        for (int i = 1; i < answers.length; i++) {
            silence = Math.max(silence, answers[i] - answers[i - 1]);
        }
        long refused = attempts.stream()
                .filter(attempt -> !attempt.committed() && attempt.sent() >= signalled && attempt.sent() <= first)
                .count();
        return new Outage((first - signalled) / 1e6, silence / 1e6, (int) refused);
    }

    private static Stream<Attempt> committed(List<Attempt> attempts) {
        return attempts.stream().filter(Attempt::committed);
    }
}
