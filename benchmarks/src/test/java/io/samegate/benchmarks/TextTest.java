package io.samegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read from the kernel and the command line, and what is printed. */
class TextTest {

    @Test
    void memoryIsReadFromTheKernelsLines() {
        // Given
        List<String> lines = List.of(
                "00400000-7ffd1000 ---p 00000000 00:00 0   [rollup]",
                "Rss:              204800 kB",
                "Pss:              102400 kB",
                "Pss_Anon:          51200 kB");
        // Then
        assertThat(Memory.parse(lines)).isEqualTo(new Memory(200, 100));
    }

    @Test
    void memoryOfThisProcessIsThere() {
        assertThat(Memory.of(ProcessHandle.current().pid()).rss()).isPositive();
    }

    @Test
    void figuresOfATableStandUnderTheEndOfTheirHeading() {
        // Given
        Table table = new Table(List.of("what", "p50"))
                .add(List.of("a longer name", "1.0"))
                .add(List.of("b", "10.0"));
        // Then
        assertThat(table).hasToString("""
                what             p50
                a longer name    1.0
                b               10.0
                """);
    }

    @Test
    void anOptionReplacesItsDefault() {
        assertThat(Options.read(new String[] {"--runs", "3"}, Map.of("--runs", 10))
                        .get("--runs"))
                .isEqualTo(3);
    }

    @Test
    void anUnknownOptionOrNoNumberIsAnError() {
        // Given
        Map<String, Integer> defaults = Map.of("--runs", 10);
        // Then
        assertThatThrownBy(() -> Options.read(new String[] {"--laps", "3"}, defaults))
                .hasMessageContaining("--runs");
        assertThatThrownBy(() -> Options.read(new String[] {"--runs"}, defaults))
                .hasMessageContaining("number");
        assertThatThrownBy(() -> Options.read(new String[] {"--runs", "0"}, defaults))
                .hasMessageContaining("number");
    }
}
