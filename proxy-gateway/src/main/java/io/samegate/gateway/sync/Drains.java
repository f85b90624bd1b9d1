package io.samegate.gateway.sync;

import io.samegate.gateway.core.Connections;
import io.samegate.gateway.core.Reports;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells how many connections there still are to Pods that are leaving: a record while there are some, taken back when the
 * last one has ended. Confined to the reconciler's thread.
 */
public final class Drains {

    private final Connections connections;
    private final Reports reports;
    private final Runnable idle;
    private final Map<String, Integer> told = new HashMap<>();

    /** @param idle is called on any thread when it is time for a {@link #refresh} */
    public Drains(Connections connections, Reports reports, Runnable idle) {
        this.connections = connections;
        this.reports = reports;
        this.idle = idle;
    }

    /** Counts and tells what has changed. */
    void refresh(Predicate<String> isAlive) {
        Set<String> leaving = new HashSet<>(told.keySet());
        leaving.addAll(connections.byPod().keySet());
        leaving.removeIf(isAlive);
        // Watched first and counted afterwards: whatever ends in between is either counted as ended or tells us.
        connections.watch(leaving, podUid -> idle.run());
        Map<String, Integer> open = new HashMap<>(connections.byPod());
        open.keySet().retainAll(leaving);
        open.forEach((podUid, count) -> {
            if (!count.equals(told.put(podUid, count))) {
                reports.drain(podUid, count);
            }
        });
        told.keySet().removeIf(podUid -> {
            boolean isOver = !open.containsKey(podUid);
            if (isOver) {
                reports.drain(podUid, 0);
            }
            return isOver;
        });
    }

    /** Takes back what an earlier process of this node told. */
    void forget(Collection<String> podUids) {
        for (String podUid : podUids) {
            if (!told.containsKey(podUid)) {
                reports.drain(podUid, 0);
            }
        }
    }
}
