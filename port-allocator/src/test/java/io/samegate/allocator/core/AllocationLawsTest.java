package io.samegate.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.request.Request;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Laws over random histories of requests, batches, crashes and compactions, in ranges so small that they are full half of
 * the time. The seed is the test's argument: give it to {@link #seeds()} to see one history again.
 */
class AllocationLawsTest {

    private static final String PORTS = "30000-30023";
    private static final String ADDRESSES = "10.0.0.0/28";
    private static final int STEPS = 150;

    static LongStream seeds() {
        return LongStream.range(0, 80);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noNumberIsHeldTwiceAndTheStateIsWhatTheLogSays(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Log log = Log.of(PORTS, ADDRESSES, random);
        RandomRequests requests = new RandomRequests(log, random);
        for (int step = 0; step < STEPS; step++) {
            AllocatorState before = log.candidate();
            Request request = requests.next();
            Decision decision = log.decide(request);
            if (decision.changes().isEmpty()) {
                assertThat(log.candidate()).isEqualTo(before);
            } else {
                assertThat(request.header().dryRun()).isFalse();
            }
            agreesWithTheModel(before, request, decision);
            holdsWhatItsServicesSay(log.candidate().allocations());
            int fate = random.nextInt(12);
            if (fate == 0) {
                log.crash();
            } else if (fate < 8) {
                log.commit();
            }
            if (fate == 0 || fate == 1) {
                assertThat(log.candidate()).isEqualTo(log.replayed(log.records()));
                assertThat(log.replayed(compacted(log.records(), random))).isEqualTo(log.state());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void howeverTheRequestsAreCutIntoBatchesTheStateIsTheSame(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Log oneByOne = Log.of(PORTS, ADDRESSES, random);
        RandomRequests requests = new RandomRequests(oneByOne, random);
        List<Request> asked = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            Request request = requests.next();
            asked.add(request);
            oneByOne.ask(request);
        }
        Log batched = Log.of(PORTS, ADDRESSES, random);
        for (Request request : asked) {
            batched.decide(request);
            if (random.nextInt(5) == 0) {
                batched.commit();
            }
        }
        batched.commit();

        assertThat(batched.state()).isEqualTo(oneByOne.state());
    }

    /** The pools, told from the Services alone and in the plainest way. */
    private static void holdsWhatItsServicesSay(Allocations allocations) {
        Map<Integer, ObjectKey> ports = new HashMap<>();
        Map<String, ObjectKey> addresses = new HashMap<>();
        allocations.services().forEach((key, stored) -> {
            for (int port : numbers(stored.service().getSpec())) {
                assertThat(ports.put(port, key)).as("other holder of " + port).isNull();
                assertThat(port).isBetween(30000, 30023);
                assertThat(allocations.ports().holder(port)).contains(key);
            }
            for (String address : stored.service().getSpec().getClusterIPs()) {
                if (!address.equals("None")) {
                    assertThat(addresses.put(address, key))
                            .as("other holder of " + address)
                            .isNull();
                    assertThat(allocations.addresses().holder(address)).contains(key);
                }
            }
            hasWhatItsTypeNeeds(stored.service());
        });
        assertThat(allocations.ports().takenCount()).isEqualTo(ports.size());
        assertThat(allocations.addresses().pool().takenCount()).isEqualTo(addresses.size());
    }

    private static void hasWhatItsTypeNeeds(Service service) {
        ServiceSpec spec = service.getSpec();
        switch (spec.getType()) {
            case "NodePort", "LoadBalancer" ->
                assertThat(spec.getPorts()).allMatch(port -> port.getNodePort() != null && port.getNodePort() > 0);
            case "ClusterIP" -> assertThat(spec.getPorts()).allMatch(port -> port.getNodePort() == null);
            default -> assertThat(spec.getType()).isEqualTo("ExternalName"); // what it says of node ports binds nobody
        }
        if (spec.getType().equals("ExternalName")) {
            assertThat(spec.getClusterIPs()).isEmpty();
        } else {
            assertThat(spec.getClusterIPs()).containsExactly(spec.getClusterIP());
        }
        if (spec.getType().equals("LoadBalancer")
                && spec.getExternalTrafficPolicy().equals("Local")) {
            assertThat(spec.getHealthCheckNodePort()).isBetween(30000, 30023);
        } else {
            assertThat(spec.getHealthCheckNodePort()).isNull();
        }
    }

    /**
     * What must come of a create that asks for numbers: refused if one is another's or outside, accepted if all are free
     * and there is room for the rest. In particular a number is free again once nobody names it.
     */
    private static void agreesWithTheModel(AllocatorState before, Request request, Decision decision) {
        if (!(request instanceof Request.Create create) || !(create.object() instanceof Service service)) {
            return;
        }
        Set<Integer> taken = new HashSet<>();
        long addresses = 0;
        for (StoredService stored : before.allocations().services().values()) {
            taken.addAll(numbers(stored.service().getSpec()));
            addresses += stored.service().getSpec().getClusterIPs().stream()
                    .filter(address -> !address.equals("None"))
                    .count();
        }
        Set<Integer> asked = numbers(service.getSpec());
        long naming = service.getSpec().getPorts().stream()
                .filter(port -> port.getNodePort() != null)
                .count();
        boolean refused = decision.outcome() instanceof Outcome.Refused;
        boolean exists =
                before.allocations().find(request.header().target().key()).isPresent();
        if (exists || asked.stream().anyMatch(port -> taken.contains(port) || port < 30000 || port > 30023)) {
            assertThat(refused).isTrue();
        } else if (naming == asked.size()
                && taken.size() + service.getSpec().getPorts().size() + 1 <= 24
                && addresses < 14) {
            assertThat(refused).as("" + decision.outcome()).isFalse();
        }
    }

    private static Set<Integer> numbers(ServiceSpec spec) {
        Set<Integer> numbers = new HashSet<>();
        if (spec.getType().equals("ExternalName")) {
            return numbers;
        }
        for (ServicePort port : spec.getPorts()) {
            numbers.add(port.getNodePort() == null ? 0 : port.getNodePort());
        }
        numbers.add(spec.getHealthCheckNodePort() == null ? 0 : spec.getHealthCheckNodePort());
        numbers.remove(0);
        return numbers;
    }

    /** As the broker may have it by now: superseded records of an older part gone, old tombstones too. */
    private static List<Log.Written> compacted(List<Log.Written> records, RandomGenerator random) {
        int cleaned = random.nextInt(records.size() + 1);
        int tombstones = random.nextInt(cleaned + 1);
        Map<String, Long> last = new HashMap<>();
        records.subList(0, cleaned).forEach(record -> last.put(record.key(), record.offset()));
        return records.stream()
                .filter(record -> record.offset() >= cleaned || last.get(record.key()) == record.offset())
                .filter(record ->
                        record.offset() >= tombstones || record.value().isPresent())
                .toList();
    }
}
