package io.samegate.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.api.core.access.Action;
import io.samegate.api.core.access.User;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

class RefusalLogTest {

    private static final RefusalLog.Asked ASKED = new RefusalLog.Asked("192.0.2.1:4711", "GET", "/api/v1/x%0Ay");
    private static final User JANE = User.authenticated("jane", "", List.of("team"));
    private static final Action LIST = new Action.OnResource("list", "", "pods", "", "", "");

    private final Queue<SubstituteLoggingEvent> events = new ArrayDeque<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final RefusalLog log = new RefusalLog(now::get, new SubstituteLogger("audit", events, false));

    @Test
    void nobodyWritesLinesOrFieldsOfTheirOwn() {
        // Given names with ends of lines, quotes, escapes of terminals, and a change of the direction of writing
        Action action =
                new Action.OnResource("get", "a\nb", "x\r2026 let in", "y\u2028", "n\" user=\"root", "\u009b1m\u202e");
        // When
        log.forbidden(ASKED, JANE, action, "");
        // Then
        String line = events.remove().getMessage();
        assertThat(line.codePoints().map(Character::getType))
                .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.LINE_SEPARATOR, (int)
                        Character.PARAGRAPH_SEPARATOR);
        assertThat(line)
                .contains(
                        "user=\"jane\"",
                        "verb=\"get\"",
                        "group=\"a\\nb\"",
                        "resource=\"x\\r2026 let in/y\\u{2028}\"",
                        "namespace=\"n\\\" user=\\\"root\"",
                        "name=\"\\u{9b}1m\\u{202e}\"")
                .endsWith(" forbidden");
    }

    @Test
    void aSecondHasTwentyLinesAndTheNextOneTellsOfTheRest() {
        for (int i = 0; i < 25; i++) {
            log.unauthorized(ASKED, "no credentials");
        }
        assertThat(events).hasSize(20);
        now.set(now.get().plusSeconds(1));
        log.unauthorized(ASKED, "no credentials");
        assertThat(events).hasSize(22);
        SubstituteLoggingEvent rest = events.stream().skip(20).findFirst().orElseThrow();
        assertThat(rest.getMessage()).startsWith("{} more not let in");
        assertThat(rest.getArgumentArray()).containsExactly(5L);
    }

    @Test
    void strangersDoNotKeepOutOfTheLogWhatIsForbidden() {
        for (int i = 0; i < 25; i++) {
            log.unauthorized(ASKED, "no credentials");
        }
        events.clear();
        log.forbidden(ASKED, JANE, LIST, "");
        assertThat(events).hasSize(1);
        assertThat(events.remove().getMessage()).contains("resource=\"pods\"").endsWith("forbidden");
    }
}
