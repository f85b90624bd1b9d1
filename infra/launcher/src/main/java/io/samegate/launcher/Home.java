package io.samegate.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The folder of an installation: {@code run/} pid files, {@code logs/}, {@code kafka/} the data, {@code kubeconfig}. */
final class Home {

    private static final String PID_SUFFIX = ".pid";

    private final Path path;

    Home(Path path) {
        this.path = path;
    }

    Path pidFile(String program) {
        return path.resolve("run").resolve(program + PID_SUFFIX);
    }

    Path log(String program) {
        return path.resolve("logs").resolve(program + ".log");
    }

    Path runFolder() {
        return path.resolve("run");
    }

    /** The programs there is a pid file for, whether or not the process lives. */
    List<String> knownPrograms() {
        if (!Files.isDirectory(runFolder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(runFolder())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(PID_SUFFIX))
                    .map(name -> name.substring(0, name.length() - PID_SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many gateways were started and not stopped. */
    int gateways() {
        return (int) knownPrograms().stream()
                .filter(name -> name.startsWith("gateway-"))
                .count();
    }

    Path kubeconfig() {
        return path.resolve("kubeconfig");
    }

    /** The kubeconfig of somebody else than whoever runs the installation. */
    Path kubeconfigOf(String user) {
        return path.resolve("kubeconfig-" + user);
    }

    /** Whether the API spoke TLS when it was last started. */
    boolean wasStartedWithTls() {
        return Files.exists(tlsMark());
    }

    /** Whether there is an API that was started and not stopped. */
    boolean runsApi() {
        return knownPrograms().contains("service-api");
    }

    /** Remembers how the API is started, so that later commands speak to it the same way. */
    void remember(boolean tls) {
        try {
            Files.deleteIfExists(tlsMark());
            if (tls) {
                Files.createFile(tlsMark());
            }
        } catch (IOException e) {
            throw new UserError("Cannot write to " + path + " (" + e.getMessage() + ").", e);
        }
    }

    private Path tlsMark() {
        return path.resolve("run").resolve("tls");
    }

    Path path() {
        return path;
    }

    /** Makes the folders; says so in one sentence when that is not allowed. */
    void create() {
        try {
            Files.createDirectories(path.resolve("run"));
            Files.createDirectories(path.resolve("logs"));
            Path probe = Files.createTempFile(path, ".writable", "");
            Files.delete(probe);
        } catch (IOException e) {
            throw new UserError("Cannot write to " + path + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + "); " + Settings.HOME + " names another folder.");
        }
    }

    static void unlock(FileLock lock) {
        try {
            lock.acquiredBy().close(); // closing the channel releases its lock
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a second command from changing the same installation at the same time. */
    FileLock lock() {
        try {
            FileChannel channel = FileChannel.open(
                    path.resolve("run").resolve("samegate.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            channel.close();
        } catch (OverlappingFileLockException e) {
            // Said below: held by this very process is held all the same.
        } catch (IOException e) {
            throw new UserError(
                    "Cannot lock " + path + " (" + e.getMessage() + "); " + Settings.HOME + " names another folder.");
        }
        throw new UserError("Another ./samegate command is changing the installation in " + path
                + "; wait for it, or set " + Settings.HOME + " for a second installation.");
    }

    /** Deletes everything in it. */
    void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UserError("Cannot delete " + path + " (" + e.getMessage() + ").");
        }
    }
}
