package io.samegate.eventlog.kafka;

import io.samegate.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what would lose data in the settings of a topic that exists. Pure. */
final class TopicCheck {

    /** Settings that must be ours or more; -1 stands for ever. */
    private static final List<String> AT_LEAST = List.of(
            "retention.ms", "delete.retention.ms", "min.compaction.lag.ms", "max.message.bytes", "min.insync.replicas");

    /** Settings that must be ours. */
    private static final List<String> EXACTLY = List.of("cleanup.policy", "message.timestamp.type");

    private TopicCheck() {}

    /**
     * What is wrong, a sentence each.
     *
     * @param values the settings in force, by their Kafka names
     * @param inSync how many replicas must have a record at least
     */
    static List<String> faults(Topic<?> topic, String name, int partitions, Map<String, String> values, int inSync) {
        List<String> faults = new ArrayList<>();
        if (partitions != topic.partitions()) {
            faults.add("topic " + name + ": " + partitions + " partitions (expected: " + topic.partitions()
                    + "); the order of a partition is the truth, so stop all services, delete the topic and start again,"
                    + " or use another prefix");
        }
        for (Map.Entry<String, String> expected : topic.kind().settings().entrySet()) {
            String found = values.getOrDefault(expected.getKey(), "");
            if (!isGood(expected.getKey(), found, expected.getValue())) {
                faults.add(fault(name, expected.getKey(), found, expected.getValue()));
            }
        }
        // With retention by size the oldest records go before their time.
        String bytes = values.getOrDefault("retention.bytes", "-1");
        if (!bytes.equals("-1")) {
            faults.add(fault(name, "retention.bytes", bytes, "-1"));
        }
        String copies = values.getOrDefault("min.insync.replicas", "1");
        if (!isGood("min.insync.replicas", copies, Integer.toString(inSync))) {
            faults.add(fault(name, "min.insync.replicas", copies, Integer.toString(inSync)));
        }
        return faults;
    }

    private static boolean isGood(String setting, String found, String expected) {
        if (EXACTLY.contains(setting)) {
            return found.equals(expected);
        }
        return !AT_LEAST.contains(setting) || atLeast(found, Long.parseLong(expected));
    }

    private static boolean atLeast(String found, long expected) {
        try {
            long value = Long.parseLong(found);
            return value == -1 || value >= expected;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String fault(String name, String setting, String found, String expected) {
        String bound = AT_LEAST.contains(setting) ? expected + " or more" : expected;
        return "topic " + name + ": " + setting + " is \"" + found + "\" (expected: " + bound
                + "), which would lose data; correct it with kafka-configs --alter --entity-type topics --entity-name "
                + name + " --add-config " + setting + "=" + expected;
    }
}
