package io.samegate.broker;

import java.util.concurrent.CompletableFuture;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of Kafka's faults from any of its threads, and remembers the first fatal one.
 *
 * <p>Kafka's own handler ends the process, which inside somebody's tests would end the tests.
 */
final class Faults implements FaultHandlerFactory {
    private static final Logger LOGGER = LoggerFactory.getLogger(Faults.class);

    private final CompletableFuture<Throwable> firstFatal = new CompletableFuture<>();

    /** Completes, normally, with the first fault after which the broker is of no use any more. */
    CompletableFuture<Throwable> firstFatal() {
        return firstFatal.copy();
    }

    @Override
    public FaultHandler build(String part, boolean fatal, Runnable action) {
        return (message, cause) -> {
            RuntimeException fault = new FaultHandlerException(part + ": " + message, cause);
            if (fatal) {
                firstFatal.complete(fault);
            }
            LOGGER.atError().setCause(cause).addKeyValue("part", part).log(message);
            action.run();
            return fault;
        };
    }
}
