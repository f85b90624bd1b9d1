package io.samegate.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Clients that each send their next request as soon as the last one is answered, all on one thread. */
final class ClosedLoop {

    /**
     * What came of it.
     *
     * @param millis from a request to the last byte of its answer, of the answers that were expected
     * @param perSecond expected answers
     * @param others other answers by status
     * @param bytes of all bodies
     * @param clientCpu the share of one core that this process used
     */
    record Result(Samples millis, double perSecond, Map<Integer, Integer> others, long bytes, double clientCpu) {}

    private final int port;
    private final IntFunction<byte[]> requests;
    private final int expected;
    private final List<Double> millis = new ArrayList<>();
    private final Map<Integer, Integer> others = new TreeMap<>();
    private int sent;
    private int answered;
    private long bytes;
    private int limit = Integer.MAX_VALUE;

    /**
     * @param requests by number, from 0
     * @param expected the status of a good answer
     */
    ClosedLoop(int port, IntFunction<byte[]> requests, int expected) {
        this.port = port;
        this.requests = requests;
        this.expected = expected;
    }

    /** Goes on for a time. */
    Result run(int clients, Duration length) {
        long end = System.nanoTime() + length.toNanos();
        return run(clients, () -> System.nanoTime() >= end);
    }

    /** Sends so many requests and awaits their answers. */
    Result run(int clients, int count) {
        limit = count;
        return run(clients, () -> answered >= count);
    }

    private Result run(int clients, BooleanSupplier isOver) {
        long begin = System.nanoTime();
        Duration cpuBefore = CpuTimes.own();
        try (Connections connections = new Connections(port)) {
            for (int i = 0; i < clients; i++) {
                connections.open(new LoopClient());
            }
            connections.run(isOver);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (millis.isEmpty()) {
            throw new IllegalStateException("no answer with status " + expected + ", but " + others);
        }
        double used = CpuTimes.own().minus(cpuBefore).toNanos() / 1e9;
        return new Result(Samples.of(millis), millis.size() / seconds, Map.copyOf(others), bytes, used / seconds);
    }

    /** One of the clients. */
    private final class LoopClient implements Connections.Client {
        private Connections.Connection connection;
        private long sentAt;

        @Override
        public void begin(Connections.Connection opened) {
            connection = opened;
            next();
        }

        @Override
        public void body(ByteBuffer piece) {
            bytes += piece.remaining();
        }

        @Override
        public void end(int status) {
            answered++;
            if (status == expected) {
                millis.add((System.nanoTime() - sentAt) / 1e6);
            } else {
                others.merge(status, 1, Integer::sum);
            }
            next();
        }

        private void next() {
            if (sent < limit) {
                sentAt = System.nanoTime();
                connection.send(requests.apply(sent++));
            }
        }
    }
}
