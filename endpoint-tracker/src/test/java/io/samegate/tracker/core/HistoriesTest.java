package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.request.Grace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Laws over random histories. A failing seed is printed with the assertion and replays exactly.
 */
class HistoriesTest {

    private static final int HISTORIES = 20;
    private static final int STEPS = 100;
    private static final List<String> SERVICES = List.of("web", "shop", "mail");
    private static final List<String> PODS = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");
    private static final int MOST = 2;

    /** One thing that happens; drawn once, so that the same history can be played in other ways. */
    private interface Step extends Consumer<Ledger> {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void slicesAndEndpointsAreAlwaysWhatAFreshLookWouldMake(long seed) {
        for (int i = 0; i < HISTORIES; i++) {
            long history = seed * 1_000 + i;
            Map<String, Service> services = new TreeMap<>();
            Ledger ledger = new Ledger(Given.settings(false, MOST));
            int number = 0;
            for (Step step : history(history, services)) {
                step.accept(ledger);
                number++;
                assertAsFresh(ledger, "history " + history + " step " + number);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4})
    void whereverTheLogIsCutIntoBatchesTheMembershipIsTheSame(long seed) {
        for (int i = 0; i < HISTORIES; i++) {
            long history = seed * 1_000 + i;
            Random cuts = new Random(history);
            Ledger one = new Ledger(Given.settings(false, MOST));
            Ledger other = new Ledger(Given.settings(false, MOST)).gathering();

            for (Step step : history(history, new TreeMap<>())) {
                step.accept(one);
                step.accept(other);
                if (cuts.nextInt(4) == 0) {
                    other.commit();
                }
            }
            other.commit();

            assertThat(memberships(other)).as("history " + history).isEqualTo(memberships(one));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6})
    void replayOfTheLogIsTheState(long seed) {
        for (int i = 0; i < HISTORIES; i++) {
            long history = seed * 1_000 + i;
            Random cuts = new Random(history);
            Ledger ledger = new Ledger(Given.settings(false, MOST)).gathering();
            for (Step step : history(history, new TreeMap<>())) {
                step.accept(ledger);
                if (cuts.nextInt(3) == 0) {
                    ledger.commit();
                }
            }
            ledger.commit();

            TrackerState replayed = ledger.replayed();

            assertThat(replayed.pods())
                    .as("history " + history)
                    .isEqualTo(ledger.state().pods());
            assertThat(replayed.nodes()).isEqualTo(ledger.state().nodes());
            assertThat(replayed.slices()).isEqualTo(ledger.state().slices());
            assertThat(replayed.endpoints()).isEqualTo(ledger.state().endpoints());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8})
    void aTakeoverThatFindsEverythingAsItWasWritesNothing(long seed) {
        for (int i = 0; i < HISTORIES; i++) {
            long history = seed * 1_000 + i;
            Map<String, Service> services = new TreeMap<>();
            Ledger ledger = new Ledger(Given.settings(false, MOST));
            history(history, services).forEach(step -> step.accept(ledger));
            Map<String, Service> known = new TreeMap<>();
            ledger.state().observed().services().all().forEach((key, service) -> known.put(key.path(), service));
            ledger.written.clear();

            ledger.notice(new TrackerInput.TookOver(ledger.now));
            ledger.notice(new TrackerInput.ServicesSeen(Seen.everything(known)));

            assertThat(ledger.written).as("history " + history).isEmpty();
        }
    }

    // ---- random histories

    private static List<Step> history(long seed, Map<String, Service> services) {
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(step(random, services));
        }
        return steps;
    }

    private static Step step(Random random, Map<String, Service> services) {
        String service = SERVICES.get(random.nextInt(SERVICES.size()));
        String name = PODS.get(random.nextInt(PODS.size()));
        return switch (random.nextInt(14)) {
            case 0, 1 -> {
                Service drawn = service(random, service);
                services.put(service, drawn);
                yield ledger -> ledger.service(drawn);
            }
            case 2 -> ledger -> ledger.serviceGone(service);
            case 3, 4, 5, 6 -> {
                Pod drawn = pod(random, name);
                yield ledger -> ledger.create(drawn);
            }
            case 7, 8 -> {
                Pod drawn = pod(random, name);
                yield ledger -> ledger.replace(drawn);
            }
            case 9, 10 -> {
                boolean ready = random.nextBoolean();
                yield ledger -> ledger.findPod(name).ifPresent(pod -> ledger.probed(name, ready));
            }
            case 11 -> {
                Grace grace = random.nextBoolean() ? Grace.OF_THE_OBJECT : Grace.of(Duration.ZERO);
                Pod named = Given.pod(name, "web", "10.1.0.1").build();
                yield ledger -> ledger.delete(named, grace);
            }
            case 12 -> {
                String zone = random.nextBoolean() ? "east" : "west";
                yield ledger -> ledger.notice(new TrackerInput.NodeReported(
                        Given.report("node1", Map.of("topology.kubernetes.io/zone", zone), 0, false), ledger.now));
            }
            default -> {
                Duration time = Duration.ofMillis(random.nextInt(20_000));
                yield ledger -> {
                    ledger.commit();
                    ledger.pass(time);
                };
            }
        };
    }

    private static Service service(Random random, String name) {
        ServiceBuilder service =
                new ServiceBuilder(random.nextBoolean() ? Given.service(name).build() : Given.serviceOn(name, "http"));
        if (random.nextInt(3) == 0) {
            service.editMetadata().withUid("uid-" + random.nextInt(3)).endMetadata();
        }
        if (random.nextInt(4) == 0) {
            service.editSpec().withPublishNotReadyAddresses(true).endSpec();
        }
        if (random.nextInt(3) == 0) {
            service.editSpec().addToSelector("tier", "front").endSpec();
        }
        return service.build();
    }

