package io.samegate.allocator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.samegate.allocator.core.ServiceModel.Expected;
import io.samegate.allocator.core.ServiceModel.Port;
import io.samegate.allocator.core.ServiceModel.Spec;
import io.samegate.contracts.ObjectKey;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any Service may become any other: random sequences of manifests and of edits of what is stored, each compared with
 * {@link ServiceModel}. The ranges are wide enough never to be full; numbers are asked for from a few, so that they
 * collide. The seed is the test's argument.
 */
class TransitionsTest {

    private static final int FIRST = 30000;
    private static final int LAST = 30255;
    private static final List<String> TYPES = List.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName");

    private final Set<String> seen = new HashSet<>();

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyUpdateComesToWhatKubernetesMakesOfIt(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Log log = Log.of(FIRST + "-" + LAST, "10.0.0.0/24", random);
        for (int step = 0; step < 300; step++) {
            String name = "s" + random.nextInt(4);
            Optional<Spec> before = log.find(name).map(service -> read(service.getSpec()));
            if (before.isPresent() && random.nextInt(12) == 0) {
                log.delete(name);
                continue;
            }
            Spec asked = before.isPresent() && random.nextBoolean() ? edited(before.get(), random) : manifest(random);
            Expected expected = ServiceModel.expected(
                    before, asked, numbersOfOthers(log, name), addressesOfOthers(log, name), FIRST, LAST);
            Decision decision = before.isPresent() ? log.replace(write(name, asked)) : log.create(write(name, asked));

            String what = "step " + step + ": " + before + " -> " + asked + " = " + decision.outcome();
            if (decision.outcome() instanceof Outcome.Refused(var status)) {
                assertThat(status.getCode()).as(what).isEqualTo(expected.code());
            } else {
                assertThat(expected.code()).as(what).isZero();
                Spec stored = read(log.service(name).getSpec());
                matches(what, expected.spec().orElseThrow(), stored, numbersOfOthers(log, name));
                before.ifPresent(old -> seen.add(old.type() + ">" + stored.type()));
            }
        }
        assertThat(seen).as("ways to change the type").hasSizeGreaterThan(12);
    }

    private static void matches(String what, Spec expected, Spec stored, Set<Integer> others) {
        assertThat(stored.type()).as(what).isEqualTo(expected.type());
        assertThat(stored.external()).as(what).isEqualTo(expected.external());
        if (expected.ip().equals(ServiceModel.ANY)) {
            assertThat(stored.ip()).as(what).startsWith("10.0.0.");
        } else {
            assertThat(stored.ip()).as(what).isEqualTo(expected.ip());
        }
        Map<Integer, Integer> picks = new HashMap<>();
        assertThat(stored.ports()).as(what).hasSameSizeAs(expected.ports());
        for (int i = 0; i < stored.ports().size(); i++) {
            picked(
                    what,
                    expected.ports().get(i).nodePort(),
                    stored.ports().get(i).nodePort(),
                    picks);
        }
        picked(what, expected.health(), stored.health(), picks);
        assertThat(picks.values()).as(what).doesNotHaveDuplicates().noneMatch(others::contains);
    }

    /** A number the model knows, or one that is picked: from the dynamic band, and the same wherever it is the same. */
    private static void picked(String what, int expected, int stored, Map<Integer, Integer> picks) {
        if (expected >= 0) {
            assertThat(stored).as(what).isEqualTo(expected);
            return;
        }
        assertThat(stored).as(what).isBetween(FIRST + 16, LAST);
        assertThat(picks.computeIfAbsent(expected, any -> stored)).as(what).isEqualTo(stored);
    }

    private static Spec manifest(RandomGenerator random) {
        String type = TYPES.get(random.nextInt(4));
        boolean opened = type.equals("NodePort") || type.equals("LoadBalancer") || random.nextInt(8) == 0;
        String external = opened ? (random.nextBoolean() ? "Local" : "Cluster") : "";
        String ip = random.nextInt(5) == 0 ? (random.nextBoolean() ? "None" : "10.0.0." + (2 + random.nextInt(3))) : "";
        int health = random.nextInt(6) == 0 ? number(random) : 0;
        return new Spec(type, ip, ports(opened, random), external, random.nextInt(4) > 0, health);
    }

