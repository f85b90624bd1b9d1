package io.samegate.api.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FilePollTest {

    @Test
    void whatGoesWrongWithOneFileStopsNeitherTheNextNorTheNextLook() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(3);
        FilePoll.Watched broken = () -> {
            throw new IllegalStateException("nobody foresaw this");
        };
        try (FilePoll poll = new FilePoll(List.of(broken, looks::countDown), Duration.ofMillis(1))) {
            poll.start();
            assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
