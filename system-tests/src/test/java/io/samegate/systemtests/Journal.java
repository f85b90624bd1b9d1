package io.samegate.systemtests;

import static io.samegate.systemtests.Manifests.SERVICES;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.systemtests.ApiClient.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that creates and deletes Services as fast as it is answered and writes down what it was told, to be compared
 * with what there is afterwards. One thread of its own; read it after {@link #close()}.
 */
final class Journal implements AutoCloseable {

    /** As many of the newest as stay, or a fast installation would run out of node ports. */
    private static final int KEPT = 60;

    /** What the client knows of one name after its last request for it. */
    private enum Belief {
        THERE,
        GONE,
        /** No answer, or one that says that nobody knows. */
        UNKNOWN
    }

    private final ApiClient api;
    private final String prefix;
    private final Map<String, Belief> beliefs = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<String> untrue = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;
    private final AtomicInteger accepted = new AtomicInteger();

    /** The names of its Services begin with {@code prefix}, which nobody else uses. */
    Journal(Samegate samegate, String prefix) {
        this.api = new ApiClient(samegate);
        this.prefix = prefix;
        this.thread = Thread.ofPlatform().name("journal").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** How many requests were answered with a 2xx so far. Any thread. */
    int accepted() {
        return accepted.get();
    }

    /** Ends after the request under way. */
    @Override
    public void close() {
        stopped.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What the log holds against the journal; empty when all is true. */
    List<String> contradictions() {
        List<String> found = new ArrayList<>(untrue);
        Map<String, Integer> there = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (JsonNode service : api.get(SERVICES).body().path("items")) {
            String name = service.at("/metadata/name").asText();
            int port = service.at("/spec/ports/0/nodePort").asInt();
            if (port != 0 && !taken.add(port)) {
                found.add("node port " + port + " is held twice, also by " + name);
            }
            there.put(name, port);
        }
        beliefs.forEach((name, belief) -> {
            switch (belief) {
                case THERE -> {
                    if (!ports.get(name).equals(there.get(name))) {
                        found.add(
                                name + " was accepted with port " + ports.get(name) + ", there is " + there.get(name));
                    }
                }
                case GONE -> {
                    if (there.containsKey(name)) {
                        found.add(name + " was deleted, but is there");
                    }
                }
                case UNKNOWN -> {
                    // Either is true.
                }
            }
        });
        return found;
    }

    private void run() {
        for (int i = 0; !stopped.get(); i++) {
            create(prefix + i);
            if (i % 3 == 2) {
                delete(prefix + (i - 1));
            } else if (i >= KEPT) {
                delete(prefix + (i - KEPT));
            }
        }
    }

    private void create(String name) {
        beliefs.put(name, Belief.UNKNOWN);
        try {
            Answer answer = api.post(SERVICES, Manifests.nodePort(name));
            if (answer.code() == 201) {
                beliefs.put(name, Belief.THERE);
                ports.put(name, answer.body().at("/spec/ports/0/nodePort").asInt());
                accepted.incrementAndGet();
            } else if (answer.code() != 503 && answer.code() != 504) {
                untrue.add("create of the new " + name + " was answered " + answer.code() + " " + answer.text());
            }
        } catch (AssertionError e) {
            // No answer at all: the API is being killed just now.
        }
    }

    private void delete(String name) {
        Belief before = beliefs.get(name);
        if (before == Belief.GONE) {
            return;
        }
        beliefs.put(name, Belief.UNKNOWN);
        try {
            Answer answer = api.delete(SERVICES + "/" + name);
            if (answer.code() == 200 || answer.code() == 404) {
                beliefs.put(name, Belief.GONE);
                accepted.incrementAndGet();
                if (answer.code() == 404 && before == Belief.THERE) {
                    untrue.add(name + " was accepted and not deleted, and yet not found");
                }
            }
        } catch (AssertionError e) {
            // As above.
        }
    }
}
