package io.samegate.eventlog;

import io.samegate.eventlog.NamespaceRules.Held;
import io.samegate.eventlog.decide.StateChange;
import io.samegate.eventlog.write.Inputs;
import io.samegate.eventlog.write.SingleWriter;
import io.samegate.eventlog.write.WriterListener;
import io.samegate.eventlog.write.WriterLog;
import io.samegate.eventlog.write.WriterSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.pcollections.PMap;

/** One replica of the writer of namespaces, on its own thread, and what it says of itself. */
public final class Replica implements AutoCloseable {

    private final SingleWriter<PMap<String, Held>, String> writer;
    private final Thread thread;
    private final BlockingQueue<PMap<String, Held>> takeovers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> standbys = new LinkedBlockingQueue<>();
    private final CompletableFuture<RuntimeException> fatal = new CompletableFuture<>();

    Replica(String name, WriterLog.Factory logs) {
        this.writer = new SingleWriter<>(
                WriterSettings.of("objects", name),
                new NamespaceRules(),
                logs,
                Inputs.none(),
                new Listener(),
                InstantSource.system());
        this.thread = Thread.ofPlatform().name(name).unstarted(writer);
    }

    private final class Listener implements WriterListener<PMap<String, Held>> {
        @Override
        public void onActive(PMap<String, Held> state) {
            takeovers.add(state);
        }

        @Override
        public void onCommitted(PMap<String, Held> state, List<StateChange<?>> changes) {
            // The answers tell as much.
        }

        @Override
        public void onStandby(String reason) {
            standbys.add(reason);
        }

        @Override
        public void onFatal(RuntimeException failure) {
            fatal.complete(failure);
        }
    }

    void start() {
        thread.start();
    }

    public SingleWriter<PMap<String, Held>, String> writer() {
        return writer;
    }

    /** One element per takeover: the state it began with. */
    public BlockingQueue<PMap<String, Held>> takeovers() {
        return takeovers;
    }

    /** One reason per time it stood down. */
    public BlockingQueue<String> standbys() {
        return standbys;
    }

    public CompletableFuture<RuntimeException> fatal() {
        return fatal;
    }

    /** Ends cleanly: resigns. */
    @Override
    public void close() {
        writer.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
