package io.samegate.systemtests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command as a person types it, and what they get back. Immutable. */
record Command(List<String> words, Map<String, String> environment, Path folder, Duration patience) {

    /** What a command printed, and how it ended. */
    record Result(int exitCode, String output, String errors) {

        /** Both streams, for messages. */
        String all() {
            return output + errors;
        }

        Result mustSucceed() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + ":\n" + all());
            }
            return this;
        }
    }

    static Command of(List<String> words) {
        return new Command(List.copyOf(words), Map.of(), Path.of(""), Duration.ofMinutes(2));
    }

    Command with(String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return new Command(List.copyOf(all), environment, folder, patience);
    }

    Command withEnvironment(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new Command(words, Map.copyOf(all), folder, patience);
    }

    Command in(Path workingFolder) {
        return new Command(words, environment, workingFolder, patience);
    }

    Result run() {
        return run("");
    }

    /** Runs it with this text as its standard input. */
    Result run(String input) {
        try {
            Path out = Files.createTempFile("command", ".out");
            Path err = Files.createTempFile("command", ".err");
            Process process = start(out, err);
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " did not end within " + patience + ":\n" + Files.readString(out)
                        + Files.readString(err));
            }
            Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new AssertionError(words + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Starts it and leaves it running; the caller ends it. */
    Process start(Path out, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        builder.directory(folder.toAbsolutePath().toFile());
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        return builder.start();
    }
}
