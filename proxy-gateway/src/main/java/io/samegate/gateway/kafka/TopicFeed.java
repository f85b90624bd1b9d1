package io.samegate.gateway.kafka;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Delta;
import io.samegate.eventlog.follow.Entry;
import io.samegate.eventlog.follow.Image;
import io.samegate.eventlog.follow.Publisher;
import io.samegate.gateway.core.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts what a follower says into the core's words. */
public final class TopicFeed implements Publisher {

    /** What a gateway follows. */
    public static final List<Topic<?>> TOPICS = List.of(Topics.SERVICES, Topics.ENDPOINT_SLICES, Topics.NODES);

    /** Takes the changes, and the positions by short topic name; on the follower's thread. */
    public interface Sink {
        void update(List<Seen> changes, Map<String, Long> positions);
    }

    private final ObjectKey node;
    private final Sink sink;

    /** @param node the gateway's own */
    public TopicFeed(String node, Sink sink) {
        this.node = ObjectKey.clusterScoped(node);
        this.sink = sink;
    }

    @Override
    public String name() {
        return "sockets";
    }

    @Override
    public void onUpdate(Delta delta, Image image) {
        List<Seen> seen = new ArrayList<>();
        for (Change<Service> change : delta.of(Topics.SERVICES).changes()) {
            ObjectKey key = ObjectKey.parse(change.key());
            seen.add(change.after()
                    .<Seen>map(entry -> new Seen.ServiceSeen(key, entry.value(), entry.offset() + 1))
                    .orElseGet(() -> new Seen.ServiceGone(key)));
        }
        for (Change<EndpointSlice> change : delta.of(Topics.ENDPOINT_SLICES).changes()) {
            ObjectKey key = ObjectKey.parse(change.key());
            seen.add(change.after()
                    .map(Entry::value)
                    .<Seen>map(slice -> new Seen.SliceSeen(key, slice))
                    .orElseGet(() -> new Seen.SliceGone(key)));
        }
        for (Change<Node> change : delta.of(Topics.NODES).changes()) {
            if (ObjectKey.parse(change.key()).equals(node)) {
                seen.add(new Seen.CordonSeen(change.after()
                        .map(Entry::value)
                        .filter(TopicFeed::isCordoned)
                        .isPresent()));
            }
        }
        sink.update(
                seen,
                Map.of(
                        Topics.SERVICES.name(), image.of(Topics.SERVICES).position(),
                        Topics.ENDPOINT_SLICES.name(),
                                image.of(Topics.ENDPOINT_SLICES).position(),
                        Topics.NODES.name(), image.of(Topics.NODES).position()));
    }

    private static boolean isCordoned(Node node) {
        return node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }
}
