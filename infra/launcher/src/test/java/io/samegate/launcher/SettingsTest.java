package io.samegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Path ROOT = Path.of("/checkout");
    private static final Path HERE = Path.of("/somewhere");

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        // When
        Settings settings = settings(Map.of());
        // Then
        assertThat(settings.home()).isEqualTo(Path.of("/checkout/.samegate"));
        assertThat(settings.apiPort()).isEqualTo(8080);
        assertThat(settings.kafkaPort()).isEqualTo(9092);
        assertThat(settings.nodes()).isEqualTo(3);
        assertThat(settings.nodePortRange()).isEqualTo("30000-32767");
        assertThat(settings.clusterIpRange()).isEqualTo("127.233.0.0/18");
    }

    @Test
    void aRelativeHomeIsMeantFromWhereTheCommandIsTyped() {
        // When
        Settings settings = settings(Map.of("SAMEGATE_HOME", "state/one"));
        // Then
        assertThat(settings.home()).isEqualTo(Path.of("/somewhere/state/one"));
    }

    @Test
    void noTwoInstancesShareAPortOrAnAddress() {
        // Given
        Set<String> taken = new HashSet<>();
        for (int instance = 0; instance <= Settings.MAX_INSTANCE; instance++) {
            // When
            Settings settings = settings(Map.of("SAMEGATE_INSTANCE", Integer.toString(instance)));
            // Then
            assertThat(taken.add("api " + settings.apiPort())).isTrue();
            assertThat(taken.add("kafka " + settings.kafkaPort())).isTrue();
            assertThat(taken.add("kafka " + settings.kafkaControllerPort())).isTrue();
            assertThat(taken.add("health " + settings.allocatorPort())).isTrue();
            assertThat(taken.add("health " + settings.trackerPort())).isTrue();
            assertThat(taken.add(settings.clusterIpRange())).isTrue();
            for (int pod = 0; pod < Demo.PODS.size(); pod++) {
                assertThat(taken.add("pod " + (settings.podPort() + pod))).isTrue();
            }
            settings.nodeAddresses()
                    .forEach(node -> assertThat(taken.add(node.address())).isTrue());
        }
    }

    @Test
    void aPortThatIsNoneIsNamedWithTheSettingAndTheRange() {
        assertThatThrownBy(() -> settings(Map.of("SAMEGATE_API_PORT", "http")))
                .isInstanceOf(UserError.class)
                .hasMessage("SAMEGATE_API_PORT is \"http\" (expected: a number from 1 to 65535).");
        assertThatThrownBy(() -> settings(Map.of("SAMEGATE_KAFKA_PORT", "70000")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("SAMEGATE_KAFKA_PORT is \"70000\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30000", "5-3", "0-10", "99999-99999", "a-b"})
    void aNodePortRangeThatIsNoneIsNamed(String range) {
        assertThatThrownBy(() -> settings(Map.of("SAMEGATE_NODE_PORT_RANGE", range)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("SAMEGATE_NODE_PORT_RANGE is \"" + range + "\"");
    }

    @Test
    void moreNodesThanAddressesAreRefused() {
        assertThatThrownBy(() -> settings(Map.of()).withNodes(201))
                .isInstanceOf(UserError.class)
                .hasMessage("--nodes is 201 (expected: 1 to 200).");
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.from(environment, ROOT, HERE);
    }
}
