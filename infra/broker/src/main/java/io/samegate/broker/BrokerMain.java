package io.samegate.broker;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The broker as a process of its own: says {@code broker ready on HOST:PORT} on standard output once it accepts requests,
 * and stops cleanly with exit code 0 on SIGTERM or SIGINT. When it cannot start it says why in one sentence on standard
 * error and ends with 1; so it does when it cannot go on.
 */
public final class BrokerMain {
    private static final int STOPPED = 0;
    private static final int FAILED = 1;

    private BrokerMain() {}

    public static void main(String[] arguments) {
        Broker broker;
        try {
            broker = Broker.start(BrokerArguments.parse(List.of(arguments), System.getenv()));
        } catch (BrokerStartException e) {
            System.err.println("broker: " + e.getMessage());
            Runtime.getRuntime().halt(FAILED); // threads of a half started broker must not delay or change the answer
            return;
        }
        AtomicInteger exitCode = new AtomicInteger(STOPPED);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker, exitCode), "broker-stop"));
        System.out.println("broker ready on " + broker.bootstrapServers());
        Throwable fault = broker.fault().join();
        System.err.println("broker: stopping, it cannot go on: " + fault.getMessage());
        exitCode.set(FAILED);
        System.exit(FAILED);
    }

    /** A clean stop that was asked for is a success, which the JVM on its own reports as killed by a signal. */
    private static void stop(Broker broker, AtomicInteger exitCode) {
        broker.close();
        Runtime.getRuntime().halt(exitCode.get());
    }
}
