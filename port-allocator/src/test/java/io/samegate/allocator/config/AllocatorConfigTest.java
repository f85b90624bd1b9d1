package io.samegate.allocator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocatorConfigTest {

    @Test
    void theDefaultsAreThoseOfTheReadme() {
        AllocatorConfig config = config(Map.of());

        assertThat(config.toSettings().nodePorts()).hasToString("30000-32767");
        assertThat(config.toSettings().clusterIps()).hasToString("10.233.0.0/18");
        assertThat(config.toSettings().apiPort()).isEqualTo(8080);
        assertThat(config.brokerPatience()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        "samegate.allocator.node-port-range, 40000-30000",
        "samegate.allocator.node-port-range, many",
        "samegate.allocator.cluster-ip-range, 10.0.0.1/24",
        "samegate.allocator.api-port, 70000"
    })
    void aBadValueIsOneSentenceThatNamesTheSettingAndWhatItExpects(String setting, String value) {
        AllocatorConfig config = config(Map.of(setting, value));

        assertThatThrownBy(config::toSettings)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(setting + ": ")
                .hasMessageContaining("expected");
    }

    private static AllocatorConfig config(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(AllocatorConfig.class)
                .withDefaultValues(values)
                .build();
        return config.getConfigMapping(AllocatorConfig.class);
    }
}
