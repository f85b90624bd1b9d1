package io.samegate.eventlog.kafka;

import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.TopicKind;
import io.samegate.eventlog.LogSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The one place that configures Kafka clients (log.md section 2).
 *
 * <p>Constructors do not speak to a broker, but throw {@link org.apache.kafka.common.KafkaException} while no bootstrap
 * server's name can be resolved.
 */
public final class Clients {

    /** After which the broker aborts what a stopped writer has open. */
    static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    /** The longest wait for metadata or buffer space before a record counts as never sent. */
    private static final Duration MAX_BLOCK = Duration.ofMillis(500);

    /** How long a fetch waits for records: also how often an idle reader hears from the broker. */
    private static final Duration FETCH_WAIT = Duration.ofMillis(500);

    /** As many are fetched before the time is over. */
    private static final int GATHERED_BYTES = 256 << 10;

    /** How long at most until a member hears that the group changes. */
    private static final Duration HEARTBEAT = Duration.ofMillis(200);

    /** A takeover has to fit in here; a writer thread that hangs longer loses its place. */
    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(60);

    /** Without an answer for this long a connection counts as dead, and another one is tried. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private Clients() {}

    /** A reader that assigns itself, for committed records, which it hears of at once. */
    public static Consumer<String, byte[]> reader(LogSettings settings, String role) {
        return reader(settings, role, Duration.ZERO);
    }

    /**
     * A reader that assigns itself, for committed records.
     *
     * @param gathering how long a record may wait for others, so that many are fetched at once; zero or more, shorter than
     *     half a second
     */
    public static Consumer<String, byte[]> reader(LogSettings settings, String role, Duration gathering) {
        Map<String, Object> config = consumer(settings, role);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        if (gathering.isPositive()) {
            config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHERED_BYTES);
            config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(gathering));
        }
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Closes a reader at once: it would wait for the fetch under way, half a second, only to say good-bye. */
    public static void close(Consumer<String, byte[]> reader) {
        reader.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** A static member of the group of a writing service. */
    static Consumer<String, byte[]> member(LogSettings settings, Source source) {
        Map<String, Object> config = consumer(settings, source.serviceName() + "-writer");
        config.put(ConsumerConfig.GROUP_ID_CONFIG, writerName(settings, source));
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.clientId());
        // Sticky, so that a replica that returns does not take the partition back.
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        int session = millis(settings.sessionTimeout());
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
        // A standby hears of the writer's farewell with its next heartbeat.
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.min(millis(HEARTBEAT), session / 3));
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(MAX_POLL_INTERVAL));
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Writes idempotently, in no transaction; a record that is not acknowledged within {@code delivery} has failed. */
    public static Producer<String, byte[]> sender(LogSettings settings, String role, Duration delivery) {
        Map<String, Object> config = producer(settings, role, delivery);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(MAX_BLOCK));
        // What is sent while the broker has not acknowledged the last goes together: nothing waits when there is little
        // to send, and when there is much the broker has fewer and fuller batches.
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** The transactional producer of a writing service: one id for all replicas, so that a new one fences the old. */
    static Producer<String, byte[]> writer(LogSettings settings, Source source) {
        Map<String, Object> config = producer(settings, source.serviceName() + "-writer", TRANSACTION_TIMEOUT);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, writerName(settings, source));
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION_TIMEOUT));
        // Giving up before the broker does would only make a takeover out of a hiccup.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(TRANSACTION_TIMEOUT));
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    /** For look-ups and for the set-up of topics. */
    public static Admin admin(LogSettings settings, String role) {
        Map<String, Object> config = common(settings, role);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(ANSWER));
        return Admin.create(config);
    }

    /** What a writing service is called on the broker: its group and its transactional id. */
    static String writerName(LogSettings settings, Source source) {
        return settings.prefix() + source.serviceName();
    }

    private static Map<String, Object> consumer(LogSettings settings, String role) {
        Map<String, Object> config = common(settings, role);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(ANSWER));
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, millis(FETCH_WAIT));
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, TopicKind.MAX_MESSAGE_BYTES);
        return config;
    }

    private static Map<String, Object> producer(LogSettings settings, String role, Duration delivery) {
        Map<String, Object> config = common(settings, role);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicKind.MAX_MESSAGE_BYTES);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(2000, millis(delivery)));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(delivery));
        // The broker finds a transaction's end markers on their way for a moment; asking again is cheap.
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
        return config;
    }

    private static Map<String, Object> common(LogSettings settings, String role) {
        Map<String, Object> config = new HashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        config.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.clientId() + "-" + role);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        config.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 3000L);
        config.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 20);
        config.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 500);
        // Nobody reads them, and every client would register hundreds of them.
        config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        config.putAll(settings.extra());
        return config;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
