package io.samegate.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processes of one installation: one pid file each. A pid alone proves nothing after a reboot, so a process counts
 * as ours only while its command line carries the marks it was started with.
 */
final class ProcessTable {

    private final Home home;
    private final JvmCommand command;
    private final Duration patience;

    /** A process that does not end within {@code patience} after it was asked to is killed. */
    ProcessTable(Home home, JvmCommand command, Duration patience) {
        this.home = home;
        this.command = command;
        this.patience = patience;
    }

    /** The live process of that name, if there is one. */
    Optional<ProcessHandle> find(String program) {
        return readPid(home.pidFile(program))
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> isOurs(process, program));
    }

    /** Starts a program detached from this terminal, its output appended to its log. */
    ProcessHandle start(Program program) {
        Path log = home.log(program.name());
        try {
            keepLogSmall(log);
            ProcessBuilder builder = new ProcessBuilder(command.of(program, marks(program.name())));
            builder.environment().putAll(program.environment());
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.directory(home.path().toFile());
            Process process = builder.start();
            Files.writeString(home.pidFile(program.name()), process.pid() + "\n");
            return process.toHandle();
        } catch (IOException e) {
            throw new UserError("Cannot start " + program.name() + " (" + e.getMessage() + ").", e);
        }
    }

    /**
     * Asks a process to end and waits for it, by force when its patience ends.
     *
     * @return whether it ended by itself
     */
    boolean stop(String program) {
        Optional<ProcessHandle> found = find(program);
        boolean clean = found.map(this::end).orElse(true);
        try {
            Files.deleteIfExists(home.pidFile(program));
        } catch (IOException e) {
            throw new UserError("Cannot delete " + home.pidFile(program) + " (" + e.getMessage() + ").");
        }
        return clean;
    }

    private boolean end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean isOurs(ProcessHandle process, String program) {
        List<String> arguments = new ArrayList<>();
        process.info().arguments().ifPresent(all -> arguments.addAll(List.of(all)));
        return arguments.containsAll(marks(program));
    }

    private List<String> marks(String program) {
        return List.of("-Dsamegate.home=" + home.path(), "-Dsamegate.process=" + program);
    }

    private static Optional<Long> readPid(Path file) {
        try {
            return Optional.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // no file, or half a one after a crash: there is no such process
        }
    }

    private static void keepLogSmall(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > 10 << 20) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
