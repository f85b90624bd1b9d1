package io.samegate.eventlog.faults;

import static io.samegate.eventlog.TestRequests.namespace;
import static io.samegate.eventlog.TestRequests.object;

import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.eventlog.request.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Askers that create and delete the same few namespaces without a pause, and what they were answered. */
final class Load implements AutoCloseable {

    private static final int NAMES = 12;
    private static final int ASKERS = 4;
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final Requests requests;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>(); // by request id
    private final List<Thread> askers = new ArrayList<>();
    private volatile boolean ended;

    private Load(Requests requests) {
        this.requests = requests;
    }

    static Load start(Requests requests) {
        Load load = new Load(requests);
        for (int i = 0; i < ASKERS; i++) {
            Random random = new Random(i);
            load.askers.add(Thread.ofPlatform().name("asker-" + i).start(() -> load.ask(random)));
        }
        return load;
    }

    /** What was heard, by request id; a request without an answer in its budget is not in it. */
    Map<String, Answer> answers() {
        return answers;
    }

    /** Ends the asking and waits for the answers under way. */
    @Override
    public void close() {
        ended = true;
        for (Thread asker : askers) {
            try {
                asker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void ask(Random random) {
        while (!ended) {
            String name = "n" + random.nextInt(NAMES);
            RequestHeader header = RequestHeader.of(namespace(name), "asker", BUDGET);
            Request request = random.nextBoolean()
                    ? new Request.Create(header, object(name, header.id()))
                    : new Request.Delete(header, Preconditions.NONE, Grace.OF_THE_OBJECT);
            try {
                answers.put(header.id(), requests.send(request).join());
            } catch (CompletionException e) {
                // No answer in time is allowed; what became of it is checked on the log.
            }
        }
    }
}
