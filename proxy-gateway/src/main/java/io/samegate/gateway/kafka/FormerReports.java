package io.samegate.gateway.kafka;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.topic.Topic;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.TopicFollower;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What an earlier process of this node has left in the log, read once.
 *
 * @param services with a record of ports
 * @param drains uids of Pods with a record of connections
 */
public record FormerReports(List<ObjectKey> services, List<String> drains) {

    public FormerReports {
        services = List.copyOf(services);
        drains = List.copyOf(drains);
    }

    /** Reads them in the background. */
    public static CompletableFuture<FormerReports> read(LogSettings log, String node, InstantSource clock) {
        TopicFollower follower =
                new TopicFollower(log, List.of(Topics.NODE_PORTS, Topics.NODE_DRAINS), List.of(), clock);
        follower.start();
        // Not on the follower's own thread, which closing waits for.
        return follower.ready().handleAsync((ready, failure) -> {
            try (follower) {
                if (failure != null) {
                    throw new IllegalStateException("the reports of an earlier process cannot be read", failure);
                }
                return new FormerReports(
                        own(follower, Topics.NODE_PORTS, node).stream()
                                .map(ObjectKey::parse)
                                .toList(),
                        own(follower, Topics.NODE_DRAINS, node));
            }
        });
    }

    private static List<String> own(TopicFollower follower, Topic<?> topic, String node) {
        String prefix = node + "/";
        return follower.image().of(topic).entries().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }
}
