package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Bad input in quantity, against an installation of its own: no 5xx but the documented ones, an answer to everything, bounded
 * memory, and afterwards the state that the accepted requests say. Settings: {@code -Dfuzz.requests}, {@code -Dfuzz.seed},
 * and {@code -Dfuzz.only=INDEX} to send a single request of a seed again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTest {

    private static final int WORKERS = 16;
    private static final List<String> SERVICES =
            List.of("service-api", "port-allocator", "endpoint-tracker", "gateway-node1");

    /** What service-api may take of memory whatever it is sent: its heap is 128 MB. */
    private static final long MEMORY_BYTES = 450L << 20;

    private static final Duration SETTLED = Duration.ofSeconds(60);

    private final long seed = Long.getLong("fuzz.seed", 1);
    private final int requests = Integer.getInteger("fuzz.requests", 3_000);
    private final Optional<Integer> only = Optional.ofNullable(Integer.getInteger("fuzz.only"));

    private Samegate samegate;
    private ApiClient api;

    @BeforeAll
    void anInstallation() {
        samegate = Samegate.installation(Map.of()).up();
        api = new ApiClient(samegate);
        for (int worker = 0; worker < WORKERS; worker++) {
            FuzzGenerator.namespaces(worker)
                    .forEach(name -> api.create(
                            "/api/v1/namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}"));
        }
    }

    @AfterAll
    void stop() {
        samegate.close();
    }

    @Test
    @Timeout(3_600)
    void whateverIsSentIsAnsweredAndTheStateIsWhatWasAccepted() throws Exception {
        // Given
        Map<String, Long> processes = processes();
        long memoryBefore = memory();
        long start = System.nanoTime();
        // When
        List<FuzzWorker> workers = run();
        // Then
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<Integer, Integer> codes = new TreeMap<>();
        workers.forEach(worker -> worker.codes().forEach((code, times) -> codes.merge(code, times, Integer::sum)));
        int cut = workers.stream().mapToInt(FuzzWorker::cut).sum();
        assertThat(processes())
                .as(
                        "no process has ended; seed %d, answers %s; service-api's last words:%n%s",
                        seed, codes, lastWords())
                .isEqualTo(processes);
        long memoryAfter = memory();
        System.out.printf(
                "fuzz: seed %d, %d requests in %.0f s, %.0f/s; answers %s, cut %d; service-api %d -> %d MB%n",
                seed, requests, seconds, requests / seconds, codes, cut, memoryBefore >> 20, memoryAfter >> 20);
        assertThat(workers.stream().flatMap(worker -> worker.complaints().stream()))
                .as("complaints about single answers, seed " + seed)
                .isEmpty();
        assertThat(memoryAfter).as("resident bytes of service-api").isLessThan(MEMORY_BYTES);
        assertThat(cut).as("connections cut without an answer").isLessThan(1 + requests / 50);
        Eventually.holds(
                SETTLED,
                () -> assertThat(differences(workers))
                        .as("differences to what was accepted, seed " + seed)
                        .isEmpty());
    }

    private List<FuzzWorker> run() throws InterruptedException, ExecutionException {
        FuzzGenerator generator = new FuzzGenerator(seed, WORKERS);
        List<FuzzWorker> done = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<FuzzWorker>> running = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                int number = worker;
                List<FuzzRequest> own = IntStream.range(0, requests)
                        .filter(index -> index % WORKERS == number)
                        .filter(index -> only.isEmpty() || only.get() == index)
                        .mapToObj(generator::request)
                        .toList();
                running.add(executor.submit(new FuzzWorker(own, samegate.apiPort())));
            }
            for (Future<FuzzWorker> future : running) {
                done.add(future.get());
            }
        }
        return done;
    }

    private List<String> differences(List<FuzzWorker> workers) {
        Map<FuzzModel.Key, JsonNode> actual = new HashMap<>();
        Stream.of(FuzzKind.values())
                .filter(FuzzKind::kept)
                .forEach(kind -> api.get(kind.everywhere())
                        .body()
                        .path("items")
                        .forEach(item -> actual.put(FuzzModel.keyOf(typed(item, kind)), item)));
        Map<FuzzModel.Key, Long> touches = workers.stream()
                .flatMap(worker -> worker.model().touched().stream())
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
        return workers.stream()
                .flatMap(worker -> worker.model().touched().stream()
                        .filter(key -> touches.get(key) == 1 && !worker.model().isOpen(key))
                        .flatMap(key -> difference(key, worker.model(), Optional.ofNullable(actual.get(key))).stream()))
                .sorted()
                .toList();
    }

    private static JsonNode typed(JsonNode item, FuzzKind kind) {
        return ((ObjectNode) item).put("kind", kind.kind());
    }

    private static Optional<String> difference(FuzzModel.Key key, FuzzModel model, Optional<JsonNode> actual) {
        Optional<JsonNode> expected = model.expected(key);
        if (expected.map(FuzzTest::essence).equals(actual.map(FuzzTest::essence))) {
            return Optional.empty();
        }
        return Optional.of(key + "\nexpected " + expected.map(FuzzTest::essence) + "\nbut was  "
                + actual.map(FuzzTest::essence) + "\nlast accepted " + model.lastTouchOf(key));
    }

    /** What only requests change: no status, no times, no versions. */
    private static JsonNode essence(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove(List.of("status", "kind", "apiVersion"));
        ((ObjectNode) copy.path("metadata"))
                .remove(List.of(
                        "resourceVersion",
                        "managedFields",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "generation"));
        return copy;
    }

    private Map<String, Long> processes() {
        return SERVICES.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> samegate.process(name).map(ProcessHandle::pid).orElse(-1L)));
    }

    private String lastWords() {
        List<String> log = samegate.log("service-api").lines().toList();
        return String.join("\n", log.subList(Math.max(0, log.size() - 20), log.size()));
    }

    /** What service-api has resident, in bytes. */
    private long memory() throws IOException {
        Path status = Path.of("/proc", processes().get("service-api").toString(), "status");
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                << 10;
    }
}
