package io.samegate.eventlog;

import io.samegate.broker.Broker;
import io.samegate.broker.BrokerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test a {@link TestLog} of its own, with a prefix of its own, on one real broker that all test classes of
 * a run share.
 */
public final class OnBroker implements ParameterResolver {

    private static final Namespace HERE = Namespace.create(OnBroker.class);
    private static final AtomicInteger TESTS = new AtomicInteger();

    /** A broker in a temporary directory. */
    private record Running(Broker broker, Path directory) implements AutoCloseable {

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("samegate-broker");
                return new Running(Broker.start(BrokerSettings.inDirectory(directory)), directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            broker.close();
            List<Path> contents;
            try (Stream<Path> walked = Files.walk(directory)) {
                contents = walked.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : contents) {
                Files.delete(path);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType().equals(TestLog.class);
    }

    @Override
    public TestLog resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Running running =
                test.getRoot().getStore(HERE).computeIfAbsent("broker", key -> Running.start(), Running.class);
        return test.getStore(HERE)
                .computeIfAbsent(
                        "log",
                        key -> new TestLog(running.broker().bootstrapServers(), "t" + TESTS.incrementAndGet() + "."),
                        TestLog.class);
    }
}
