package io.samegate.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.fabric8.kubernetes.api.model.ServicePort;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One writer decides for everybody, so one large Service must not hold everybody up. */
class LargeServiceTest {

    @Test
    void aServiceThatTakesTheWholeRangeIsDecidedSoon() {
        Log log = Log.usual();
        ServicePort[] ports =
                IntStream.rangeClosed(1, 2768).mapToObj(ServiceFixture::tcp).toArray(ServicePort[]::new);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> log.create(ServiceFixture.nodePort("large", ports)));

        assertThat(new HashSet<>(ServiceFixture.nodePorts(log.service("large"))))
                .hasSize(2768);
    }
}
