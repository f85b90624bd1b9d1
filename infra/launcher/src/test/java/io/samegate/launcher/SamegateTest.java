package io.samegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SamegateTest {

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"up", "demo", "pods", "status", "logs", "down", "reset", "kubeconfig", "train"})
    void everyCommandHasAHelpAndDoesNothingElseThen(String command) {
        StringWriter shown = new StringWriter();
        // When
        int exitCode = line(shown).execute(command, "--help");
        // Then
        assertThat(exitCode).isZero();
        assertThat(shown.toString()).startsWith("Usage: ./samegate " + command).contains("--help");
    }

    @Test
    void everyCommandTellsTheVersion() {
        StringWriter shown = new StringWriter();
        // When
        line(shown).execute("up", "--version");
        // Then
        assertThat(shown.toString()).startsWith("Samegate ");
    }

    @Test
    void theArgumentsOfACommandReachIt() {
        CommandLine line = line(new StringWriter()).setErr(new PrintWriter(new StringWriter()));
        List<Throwable> failures = new ArrayList<>();
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            failures.add(failure);
            return 1;
        });
        // When
        line.execute("kubeconfig", "--user", "no name", "--group", "some");
        line.execute("logs", "nobody");
        // Then
        assertThat(failures).hasSize(2).allMatch(UserError.class::isInstance);
    }

    private CommandLine line(StringWriter shown) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Samegate.commandLine(nowhere, root).setOut(new PrintWriter(shown, true));
    }
}
