package io.samegate.api.kafka;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.samegate.api.core.leases.NodeLeases;
import io.samegate.api.store.Listing;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.TopicTail;
import io.samegate.eventlog.follow.View;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Lease per node, made of what gateways report; stored nowhere. A Lease goes with its node.
 *
 * <p>Reports come on the tail's thread, nodes on that of their view; guarded by this object.
 */
public final class LeaseView implements ObjectView, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LeaseView.class);

    /** Reports of the last hour are kept; what is older says nothing about a node that is there. */
    private static final Duration HEARD_AGAIN = Duration.ofHours(1);

    private static final int REMEMBERED = 1000;

    private final InstantSource clock;
    private final ObjectView nodes;
    private final TopicTail<NodeReport> tail;
    private final List<Runnable> nudges = new CopyOnWriteArrayList<>();
    private final Map<String, NodeReport> reports = new TreeMap<>();
    private final RecentChanges leases;
    private AutoCloseable nodesHeard = () -> {};
    private volatile boolean ready;

    public LeaseView(LogSettings settings, ObjectView nodes, InstantSource clock) {
        this.clock = clock;
        this.nodes = nodes;
        Instant start = clock.instant().minus(HEARD_AGAIN);
        this.leases = new RecentChanges(start, REMEMBERED);
        this.tail = new TopicTail<>(settings, Topics.NODE_REPORTS, new TopicTail.From.Time(start), this::hear);
    }

    public void start() {
        tail.start();
        nodesHeard = nodes.onAdvance(this::lookAtNodes);
        lookAtNodes();
        ready = true;
    }

    @Override
    public void close() {
        tail.close();
        try {
            nodesHeard.close();
        } catch (Exception e) {
            LOGGER.atWarn().setCause(e).log("nodes are still listened to");
        }
    }

    @Override
    public ObjectKind kind() {
        return ObjectKind.LEASE;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public synchronized Optional<Entry<HasMetadata>> get(ObjectKey key) {
        return leases.get(key.path());
    }

    @Override
    public synchronized Listing list(String namespace) {
        return leases.list(namespace);
    }

    @Override
    public synchronized long position() {
        return leases.position();
    }

    /** What has been heard so far is all there is. */
    @Override
    public CompletableFuture<View.Freshness> fresh(Duration longest) {
        return CompletableFuture.completedFuture(new View.Freshness.Current());
    }

    @Override
    public CompletableFuture<Void> reached(long offset) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized Optional<Change<HasMetadata>> at(long offset) {
        return leases.at(offset);
    }

    @Override
    public synchronized View.Changes<HasMetadata> changesFrom(long from, int atMost) {
        return leases.from(from, atMost);
    }

    @Override
    public AutoCloseable onAdvance(Runnable nudge) {
        nudges.add(nudge);
        return () -> nudges.remove(nudge);
    }

    private void hear(TopicTail.Heard<NodeReport> heard) {
        NodeReport report = heard.value();
        boolean changed;
        synchronized (this) {
            NodeReport known = reports.get(report.node());
            if (known != null && known.generation() > report.generation()) {
                return; // a process that has lost the node to its successor
            }
            reports.put(report.node(), report);
            changed = nodes.isReady() && renew(report);
        }
        if (changed) {
            nudges.forEach(Runnable::run);
        }
    }

    private void lookAtNodes() {
        if (!nodes.isReady()) {
            return;
        }
        boolean changed = false;
        synchronized (this) {
            for (Entry<HasMetadata> lease : List.copyOf(leases.all())) {
                String name = lease.value().getMetadata().getName();
                if (node(name).isEmpty()) {
                    leases.remove(ObjectKey.of(lease.value()).path());
                    reports.remove(name);
                    changed = true;
                }
            }
            for (NodeReport report : reports.values()) {
                changed |= renew(report);
            }
        }
        if (changed) {
            nudges.forEach(Runnable::run);
        }
    }

    private boolean renew(NodeReport report) {
        Optional<Lease> next = node(report.node())
                .map(node -> NodeLeases.of(node, report))
                .filter(lease -> leases.get(ObjectKey.of(lease).path())
                        .map(held -> NodeLeases.renews((Lease) held.value(), lease))
                        .orElse(true));
        next.ifPresent(lease -> leases.store(lease, clock.instant()));
        return next.isPresent();
    }

    private Optional<Node> node(String name) {
        return nodes.get(ObjectKey.clusterScoped(name)).map(entry -> (Node) entry.value());
    }
}
