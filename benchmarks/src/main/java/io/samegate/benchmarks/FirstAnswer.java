package io.samegate.benchmarks;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.benchmarks.Trip.Stage;
import io.samegate.contracts.Json;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.follow.TopicTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** From a POST to the first byte through the node port of every node, Service after Service. */
public final class FirstAnswer implements AutoCloseable {

    /** The example over the demonstration's pods that leaves its node port to the allocator, and its name. */
    private static final String EXAMPLE = "examples/nodeport-service.yaml";

    private static final String EXAMPLE_NAME = "hostname-svc-nodeport";

    private final Installation installation;
    private final String example;
    private final Api api;
    private final Sightings stored = new Sightings();
    private final Sightings sliced = new Sightings();
    private final TopicTail<Service> services;
    private final TopicTail<EndpointSlice> slices;
    private final ExecutorService probes = Executors.newCachedThreadPool();

    private FirstAnswer(Installation installation) {
        this.installation = installation;
        this.example = installation.read(EXAMPLE);
        this.api = new Api(installation.apiUrl());
        LogSettings log = LogSettings.at(installation.bootstrapServers(), Topics.DEFAULT_PREFIX, "benchmark");
        this.services = new TopicTail<>(
                log,
                Topics.SERVICES,
                new TopicTail.From.Now(),
                heard -> stored.sight(heard.value().getMetadata().getName()));
        this.slices = new TopicTail<>(log, Topics.ENDPOINT_SLICES, new TopicTail.From.Now(), heard -> {
            EndpointSlice slice = heard.value();
            if (!slice.getEndpoints().isEmpty()) {
                sliced.sight(slice.getMetadata().getLabels().get("kubernetes.io/service-name"));
            }
        });
    }

    public static void main(String[] arguments) {
        Options options = Options.read(arguments, Map.of("--services", 200, "--warm-up", 50));
        Installation installation = Installation.running();
        installation.samegate("pods");
        String machine = Machine.description();
        try (FirstAnswer benchmark = new FirstAnswer(installation)) {
            benchmark.services.start();
            benchmark.slices.start();
            benchmark.run("warm-up", options.get("--warm-up"));
            benchmark.delete("warm-up", options.get("--warm-up"));
            CpuTimes before = CpuTimes.now(installation);
            List<Trip> trips = benchmark.run("measured", options.get("--services"));
            CpuTimes used = CpuTimes.now(installation).since(before, trips.size());
            benchmark.delete("measured", trips.size());
            report(installation, machine, trips, used);
        }
    }

    @Override
    public void close() {
        services.close();
        slices.close();
        probes.shutdownNow();
        api.close();
    }

    private List<Trip> run(String prefix, int count) {
        List<Trip> trips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trips.add(trip(prefix + "-" + i));
        }
        return trips;
    }

    /** Only when all are measured, so that no deletion is under way during a trip. */
    private void delete(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            api.delete(prefix + "-" + i);
        }
    }

    private Trip trip(String name) {
        String manifest = example.replace(EXAMPLE_NAME, name);
        long begin = System.nanoTime();
        HttpResponse<String> answer = api.create(manifest);
        long created = System.nanoTime();
        int nodePort = nodePort(answer);
        List<CompletableFuture<NodeProbe.Seen>> nodes = installation.nodeAddresses().stream()
                .map(address -> CompletableFuture.supplyAsync(() -> NodeProbe.await(address, nodePort), probes))
                .toList();
        List<NodeProbe.Seen> seen = nodes.stream().map(CompletableFuture::join).toList();
        return Trip.of(begin, stored.when(name), created, sliced.when(name), seen);
    }

    private static int nodePort(HttpResponse<String> answer) {
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("POST was answered " + answer.statusCode() + " " + answer.body());
        }
        try {
            return Json.mapper()
                    .readTree(answer.body())
                    .at("/spec/ports/0/nodePort")
                    .asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void report(Installation installation, String machine, List<Trip> trips, CpuTimes used) {
        Table summary = new Table(List.of("ms since just before the POST", "p50", "p90", "p99", "max"));
        for (Stage stage : Stage.values()) {
            Samples samples = Samples.of(
                    trips.stream().map(trip -> trip.millis().get(stage)).toList());
            summary.add(
                    List.of(stage.words(), samples.text(50), samples.text(90), samples.text(99), samples.text(100)));
        }
        Table raw = new Table(Stream.of(Stage.values())
                .map(stage -> stage.name().toLowerCase(Locale.ROOT) + "_ms")
                .toList());
        for (Trip trip : trips) {
            raw.add(Stream.of(Stage.values())
                    .map(stage ->
                            String.format(Locale.ROOT, "%.3f", trip.millis().get(stage)))
                    .toList());
        }
        System.out.println("From POST to an answer on every node: " + trips.size() + " Services one after another, "
                + installation.nodeAddresses().size() + " nodes, 3 pods; " + machine);
        System.out.print(summary);
        System.out.println("Connections that were taken and then broken: "
                + trips.stream().mapToInt(Trip::broken).sum());
        Table cpu = new Table(List.of("process", "CPU ms per Service"));
        used.millis().forEach((program, millis) -> cpu.add(List.of(program, oneDecimal(millis))));
        cpu.add(List.of("in all", oneDecimal(used.inAll())));
        System.out.print(cpu);
        raw.write(installation, "first-answer");
    }

    private static String oneDecimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
