package io.samegate.broker;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every Kafka setting in which our broker differs from a stock one, by its Kafka name.
 *
 * <p>The first group is what the promises of the log rest on; the rest makes one broker on one machine small and quick.
 */
public final class BrokerDefaults {

    /** In the order of reading; immutable. */
    public static final Map<String, String> ALL = Collections.unmodifiableMap(table());

    private BrokerDefaults() {}

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        addPromises(table);
        addSingleBroker(table);
        addSize(table);
        return table;
    }

    private static void addPromises(Map<String, String> table) {
        // A dead writer's static member is replaced within its session, so a session may be short.
        table.put("group.min.session.timeout.ms", "1000");
        table.put("group.initial.rebalance.delay.ms", "0");
        // A broker that was killed may register again once its forerunner's session is over.
        table.put("broker.session.timeout.ms", "2000");
        table.put("broker.heartbeat.interval.ms", "500");
        // The first record of a transaction waits here for the last one's markers.
        table.put("add.partitions.to.txn.retry.backoff.ms", "1");
        // A stopped writer's open transaction holds read_committed readers back until this finds it.
        table.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // One year: a committed offset says which requests are done, also after a long holiday.
        table.put("offsets.retention.minutes", "525600");
        // Topics are made from the topic table, never by a misspelt name.
        table.put("auto.create.topics.enable", "false");
        table.put("unclean.leader.election.enable", "false");
        // A topic allows 2 MiB; the broker's own limit leaves room for what an operator raises.
        table.put("message.max.bytes", "4194304");
    }

    private static void addSingleBroker(Map<String, String> table) {
        table.put("default.replication.factor", "1");
        table.put("min.insync.replicas", "1");
        table.put("offsets.topic.replication.factor", "1");
        table.put("offsets.topic.num.partitions", "1");
        table.put("transaction.state.log.replication.factor", "1");
        table.put("transaction.state.log.min.isr", "1");
        table.put("transaction.state.log.num.partitions", "1");
        table.put("share.coordinator.state.topic.replication.factor", "1");
        table.put("share.coordinator.state.topic.min.isr", "1");
        table.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void addSize(Map<String, String> table) {
        table.put("num.network.threads", "2");
        table.put("num.io.threads", "4");
        table.put("background.threads", "2");
        table.put("group.coordinator.threads", "1");
        table.put("share.coordinator.threads", "1");
        table.put("num.recovery.threads.per.data.dir", "2");
        // One cleaner thread with room for some 300,000 keys a pass.
        table.put("log.cleaner.threads", "1");
        table.put("log.cleaner.dedupe.buffer.size", "8388608");
        // Our segments need 160 kB of index; the stock 10 MiB is written out again for every segment after a crash.
        table.put("log.index.size.max.bytes", "1048576");
        table.put("offsets.topic.segment.bytes", "33554432");
        table.put("transaction.state.log.segment.bytes", "33554432");
        // A start that takes longer than this has failed.
        table.put("server.max.startup.time.ms", "120000");
    }
}
