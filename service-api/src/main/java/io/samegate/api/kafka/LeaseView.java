package io.samegate.api.kafka;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.samegate.api.core.leases.NodeLeases;
import io.samegate.api.store.ObjectView;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.node.NodeReport;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.TopicTail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Lease per node, made of what gateways report; stored nowhere. A Lease goes with its node. */
public final class LeaseView implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LeaseView.class);

    /** Reports of the last hour are kept; what is older says nothing about a node that is there. */
    private static final Duration HEARD_AGAIN = Duration.ofHours(1);

    private static final int REMEMBERED = 1000;

    /** Gateways report several times a second while much changes; a Lease is about seconds. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private final InstantSource clock;
    private final ObjectView nodes;
    private final TopicTail<NodeReport> tail;
    private final RecentObjects leases;
    private final Map<String, NodeReport> reports = new TreeMap<>(); // used only while the leases are changed
    private final CompletableFuture<Void> nodesSeen = new CompletableFuture<>();
    private AutoCloseable nodesHeard = () -> {};

    public LeaseView(LogSettings settings, ObjectView nodes, InstantSource clock) {
        this.clock = clock;
        this.nodes = nodes;
        Instant start = clock.instant().minus(HEARD_AGAIN);
        this.leases = new RecentObjects(ObjectKind.LEASE, new RecentChanges(start, REMEMBERED), unchanged -> {});
        this.tail =
                new TopicTail<>(settings, Topics.NODE_REPORTS, new TopicTail.From.Time(start), GATHERING, this::hear);
    }

    /** Ready once the nodes are known and the reports there are have been read. */
    public void start() {
        Future<?> unused = CompletableFuture.allOf(nodesSeen, tail.caughtUp()).thenRun(leases::becomeReady);
        tail.start();
        nodesHeard = nodes.onAdvance(this::lookAtNodes);
        lookAtNodes();
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

    public ObjectView view() {
        return leases;
    }

    /** On the tail's thread. */
    private void hear(TopicTail.Heard<NodeReport> heard) {
        NodeReport report = heard.value();
        leases.change(objects -> {
            NodeReport known = reports.get(report.node());
            if (known != null && known.generation() > report.generation()) {
                return false; // a process that has lost the node to its successor
            }
            reports.put(report.node(), report);
            return nodes.isReady() && renew(objects, report);
        });
    }

    /** On that of the nodes' view. */
    private void lookAtNodes() {
        if (!nodes.isReady()) {
            return;
        }
        leases.change(objects -> {
            boolean changed = removeThoseWithoutNode(objects);
            for (NodeReport report : reports.values()) {
                changed |= renew(objects, report);
            }
            return changed;
        });
        nodesSeen.complete(null);
    }

    private boolean removeThoseWithoutNode(RecentChanges objects) {
        boolean changed = false;
        for (Entry<HasMetadata> lease : List.copyOf(objects.all())) {
            String name = lease.value().getMetadata().getName();
            if (node(name).isEmpty()) {
                objects.remove(ObjectKey.of(lease.value()).path());
                reports.remove(name);
                changed = true;
            }
        }
        return changed;
    }

    private boolean renew(RecentChanges objects, NodeReport report) {
        Optional<Lease> next = node(report.node())
                .map(node -> NodeLeases.of(node, report))
                .filter(lease -> objects.get(ObjectKey.of(lease).path())
                        .map(held -> NodeLeases.renews((Lease) held.value(), lease))
                        .orElse(true));
        next.ifPresent(lease -> objects.store(lease, clock.instant()));
        return next.isPresent();
    }

    private Optional<Node> node(String name) {
        return nodes.get(ObjectKey.clusterScoped(name)).map(entry -> (Node) entry.value());
    }
}
