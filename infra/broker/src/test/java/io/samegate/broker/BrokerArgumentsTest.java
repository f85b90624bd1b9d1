package io.samegate.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerArgumentsTest {

    @Test
    void isOnLoopbackAtTheWellKnownPortUnlessToldOtherwise() {
        BrokerSettings settings = parse(Map.of());
        assertThat(settings)
                .isEqualTo(new BrokerSettings(Path.of(".samegate", "kafka"), "127.0.0.1", 9092, 0, Map.of()));
    }

    @Test
    void takesItsSettingsFromTheEnvironment() {
        BrokerSettings settings = parse(Map.of(
                "SAMEGATE_HOME",
                "/srv/samegate",
                "SAMEGATE_KAFKA_HOST",
                "127.0.0.5",
                "SAMEGATE_KAFKA_PORT",
                "19092",
                "SAMEGATE_KAFKA_CONTROLLER_PORT",
                "19093"));
        assertThat(settings)
                .isEqualTo(new BrokerSettings(Path.of("/srv/samegate/kafka"), "127.0.0.5", 19092, 19093, Map.of()));
    }

    @Test
    void prefersTheCommandLineToTheEnvironment() {
        BrokerSettings settings = parse(
                Map.of("SAMEGATE_HOME", "/srv/samegate", "SAMEGATE_KAFKA_PORT", "19092"),
                "--data",
                "/data",
                "--port",
                "29092",
                "--controller-port",
                "29093",
                "--host",
                "localhost",
                "--set",
                "num.io.threads=8",
                "--set",
                "metric.reporters=");
        assertThat(settings)
                .isEqualTo(new BrokerSettings(
                        Path.of("/data"),
                        "localhost",
                        29092,
                        29093,
                        Map.of("num.io.threads", "8", "metric.reporters", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.7", "::"})
    void listensForOtherMachinesOnlyWhenToldSo(String host) {
        assertThatThrownBy(() -> parse(Map.of("SAMEGATE_KAFKA_HOST", host)))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(host)
                .hasMessageContaining("SAMEGATE_INSECURE");
        assertThat(parse(Map.of("SAMEGATE_KAFKA_HOST", host, "SAMEGATE_INSECURE", "true"))
                        .host())
                .isEqualTo(host);
        assertThat(parse(Map.of(), "--host", host, "--insecure").host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "99999999999", "ninety"})
    void namesThePortSettingThatIsWrong(String port) {
        assertThatThrownBy(() -> parse(Map.of("SAMEGATE_KAFKA_PORT", port)))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("SAMEGATE_KAFKA_PORT: " + port);
        assertThatThrownBy(() -> parse(Map.of(), "--controller-port", port))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("--controller-port: " + port);
    }

    @ParameterizedTest
    @CsvSource({
        "--colour, unknown option --colour",
        "--data, --data needs a value",
        "--set, --set needs a value",
    })
    void namesTheOptionItCannotUse(String option, String message) {
        assertThatThrownBy(() -> parse(Map.of(), option))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"num.io.threads", "=8", "listeners=PLAINTEXT://:1", "node.id=4"})
    void refusesAnOverrideThatIsNoneOrContradictsTheRest(String override) {
        assertThatThrownBy(() -> parse(Map.of(), "--set", override)).isInstanceOf(BrokerStartException.class);
    }

    private static BrokerSettings parse(Map<String, String> environment, String... arguments) {
        return BrokerArguments.parse(List.of(arguments), environment);
    }
}
