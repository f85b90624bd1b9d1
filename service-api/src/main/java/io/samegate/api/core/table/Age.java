package io.samegate.api.core.table;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How long ago something was, in the short form of kubectl. Stateless. */
public final class Age {

    /** What stands where nobody knows since when. */
    static final String UNKNOWN = "<unknown>";

    private static final int DAYS_PER_YEAR = 365;

    private Age() {}

    /** The age of an RFC 3339 timestamp; {@code <unknown>} where there is none. */
    public static String since(String timestamp, Instant now) {
        if (timestamp == null || timestamp.isEmpty()) {
            return UNKNOWN;
        }
        try {
            return of(Duration.between(OffsetDateTime.parse(timestamp).toInstant(), now));
        } catch (DateTimeException e) {
            return UNKNOWN;
        }
    }

    /**
     * Two units while the second one matters, then one: {@code 90s}, {@code 5m30s}, {@code 2d3h}, {@code 400d}. Clocks
     * differ, so up to two seconds in the future count as now.
     */
    public static String of(Duration age) {
        long seconds = age.isNegative() ? -age.negated().toSeconds() : age.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 120) {
            return Math.max(seconds, 0) + "s";
        }
        long minutes = age.toMinutes();
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = age.toHours();
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        long days = age.toDays();
        if (days < 8) {
            return two(days, "d", hours % 24, "h");
        }
        if (days < 2 * DAYS_PER_YEAR) {
            return days + "d";
        }
        long years = days / DAYS_PER_YEAR;
        return years < 8 ? two(years, "y", days % DAYS_PER_YEAR, "d") : years + "y";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
    }
}
