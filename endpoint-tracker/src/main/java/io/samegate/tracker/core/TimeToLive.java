package io.samegate.tracker.core;

import io.fabric8.kubernetes.api.model.Pod;
import io.samegate.contracts.request.FieldError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a Pod must be renewed, as its annotation says: a duration as Go writes it ({@code 30s}, {@code 1m30s},
 * {@code 1.5h}), or seconds ({@code 30}). Stateless.
 */
final class TimeToLive {

    static final String ANNOTATION = "samegate.io/ttl";

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(24);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{0,9})?)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private TimeToLive() {}

    /** Empty for a Pod that need not be renewed; a value that cannot be read counts as none. */
    static Optional<Duration> of(Pod pod) {
        return text(pod).flatMap(TimeToLive::parse);
    }

    /** What is wrong with the annotation of a Pod, if anything. */
    static Optional<FieldError> error(Pod pod) {
        return text(pod)
                .filter(value -> parse(value).isEmpty())
                .map(value -> FieldError.invalid(
                        "metadata.annotations[" + ANNOTATION + "]",
                        value,
                        "must be a duration from 1s to 24h, such as \"30s\", \"1m30s\" or \"30\" (seconds)"));
    }

    private static Optional<String> text(Pod pod) {
        return Optional.ofNullable(
                Label.orNone(pod.getMetadata().getAnnotations()).get(ANNOTATION));
    }

    private static Optional<Duration> parse(String text) {
        if (text.length() > 64) {
            return Optional.empty();
        }
        return (SECONDS.matcher(text).matches() ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : parts(text))
                .filter(ttl -> ttl.compareTo(LEAST) >= 0 && ttl.compareTo(MOST) <= 0);
    }

    private static Optional<Duration> parts(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            BigDecimal nanos = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2))));
            sum = sum.plusNanos(nanos.setScale(0, RoundingMode.DOWN)
                    .min(BigDecimal.valueOf(Long.MAX_VALUE / 16))
                    .longValueExact());
            end = part.end();
        }
        return end == text.length() && end > 0 ? Optional.of(sum) : Optional.empty();
    }
}
