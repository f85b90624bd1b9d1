package io.samegate.api.files;

import io.samegate.api.core.access.MalformedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value read from files that belong together, and read again when one of them has changed. A change that is not
 * understood changes nothing but is told, once. {@link #current} from any thread, {@link #look} from one.
 */
public final class WatchedFiles<T> implements FilePoll.Watched {

    private static final Logger LOGGER = LoggerFactory.getLogger(WatchedFiles.class);
    private static final int MAX_BYTES = 4 << 20;

    /** A file and the setting that names it. */
    public record Named(String setting, Path file) {
        @Override
        public String toString() {
            return setting + "=" + file;
        }
    }

    /** Makes the value of the files' contents, in the order of the files. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(List<byte[]> contents) throws MalformedException;
    }

    private final List<Named> files;
    private final Reader<T> reader;
    private List<byte[]> seen; // what the last look found, understood or not
    private String trouble = ""; // what the last look was about, so that it is told once
    private volatile T current;

    private WatchedFiles(List<Named> files, Reader<T> reader) throws FileProblemException {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.seen = contents();
        this.current = understood(seen);
    }

    /** @throws FileProblemException if they cannot be read or are not understood now */
    public static <T> WatchedFiles<T> open(List<Named> files, Reader<T> reader) throws FileProblemException {
        return new WatchedFiles<>(files, reader);
    }

    /** What they said when they were last understood. */
    public T current() {
        return current;
    }

    /** Reads them again if they have changed. */
    @Override
    public void look() {
        try {
            List<byte[]> now = contents();
            if (!isSame(now, seen)) {
                seen = now;
                current = understood(now);
                LOGGER.atInfo().addKeyValue("files", files).log("read again");
            }
            trouble = "";
        } catch (FileProblemException e) {
            if (!trouble.equals(e.getMessage())) {
                trouble = e.getMessage();
                LOGGER.warn("what was read before goes on to hold, because {}", trouble);
            }
        }
    }

    @Override
    public String toString() {
        return String.join(" with ", files.stream().map(Named::toString).toList());
    }

    private T understood(List<byte[]> contents) throws FileProblemException {
        try {
            return reader.read(contents);
        } catch (MalformedException | RuntimeException e) { // readers of keys have exceptions of their own
            throw new FileProblemException(this + " is not understood: " + e.getMessage());
        }
    }

    private List<byte[]> contents() throws FileProblemException {
        List<byte[]> contents = new ArrayList<>();
        for (Named named : files) {
            contents.add(bytes(named));
        }
        return contents;
    }

    private static byte[] bytes(Named named) throws FileProblemException {
        try {
            if (Files.size(named.file()) > MAX_BYTES) {
                throw new FileProblemException(named + " is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(named.file());
        } catch (NoSuchFileException e) {
            throw new FileProblemException(named + " is not there");
        } catch (AccessDeniedException e) {
            throw new FileProblemException(named + " may not be read by this process");
        } catch (IOException e) {
            throw new FileProblemException(named + " cannot be read (" + e.getMessage() + ")");
        }
    }

    private static boolean isSame(List<byte[]> some, List<byte[]> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!Arrays.equals(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
