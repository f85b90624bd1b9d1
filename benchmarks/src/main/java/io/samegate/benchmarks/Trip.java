package io.samegate.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The way of one Service from its POST to an answer on every node.
 *
 * @param millis per stage, from just before the POST to when it was seen from outside
 */
record Trip(Map<Stage, Double> millis, int broken) {

    /** What a Service passes, roughly in this order. */
    enum Stage {
        STORED("on the topic services"),
        CREATED("POST answered 201"),
        SLICED("on the topic endpoint-slices"),
        OPEN_FIRST("port open on the first node"),
        OPEN_LAST("port open on the last node"),
        ANSWERED_FIRST("first byte on the first node"),
        ANSWERED_LAST("first byte on every node");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    Trip {
        millis = Map.copyOf(millis);
    }

    /** All times in {@link System#nanoTime()}. */
    static Trip of(long begin, long stored, long created, long sliced, List<NodeProbe.Seen> nodes) {
        Map<Stage, Double> millis = new EnumMap<>(Stage.class);
        millis.put(Stage.STORED, since(begin, stored));
        millis.put(Stage.CREATED, since(begin, created));
        millis.put(Stage.SLICED, since(begin, sliced));
        Samples open =
                Samples.of(nodes.stream().map(node -> since(begin, node.open())).toList());
        Samples answered = Samples.of(
                nodes.stream().map(node -> since(begin, node.firstByte())).toList());
        millis.put(Stage.OPEN_FIRST, open.percentile(0));
        millis.put(Stage.OPEN_LAST, open.percentile(100));
        millis.put(Stage.ANSWERED_FIRST, answered.percentile(0));
        millis.put(Stage.ANSWERED_LAST, answered.percentile(100));
        return new Trip(millis, nodes.stream().mapToInt(NodeProbe.Seen::broken).sum());
    }

    private static double since(long begin, long end) {
        return (end - begin) / 1e6;
    }
}
