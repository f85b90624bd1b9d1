package io.samegate.benchmarks;

import io.samegate.contracts.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Very many watches on one replica while changes come at a steady rate: how long each takes to reach each watcher. */
public final class Watchers implements AutoCloseable {

    static final String PREFIX = "watched";

    private static final int SERVICES = 100;
    private static final int WRITERS = 16;

    /** What a busy start leaves behind is weighed when it has come to rest. */
    private static final Duration REST = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Installation installation;
    private final int count;
    private final int rate;
    private final int warmUp; // changes
    private final int measured; // changes
    private final Api api;
    private final ChangeLoad load;
    private final List<Double> millis = new ArrayList<>(); // the watching thread's until it has ended
    private final AtomicLong told = new AtomicLong(); // deliveries
    private volatile boolean over;

    private Watchers(Installation installation, Options options) {
        this.installation = installation;
        this.count = options.get("--watchers");
        this.rate = options.get("--rate");
        this.warmUp = rate * options.get("--warm-up");
        this.measured = rate * options.get("--seconds");
        this.api = new Api(installation.apiUrl());
        this.load = new ChangeLoad(api, SERVICES, rate, warmUp + measured);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Options options =
                Options.read(arguments, Map.of("--watchers", 1000, "--rate", 100, "--seconds", 20, "--warm-up", 20));
        try (Watchers benchmark = new Watchers(Installation.running(), options)) {
            benchmark.run();
        }
    }

    @Override
    public void close() {
        load.close();
        api.close();
    }

    private void run() throws InterruptedException {
        String machine = Machine.description();
        new ClosedLoop(installation.apiPort(), Load.creations(PREFIX), 201).run(WRITERS, SERVICES);
        Memory before = memoryAtRest();
        String from = resourceVersion();
        Thread watching = Thread.ofPlatform().name("watchers").start(() -> watch(from));
        Memory idle = memoryAtRest();
        load.run(warmUp);
        CpuTimes cpuBefore = CpuTimes.now(installation);
        Duration ownBefore = CpuTimes.own();
        long begin = System.nanoTime();
        load.run(measured);
        double seconds = (System.nanoTime() - begin) / 1e9;
        CpuTimes used = CpuTimes.now(installation).since(cpuBefore, 1);
        Duration own = CpuTimes.own().minus(ownBefore);
        awaitAll();
        over = true;
        watching.join();
        Memory busy = memoryAtRest();
        System.out.println(count + " watchers, " + rate + " changes/s for " + measured / rate + " s, " + millis.size()
                + " deliveries: " + machine);
        Table table = new Table(List.of("from just before a request", "p50 ms", "p99 ms", "max ms"))
                .add(row("to its answer", load.millis()))
                .add(row("to every watcher", Samples.of(millis)));
        System.out.print(table);
        System.out.print(new Table(List.of("service-api", "RSS MiB", "KiB per watcher"))
                .add(List.of("without watchers", oneDecimal(before.rss()), ""))
                .add(List.of("with all of them, idle", oneDecimal(idle.rss()), perWatcher(before, idle)))
                .add(List.of("after the changes", oneDecimal(busy.rss()), perWatcher(before, busy))));
        Table cpu = new Table(List.of("process", "cores used"));
        used.millis().forEach((program, spent) -> cpu.add(List.of(program, twoDecimals(spent / 1e3 / seconds))));
        System.out.print(cpu.add(List.of("load generator", twoDecimals(own.toNanos() / 1e9 / seconds))));
        table.write(installation, "watchers");
        new ClosedLoop(installation.apiPort(), Load.deletions(PREFIX), 200).run(WRITERS, SERVICES);
    }

    private void watch(String from) {
        byte[] request = AnswerParser.request("GET", Load.SERVICES + "?watch=true&resourceVersion=" + from);
        try (Connections connections = new Connections(installation.apiPort())) {
            for (int i = 0; i < count; i++) {
                connections.open(new Watcher(request));
            }
            connections.run(() -> over);
        }
    }

    private void heard(int change) {
        if (change >= warmUp) {
            millis.add((System.nanoTime() - load.sentAt(change)) / 1e6);
        }
        told.incrementAndGet();
    }

    private void awaitAll() {
        long all = (long) (warmUp + measured) * count;
        long begin = System.nanoTime();
        while (told.get() < all) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException(all - told.get() + " of " + all + " deliveries are missing");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private String resourceVersion() {
        try {
            return Json.mapper()
                    .readTree(api.list())
                    .at("/metadata/resourceVersion")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Memory memoryAtRest() throws InterruptedException {
        Thread.sleep(REST);
        return Memory.of(installation.process("service-api").pid());
    }

    private String perWatcher(Memory before, Memory now) {
        return oneDecimal((now.rss() - before.rss()) * 1024 / count);
    }

    private static List<String> row(String what, Samples samples) {
        return List.of(what, samples.text(50), samples.text(99), samples.text(100));
    }

    private static String oneDecimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String twoDecimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** One watch. */
    private final class Watcher implements Connections.Client {
        private final byte[] request;
        private final ChangeFinder changes = new ChangeFinder(Watchers.this::heard);

        Watcher(byte[] request) {
            this.request = request;
        }

        @Override
        public void begin(Connections.Connection connection) {
            connection.send(request);
        }

        @Override
        public void body(ByteBuffer piece) {
            changes.read(piece);
        }

        @Override
        public void end(int status) {
            throw new IllegalStateException("a watch has ended with status " + status);
        }
    }
}
