package io.samegate.gateway.tcp;

import io.samegate.gateway.core.Connections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** All connections of this process, counted where they begin and end. Thread-safe. */
final class Ledger implements Connections {

    private record Watch(Set<String> podUids, Consumer<String> idle) {}

    private final ConcurrentHashMap<String, Integer> byPod = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Watch watch = new Watch(Set.of(), podUid -> {});

    /** Counts a client's connection unless there are {@code max} already. */
    boolean accept(int max) {
        if (accepted.incrementAndGet() > max) {
            accepted.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A client's connection has gone. */
    void gone() {
        accepted.decrementAndGet();
    }

    int accepted() {
        return accepted.get();
    }

    /** A connection to the Pod is about to be made. */
    void began(String podUid) {
        if (!podUid.isEmpty()) {
            byPod.merge(podUid, 1, Integer::sum);
        }
    }

    /** It has ended, or was not made. */
    void ended(String podUid) {
        if (!podUid.isEmpty() && byPod.computeIfPresent(podUid, (uid, open) -> open == 1 ? null : open - 1) == null) {
            Watch current = watch;
            if (current.podUids().contains(podUid)) {
                current.idle().accept(podUid);
            }
        }
    }

    @Override
    public Map<String, Integer> byPod() {
        return Map.copyOf(byPod);
    }

    @Override
    public void watch(Set<String> podUids, Consumer<String> idle) {
        watch = new Watch(Set.copyOf(podUids), idle);
    }
}
