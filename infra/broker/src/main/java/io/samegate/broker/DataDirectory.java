package io.samegate.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory of one broker, held by this process until it is closed or the process ends, however it ends.
 *
 * <p>Kafka has a lock of its own, but takes it only after its controller has already opened the metadata log.
 */
final class DataDirectory implements AutoCloseable {
    private static final String OTHER_PLACE = "; SAMEGATE_HOME chooses another place";

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** @throws BrokerStartException when the directory cannot be made or written, or another broker has it */
    static DataDirectory open(Path root) {
        FileChannel lockFile = openLockFile(root);
        boolean held = false;
        try {
            held = tryLock(lockFile, root);
        } finally {
            if (!held) {
                closeQuietly(lockFile);
            }
        }
        if (!held) {
            throw new BrokerStartException("another broker is using the directory " + root + OTHER_PLACE);
        }
        return new DataDirectory(root, lockFile);
    }

    /** Where Kafka keeps everything. */
    Path kafka() {
        return root.resolve("kafka");
    }

    /** Kafka's marker of a directory it has formatted completely: written last. */
    boolean isFormatted() {
        return Files.exists(kafka().resolve("meta.properties"));
    }

    @Override
    public void close() {
        closeQuietly(lockFile);
    }

    private static FileChannel openLockFile(Path root) {
        try {
            Files.createDirectories(root);
            return FileChannel.open(root.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw cannotWrite(root, e);
        }
    }

    private static boolean tryLock(FileChannel lockFile, Path root) {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by a broker of this very process
        } catch (IOException e) {
            throw cannotWrite(root, e);
        }
    }

    private static BrokerStartException cannotWrite(Path root, IOException cause) {
        return new BrokerStartException(
                "cannot write to the directory " + root + " (" + cause + ")" + OTHER_PLACE, cause);
    }

    private static void closeQuietly(FileChannel lockFile) {
        try {
            lockFile.close();
        } catch (IOException e) {
            // The lock goes with the descriptor, and the descriptor is gone whether or not closing it went well.
        }
    }
}
