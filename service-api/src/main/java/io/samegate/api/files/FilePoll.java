package io.samegate.api.files;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files every now and then, on a thread of its own. Their contents are compared, not their times, and no file
 * system is asked to tell: links swapped below a folder, as orchestrators do it, are noticed like any other change.
 * Whatever goes wrong with one is told and ends nothing: a token that was revoked would hold for ever.
 */
public final class FilePoll implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(FilePoll.class);

    /** What can be looked at. */
    public interface Watched {

        /** Takes over what has changed since the last time. */
        void look();

        /** Its name for the log. */
        @Override
        String toString();
    }

    private final List<? extends Watched> files;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);

    public FilePoll(List<? extends Watched> files, Duration pause) {
        this.files = List.copyOf(files);
        this.pause = pause;
    }

    public void start() {
        Thread.ofPlatform().name("files").daemon().start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                files.forEach(FilePoll::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Watched files) {
        try {
            files.look();
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("what was read of {} before goes on to hold", files);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