    private static Spec edited(Spec before, RandomGenerator random) {
        boolean retyped = random.nextBoolean();
        String type = retyped ? TYPES.get(random.nextInt(4)) : before.type();
        boolean opened = type.equals("NodePort") || type.equals("LoadBalancer");
        String external = opened && before.external().isEmpty() ? "Cluster" : before.external();
        if (opened && random.nextInt(3) == 0) {
            external = random.nextBoolean() ? "Local" : "Cluster";
        }
        List<Port> ports = retyped ? before.ports() : ports(opened, random);
        return new Spec(type, before.ip(), ports, external, random.nextInt(4) > 0, before.health());
    }

    private static List<Port> ports(boolean opened, RandomGenerator random) {
        List<Port> ports = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int nodePort = opened && random.nextInt(3) == 0 ? number(random) : 0;
            int number = 80 + (random.nextBoolean() ? i : i / 2);
            String protocol = i % 2 == 0 ? "TCP" : "UDP";
            boolean taken = ports.stream()
                    .anyMatch(p -> p.number() == number && p.protocol().equals(protocol));
            boolean twice = nodePort != 0
                    && ports.stream()
                            .anyMatch(p ->
                                    p.nodePort() == nodePort && p.protocol().equals(protocol));
            if (!taken && !twice) { // the front door lets through neither
                ports.add(new Port("p" + i, protocol, number, nodePort));
            }
        }
        return ports;
    }

    /** One of a few below the dynamic band, one of them out of the range. */
    private static int number(RandomGenerator random) {
        return FIRST - 1 + random.nextInt(8);
    }

    private static Set<Integer> numbersOfOthers(Log log, String name) {
        Set<Integer> numbers = new HashSet<>();
        others(log, name).forEach(spec -> {
            if (spec.opened()) {
                numbers.addAll(spec.nodePorts());
                numbers.add(spec.health());
            }
        });
        numbers.remove(0);
        return numbers;
    }

    private static Set<String> addressesOfOthers(Log log, String name) {
        Set<String> addresses = new HashSet<>();
        others(log, name).forEach(spec -> addresses.add(spec.ip()));
        return addresses;
    }

    private static List<Spec> others(Log log, String name) {
        ObjectKey self = new ObjectKey("default", name);
        return log.state().allocations().services().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(self))
                .map(entry -> read(entry.getValue().service().getSpec()))
                .toList();
    }

    private static Spec read(ServiceSpec spec) {
        List<Port> ports = spec.getPorts().stream()
                .map(port -> new Port(port.getName(), port.getProtocol(), port.getPort(), orZero(port.getNodePort())))
                .toList();
        return new Spec(
                spec.getType(),
                orEmpty(spec.getClusterIP()),
                ports,
                orEmpty(spec.getExternalTrafficPolicy()),
                !Boolean.FALSE.equals(spec.getAllocateLoadBalancerNodePorts()),
                orZero(spec.getHealthCheckNodePort()));
    }

    private static Service write(String name, Spec spec) {
        ServicePort[] ports = spec.ports().stream()
                .map(port -> ServiceFixture.port(port.name(), port.number(), port.protocol(), port.nodePort()))
                .toArray(ServicePort[]::new);
        return new ServiceBuilder(ServiceFixture.clusterIp(name, ports))
                .editSpec()
                .withType(spec.type())
                .withExternalName(spec.addressed() ? null : "db.example.com")
                .withClusterIP(spec.ip().isEmpty() ? null : spec.ip())
                .withExternalTrafficPolicy(spec.external().isEmpty() ? null : spec.external())
                .withAllocateLoadBalancerNodePorts(spec.type().equals("LoadBalancer") ? spec.allocate() : null)
                .withHealthCheckNodePort(spec.health() == 0 ? null : spec.health())
                .endSpec()
                .build();
    }

    private static int orZero(Integer value) {
        return value == null ? 0 : value;
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
