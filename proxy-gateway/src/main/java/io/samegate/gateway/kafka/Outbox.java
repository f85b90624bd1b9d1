package io.samegate.gateway.kafka;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.node.NodeDrain;
import io.samegate.contracts.node.NodePorts;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.kafka.Emitter;
import io.samegate.gateway.core.Reports;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the gateway tells: the newest value per key, then the heartbeat that claims the positions those values
 * stand on, then the facts. Its own thread sends one portion at a time and waits for it, so that while the log is away
 * nothing piles up but one value per key and {@value #MOST_FACTS} facts. Thread-safe.
 */
public final class Outbox implements Reports, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Outbox.class);

    private static final int MOST_FACTS = 10_000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    /** Between reports: as late as what is applied may be told. Each is heard by every API and every tracker. */
    private static final Duration GAP = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** What the heartbeat says at this moment. */
    public interface Heartbeat {
        NodeReport report(Map<String, Long> applied, boolean stopping);
    }

    /** A write that is due; the newest per key replaces what was not sent yet. */
    private record Due(Topic<?> topic, String key, Function<Outlet, CompletableFuture<Long>> write) {}

    private final String node;
    private final String instance;
    private final Outlet outlet;
    private final Heartbeat heartbeat;
    private final Thread thread;

    // Guarded by this.
    private Map<List<String>, Due> due = new LinkedHashMap<>();
    private final ArrayDeque<Fact> facts = new ArrayDeque<>();
    private Map<String, Long> applied = Map.of();
    private boolean hasNews;
    private boolean stopping;

    private Map<String, Long> confirmed = Map.of(); // the thread's own

    public Outbox(String node, String instance, Emitter emitter, Heartbeat heartbeat) {
        this(node, instance, new EmitterOutlet(emitter), heartbeat);
    }

    Outbox(String node, String instance, Outlet outlet, Heartbeat heartbeat) {
        this.node = node;
        this.instance = instance;
        this.outlet = outlet;
        this.heartbeat = heartbeat;
        this.thread = Thread.ofPlatform().name("reports").daemon().unstarted(this::run);
    }

    /** The first heartbeat goes out at once. */
    public void start() {
        thread.start();
    }

    @Override
    public void ports(ObjectKey service, NodePorts ports) {
        put(Topics.NODE_PORTS, NodePorts.key(node, service), ports);
    }

    @Override
    public void noPorts(ObjectKey service) {
        remove(Topics.NODE_PORTS, NodePorts.key(node, service));
    }

    @Override
    public void drain(String podUid, int connections) {
        String key = NodeDrain.key(node, podUid);
        if (connections > 0) {
            put(Topics.NODE_DRAINS, key, new NodeDrain(node, podUid, instance, connections));
        } else {
            remove(Topics.NODE_DRAINS, key);
        }
    }

    @Override
    public synchronized void applied(Map<String, Long> positions) {
        applied = Map.copyOf(positions);
        hasNews = true;
        notifyAll();
    }

    @Override
    public synchronized void fact(Fact fact) {
        if (facts.size() == MOST_FACTS) {
            facts.removeFirst();
        }
        facts.addLast(fact);
        notifyAll();
    }

    /** Sends what is due and a last heartbeat that says so; waits for that as long as a clean stop may. */
    @Override
    public void close() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private <T> void put(Topic<T> topic, String key, T value) {
        enqueue(new Due(topic, key, log -> log.send(topic, key, value)));
    }

    private void remove(Topic<?> topic, String key) {
        enqueue(new Due(topic, key, log -> log.remove(topic, key)));
    }

    private synchronized void enqueue(Due write) {
        List<String> key = List.of(write.topic().name(), write.key());
        due.remove(key); // so that it goes to the end: what comes last is sent last
        due.put(key, write);
        hasNews = true;
        notifyAll();
    }

    private record Portion(Map<List<String>, Due> due, List<Fact> facts, Map<String, Long> applied, boolean isLast) {}

    private void run() {
        try {
            boolean isLast = false;
            while (!isLast) {
                Portion portion = next();
                send(portion);
                isLast = portion.isLast();
                if (!isLast) {
                    Thread.sleep(GAP);
                }
            }
        } catch (InterruptedException e) {
            LOGGER.debug("reports end before the last one is out");
        }
    }

    private synchronized Portion next() throws InterruptedException {
        long deadline = System.nanoTime() + HEARTBEAT.toNanos();
        long left = HEARTBEAT.toNanos();
        while (!hasNews && !stopping && left > 0 && facts.isEmpty()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
        Portion portion = new Portion(due, List.copyOf(facts), applied, stopping);
        due = new LinkedHashMap<>();
        facts.clear();
        hasNews = false;
        return portion;
    }

    private void send(Portion portion) throws InterruptedException {
        Map<List<String>, CompletableFuture<Long>> sent = new HashMap<>();
        portion.due().forEach((key, write) -> sent.put(key, write.write().apply(outlet)));
        List<Due> failed = new ArrayList<>();
        for (Map.Entry<List<String>, CompletableFuture<Long>> each : sent.entrySet()) {
            if (!isWritten(each.getValue())) {
                failed.add(portion.due().get(each.getKey()));
            }
        }
        again(failed);
        if (failed.isEmpty()) {
            confirmed = portion.applied();
        }
        NodeReport report = heartbeat.report(confirmed, portion.isLast());
        CompletableFuture<Long> beat = outlet.send(Topics.NODE_REPORTS, node, report);
        List<CompletableFuture<Long>> told =
                portion.facts().stream().map(outlet::tell).toList();
        for (CompletableFuture<Long> fact : told) {
            isWritten(fact);
        }
        isWritten(beat);
    }

    /** What could not be written stays due, unless something newer is by now. */
    private synchronized void again(List<Due> failed) {
        for (Due write : failed) {
            due.putIfAbsent(List.of(write.topic().name(), write.key()), write);
        }
        hasNews |= !failed.isEmpty();
    }

    private static boolean isWritten(CompletableFuture<Long> write) throws InterruptedException {
        try {
            write.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.atDebug().addKeyValue("cause", e).log("a report could not be written, will retry");
            return false;
        }
    }

    private record EmitterOutlet(Emitter emitter) implements Outlet {
        @Override
        public <T> CompletableFuture<Long> send(Topic<T> topic, String key, T value) {
            return emitter.send(topic, key, value);
        }

        @Override
        public CompletableFuture<Long> remove(Topic<?> topic, String key) {
            return emitter.remove(topic, key);
        }

        @Override
        public CompletableFuture<Long> tell(Fact fact) {
            return emitter.tell(fact);
        }
    }
}