    private static Pod pod(Random random, String name) {
        String app = SERVICES.get(random.nextInt(SERVICES.size()));
        String ip = random.nextInt(8) == 0 ? "" : "10.1.0." + (1 + random.nextInt(200));
        Pod pod = random.nextBoolean()
                ? Given.probedPod(name, app, ip)
                : Given.pod(name, app, ip).build();
        PodBuilder builder = new PodBuilder(pod);
        if (random.nextBoolean()) {
            builder.editMetadata().addToLabels("tier", "front").endMetadata();
        }
        if (random.nextInt(3) == 0) {
            builder.editSpec()
                    .editFirstContainer()
                    .editFirstPort()
                    .withContainerPort(9000)
                    .endPort()
                    .endContainer()
                    .endSpec();
        }
        if (random.nextInt(10) == 0) {
            builder.editStatus().withPhase("Failed").endStatus();
        }
        return builder.build();
    }

    // ---- the same, computed from scratch and in another way

    private static void assertAsFresh(Ledger ledger, String where) {
        for (String name : SERVICES) {
            Optional<Service> service = Optional.ofNullable(
                    ledger.state().observed().services().all().get(new ObjectKey("default", name)));
            List<EndpointSlice> slices = ledger.slices(name);
            if (service.isEmpty()) {
                assertThat(slices).as(where).isEmpty();
                assertThat(ledger.endpoints(name)).as(where).isEmpty();
                continue;
            }
            List<String> members = new ArrayList<>();
            for (EndpointSlice slice : slices) {
                assertThat(slice.getEndpoints().size()).as(where).isLessThanOrEqualTo(MOST);
                assertThat(slice.getEndpoints().isEmpty() && slices.size() > 1)
                        .as(where)
                        .isFalse();
                slice.getEndpoints().forEach(endpoint -> members.add(member(slice, endpoint)));
            }
            assertThat(slices).as(where).isNotEmpty();
            assertThat(members)
                    .as(where + " " + name)
                    .containsExactlyInAnyOrderElementsOf(fresh(ledger, service.get()));
            assertThat(readyAddresses(ledger, name))
                    .as(where + " endpoints " + name)
                    .isEqualTo(freshReadyAddresses(ledger, service.get()));
        }
    }

    private static List<String> fresh(Ledger ledger, Service service) {
        List<String> members = new ArrayList<>();
        String zone = ledger.state()
                .node("node1")
                .map(held -> held.value().getMetadata().getLabels().get("topology.kubernetes.io/zone"))
                .orElse(null);
        for (Pod pod : ledger.state().allPods()) {
            if (counts(service, pod)) {
                boolean serving = isReady(pod);
                boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
                boolean publish = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
                members.add(pod.getMetadata().getUid() + " " + pod.getStatus().getPodIP() + " " + ports(service, pod)
                        + " " + (publish || (serving && !terminating)) + serving + terminating + zone);
            }
        }
        return members;
    }

    private static Set<String> freshReadyAddresses(Ledger ledger, Service service) {
        Set<String> addresses = new TreeSet<>();
        boolean publish = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        for (Pod pod : ledger.state().allPods()) {
            boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
            if (counts(service, pod) && !ports(service, pod).isEmpty() && (publish || (isReady(pod) && !terminating))) {
                addresses.add(pod.getStatus().getPodIP());
            }
        }
        return addresses;
    }

    private static Set<String> readyAddresses(Ledger ledger, String name) {
        Set<String> addresses = new TreeSet<>();
        ledger.endpoints(name)
                .orElseThrow()
                .getSubsets()
                .forEach(subset -> subset.getAddresses().stream()
                        .map(EndpointAddress::getIp)
                        .forEach(addresses::add));
        return addresses;
    }

    private static boolean counts(Service service, Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        boolean selected = service.getSpec().getSelector().entrySet().stream()
                .allMatch(pair -> pair.getValue().equals(labels.get(pair.getKey())));
        String ip = pod.getStatus().getPodIP();
        return selected
                && ip != null
                && !ip.isEmpty()
                && !Set.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private static List<Integer> ports(Service service, Pod pod) {
        var target = service.getSpec().getPorts().getFirst().getTargetPort();
        if (target.getIntVal() != null) {
            return List.of(target.getIntVal());
        }
        return pod.getSpec().getContainers().stream()
                .map(Container::getPorts)
                .flatMap(List::stream)
                .filter(port -> target.getStrVal().equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .toList();
    }

    private static String member(EndpointSlice slice, Endpoint endpoint) {
        var conditions = endpoint.getConditions();
        return endpoint.getTargetRef().getUid() + " " + endpoint.getAddresses().getFirst() + " "
                + slice.getPorts().stream().map(EndpointPort::getPort).toList() + " " + conditions.getReady()
                + conditions.getServing() + conditions.getTerminating() + endpoint.getZone();
    }

    /** Who is behind what, without names that requests draw anew. */
    private static Map<String, Set<String>> memberships(Ledger ledger) {
        Map<String, Set<String>> memberships = new TreeMap<>();
        for (String service : SERVICES) {
            Set<String> members = new TreeSet<>();
            for (EndpointSlice slice : ledger.slices(service)) {
                slice.getEndpoints()
                        .forEach(endpoint -> members.add(endpoint.getTargetRef().getName()
                                + member(slice, endpoint).substring(36)));
            }
            memberships.put(service, members);
        }
        return memberships;
    }
}
