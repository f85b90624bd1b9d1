package io.samegate.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path directory;

    @Test
    void keepsItsRecordsWhenItIsStartedAgainOnOtherPorts() throws Exception {
        // Given
        String firstAddress;
        try (Broker first = Broker.start(settings())) {
            firstAddress = first.bootstrapServers();
            TestLog.createTopic(firstAddress, "kept", Map.of());
            TestLog.append(firstAddress, "kept", "key", "value");
        }
        int otherPort = freePortOtherThan(firstAddress);
        // When
        try (Broker second = Broker.start(settings().withPort(otherPort))) {
            // Then
            assertThat(second.bootstrapServers()).isEqualTo("127.0.0.1:" + otherPort);
            assertThat(TestLog.values(second.bootstrapServers(), "kept")).containsExactly("value");
            TestLog.append(second.bootstrapServers(), "kept", "key", "later");
            assertThat(TestLog.values(second.bootstrapServers(), "kept")).containsExactly("value", "later");
        }
    }

    @Test
    void runsWithTheSettingsOfItsTableAndTheOverridesOnTop() throws Exception {
        // Given
        BrokerSettings settings = settings().withOverride("num.io.threads", "3");
        // When
        try (Broker broker = Broker.start(settings);
                Admin admin = TestLog.admin(broker.bootstrapServers())) {
            Map<String, String> running = runningSettings(admin);
            // Then
            assertThat(running).containsEntry("num.io.threads", "3");
            for (Map.Entry<String, String> expected : BrokerDefaults.ALL.entrySet()) {
                if (!expected.getKey().equals("num.io.threads")) {
                    assertThat(running).contains(expected);
                }
            }
        }
    }

    @Test
    void makesNoTopicThatNobodyCreated() throws Exception {
        try (Broker broker = Broker.start(settings());
                Admin admin = TestLog.admin(broker.bootstrapServers())) {
            // When
            assertThatThrownBy(() -> TestLog.append(
                            broker.bootstrapServers(), Map.of("max.block.ms", 1_000), "misspelt", "key", "value"))
                    .hasMessageContaining("misspelt");
            // Then
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void takesARecordOfTwoMebibytes() throws Exception {
        // Given
        String large = "x".repeat(2 * 1024 * 1024);
        try (Broker broker = Broker.start(settings())) {
            TestLog.createTopic(broker.bootstrapServers(), "large", Map.of());
            // When
            TestLog.append(broker.bootstrapServers(), "large", "key", large);
            // Then
            assertThat(TestLog.values(broker.bootstrapServers(), "large")).containsExactly(large);
        }
    }

    @Test
    void runsBesideAnotherBrokerInTheSameProcess() throws Exception {
        try (Broker one = Broker.start(BrokerSettings.inDirectory(directory.resolve("one")));
                Broker two = Broker.start(BrokerSettings.inDirectory(directory.resolve("two")))) {
            TestLog.createTopic(one.bootstrapServers(), "mine", Map.of());
            TestLog.createTopic(two.bootstrapServers(), "yours", Map.of());
            assertThat(topics(one)).containsExactly("mine");
            assertThat(topics(two)).containsExactly("yours");
        }
    }

    @Test
    void saysWhichPortIsTakenAndWhatChangesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> Broker.start(settings().withPort(taken.getLocalPort())))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("SAMEGATE_KAFKA_PORT");
        }
    }

    @Test
    void saysWhichControllerPortIsTakenAndLeavesNothingBehind() throws Exception {
        int free = freePort();
        // Given a start that fails at its last socket
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> Broker.start(settings().withPort(free).withControllerPort(taken.getLocalPort())))
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("SAMEGATE_KAFKA_CONTROLLER_PORT");
        }
        // When and then: the directory and the other port are free again
        try (Broker broker = Broker.start(settings().withPort(free))) {
            assertThat(topics(broker)).isEmpty();
        }
    }

    @Test
    void saysThatTheDirectoryCannotBeWritten() throws Exception {
        Path file = Files.writeString(directory.resolve("occupied"), "a file, not a directory");
        assertThatThrownBy(() -> Broker.start(BrokerSettings.inDirectory(file)))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("SAMEGATE_HOME");
    }

    @Test
    void refusesTheDirectoryOfAnotherBrokerAndLeavesThatOneAlone() throws Exception {
        try (Broker holder = Broker.start(settings())) {
            assertThatThrownBy(() -> Broker.start(settings()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("another broker is using the directory " + directory)
                    .hasMessageContaining("SAMEGATE_HOME");
            TestLog.createTopic(holder.bootstrapServers(), "still-there", Map.of());
            assertThat(topics(holder)).containsExactly("still-there");
        }
    }

    @Test
    void refusesDataOfAnotherNode() throws Exception {
        // Given
        format(7, MetadataVersion.latestProduction());
        // When and then
        assertRefusesItsData();
    }

    @Test
    void refusesDataOfANewerKafka() throws Exception {
        // Given a metadata version that this Kafka knows of but does not offer yet, as a later one would have written
        assertThat(MetadataVersion.latestTesting()).isGreaterThan(MetadataVersion.latestProduction());
        format(1, MetadataVersion.latestTesting());
        // When and then
        assertRefusesItsData();
    }

    @Test
    void canBeClosedTwice() {
        Broker broker = Broker.start(settings());
        broker.close();
        broker.close();
        assertThat(broker.fault()).isNotDone();
    }

    private BrokerSettings settings() {
        return BrokerSettings.inDirectory(directory);
    }

    private void assertRefusesItsData() {
        assertThatThrownBy(() -> Broker.start(settings()).close())
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(directory.resolve("kafka").toString())
                .hasMessageContaining("SAMEGATE_HOME")
                .hasMessageNotContaining("\n");
    }

    private void format(int nodeId, MetadataVersion version) throws Exception {
        String kafka = directory.resolve("kafka").toString();
        new Formatter()
                .setNodeId(nodeId)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(ListeningSockets.CONTROLLER)
                .setMetadataLogDirectory(kafka)
                .addDirectory(kafka)
                .setUnstableFeatureVersionsEnabled(true)
                .setReleaseVersion(version)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private static Map<String, String> runningSettings(Admin admin) throws Exception {
        ConfigResource self = new ConfigResource(ConfigResource.Type.BROKER, "1");
        return admin.describeConfigs(List.of(self)).all().get().get(self).entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static Set<String> topics(Broker broker) throws Exception {
        try (Admin admin = TestLog.admin(broker.bootstrapServers())) {
            return admin.listTopics().names().get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, LOOPBACK)) {
            return probe.getLocalPort();
        }
    }

    private static int freePortOtherThan(String address) throws IOException {
        for (int attempt = 0; attempt < 10; attempt++) {
            int port = freePort();
            if (!address.endsWith(":" + port)) {
                return port;
            }
        }
        return fail("no free port but that of " + address);
    }
}
