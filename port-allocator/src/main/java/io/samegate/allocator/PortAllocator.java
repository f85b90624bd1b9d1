package io.samegate.allocator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.samegate.allocator.config.AllocatorConfig;
import io.samegate.allocator.core.AllocatorSettings;
import io.samegate.contracts.event.Source;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.kafka.TopicSetup;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: settings, topics, allocator. What is in the way is one sentence and a non-zero exit. */
@QuarkusMain
public class PortAllocator implements QuarkusApplication {

    private static final Logger LOGGER = LoggerFactory.getLogger(PortAllocator.class);

    private final Config config;
    private final AllocatorConfig allocatorConfig;
    private final Running running;

    public PortAllocator(Config config, AllocatorConfig allocatorConfig, Running running) {
        this.config = config;
        this.allocatorConfig = allocatorConfig;
        this.running = running;
    }

    @Override
    public int run(String... arguments) {
        AtomicInteger exitCode = new AtomicInteger();
        try {
            running.is(start(exitCode));
            Quarkus.waitForExit();
            return exitCode.get();
        } catch (IllegalArgumentException | DateTimeException | TopicSetup.TopicSetupException e) {
            LOGGER.error("cannot start: {}", e.getMessage());
            return 1;
        }
    }

    private Allocator start(AtomicInteger exitCode) {
        AllocatorSettings settings = allocatorConfig.toSettings();
        LogSettings log = LogSettings.read(
                name -> config.getOptionalValue("samegate.log." + name, String.class),
                Source.PORT_ALLOCATOR.serviceName());
        TopicSetup.ensure(log, Topics.all(), allocatorConfig.brokerPatience());
        return Allocator.start(log, settings, InstantSource.system(), sentence -> {
            LOGGER.error(sentence);
            exitCode.set(1);
            Quarkus.asyncExit(1);
        });
    }
}
