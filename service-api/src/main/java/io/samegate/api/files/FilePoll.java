package io.samegate.api.files;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at files every now and then, on a thread of its own. Their contents are compared, not their times, and no file
 * system is asked to tell: links swapped below a folder, as orchestrators do it, are noticed like any other change.
 */
public final class FilePoll implements AutoCloseable {

    private final List<WatchedFiles<?>> files;
    private final Duration pause;
    private final CountDownLatch closed = new CountDownLatch(1);

    public FilePoll(List<WatchedFiles<?>> files, Duration pause) {
        this.files = List.copyOf(files);
        this.pause = pause;
    }

    public void start() {
        Thread.ofPlatform().name("files").daemon().start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                files.forEach(WatchedFiles::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
