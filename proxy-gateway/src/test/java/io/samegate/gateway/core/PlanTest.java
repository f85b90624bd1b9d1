package io.samegate.gateway.core;

import static io.samegate.gateway.core.Objects.NODE_ADDRESS;
import static io.samegate.gateway.core.Objects.seen;
import static io.samegate.gateway.core.Objects.service;
import static io.samegate.gateway.core.Objects.slice;
import static io.samegate.gateway.core.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.contracts.ObjectKey;
import io.samegate.gateway.core.Objects.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final NodeProfile NODE = new NodeProfile("node1", List.of(NODE_ADDRESS), true);
    private static final ListenAddress NODE_PORT = new ListenAddress(Protocol.TCP, NODE_ADDRESS, 30080);

    @Test
    void equalRoutesNeedNoSteps() {
        Cluster cluster = Cluster.empty(NODE).with(List.of(seen(service("web", 30080))));
        Cluster again = cluster.with(List.of(seen(service("web", 30080))));
        Plan plan = Plan.between(cluster.routes(), again);
        assertThat(plan.close()).isEmpty();
        assertThat(plan.retarget()).isEmpty();
        assertThat(plan.open()).isEmpty();
    }

    @Test
    void changedEndpointsChangeTheTargetsOfAnOpenSocket() {
        Cluster before = Cluster.empty(NODE).with(List.of(seen(service("web", 30080))));
        Cluster after = before.with(List.of(seen(with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY))));
        Plan plan = Plan.between(before.routes(), after);
        assertThat(plan.open()).isEmpty();
        assertThat(plan.close()).isEmpty();
        assertThat(plan.retarget())
                .extracting(route -> route.targets().size())
                .containsExactlyInAnyOrder(1, 1); // the node port and the cluster IP
    }

    @Test
    void aServiceThatWasDeletedAndCreatedAgainHasItsSocketClosedAndOpened() {
        Cluster before = Cluster.empty(NODE).with(List.of(seen(service("web", 30080))));
        Cluster after = before.with(List.of(seen(new ServiceBuilder(service("web", 30080))
                .editMetadata()
                .withUid("another")
                .endMetadata()
                .build())));
        Plan plan = Plan.between(before.routes(), after);
        assertThat(plan.close()).extracting(Route::listen).contains(NODE_PORT);
        assertThat(plan.open()).extracting(Route::listen).contains(NODE_PORT);
    }

    @Test
    void aSocketClaimedTwiceGoesToTheLesserKeyAndPassesOnWhenThatGoes() {
        Cluster both = Cluster.empty(NODE).with(List.of(seen(service("b", 30080)), seen(service("a", 30080))));
        assertThat(both.routes().at(NODE_PORT).orElseThrow().service().key().name())
                .isEqualTo("a");
        Cluster one = both.with(List.of(new Seen.ServiceGone(new ObjectKey("default", "a"))));
        Plan plan = Plan.between(both.routes(), one);
        assertThat(plan.open())
                .extracting(route -> route.service().key().name())
                .containsOnly("b");
        assertThat(plan.concerned()).contains(new ObjectKey("default", "b"));
    }

    /** However the changes are ordered between keys and cut into portions, the same sockets are open in the end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whateverTheOrderAndThePortionsTheSameSocketsAreOpen(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            List<Seen> history = history(random, 60);
            Cluster atOnce = Cluster.empty(NODE).with(history);

            Cluster cluster = Cluster.empty(NODE);
            Map<ListenAddress, Route> sockets = new HashMap<>();
            for (List<Seen> portion : portions(mixed(history, random), random)) {
                Cluster next = cluster.with(portion);
                apply(Plan.between(cluster.routes(), next), sockets);
                assertThat(sockets).isEqualTo(next.routes().held());
                cluster = next;
            }

            assertThat(sockets)
                    .as("seed %d run %d", seed, run)
                    .isEqualTo(atOnce.routes().held());
            Map<ListenAddress, Route> direct = new HashMap<>();
            apply(Plan.between(Routes.none(), atOnce), direct);
            assertThat(direct).isEqualTo(sockets);
            for (String pod : PODS) {
                assertThat(cluster.isAlive(pod)).isEqualTo(atOnce.isAlive(pod));
            }
        }
    }

    private static final List<Condition> CONDITIONS = List.of(Condition.values());
    private static final List<String> PODS = List.of("p0", "p1", "p2", "p3");

    /** Does the steps as a strict system would: nothing is opened twice, nothing is changed or closed that is not open. */
    private static void apply(Plan plan, Map<ListenAddress, Route> sockets) {
        for (Route route : plan.close()) {
            assertThat(sockets.remove(route.listen())).isEqualTo(route);
        }
        for (Route route : plan.retarget()) {
            assertThat(sockets.put(route.listen(), route)).isNotNull();
        }
        for (Route route : plan.open()) {
            assertThat(sockets.put(route.listen(), route)).isNull();
        }
    }

    private static List<Seen> history(Random random, int length) {
        List<Seen> history = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            String name = "s" + random.nextInt(5);
            String sliceName = "slice" + random.nextInt(6);
            history.add(
                    switch (random.nextInt(7)) {
                        case 0 -> new Seen.ServiceGone(new ObjectKey("default", name));
                        case 1 -> new Seen.SliceGone(new ObjectKey("default", sliceName));
                        case 2, 3 -> seen(randomSlice(random, sliceName));
                        case 4 -> new Seen.CordonSeen(random.nextBoolean());
                        default ->
                            seen(new ServiceBuilder(service(name, 30000 + random.nextInt(4)))
                                    .editMetadata()
                                    .withUid("uid" + random.nextInt(2))
                                    .endMetadata()
                                    .build());
                    });
        }
        return history;
    }

    private static EndpointSlice randomSlice(Random random, String name) {
        EndpointSlice slice = Objects.slice(name, "s" + random.nextInt(5));
        for (String pod : PODS) {
            if (random.nextBoolean()) {
                Condition condition = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
                slice = with(slice, pod, "10.0.0." + pod.charAt(1), "node1", condition);
            }
        }
        return slice;
    }

    /** Another order that keeps the order per key, as two topics read independently do. */
    private static List<Seen> mixed(List<Seen> history, Random random) {
        Map<String, List<Seen>> byKey = new HashMap<>();
        for (Seen seen : history) {
            byKey.computeIfAbsent(keyOf(seen), key -> new ArrayList<>()).add(seen);
        }
        List<String> turns = new ArrayList<>();
        byKey.forEach((key, list) -> turns.addAll(Collections.nCopies(list.size(), key)));
        Collections.shuffle(turns, random);
        List<Seen> mixed = new ArrayList<>();
        turns.forEach(key -> mixed.add(byKey.get(key).removeFirst()));
        return mixed;
    }

    private static String keyOf(Seen seen) {
        return switch (seen) {
            case Seen.ServiceSeen(var key, var service, var position) -> "service " + key;
            case Seen.ServiceGone(var key) -> "service " + key;
            case Seen.SliceSeen(var key, var slice) -> "slice " + key;
            case Seen.SliceGone(var key) -> "slice " + key;
            case Seen.CordonSeen(boolean cordoned) -> "node";
        };
    }

    private static List<List<Seen>> portions(List<Seen> history, Random random) {
        List<List<Seen>> portions = new ArrayList<>();
        int at = 0;
        while (at < history.size()) {
            int end = Math.min(history.size(), at + random.nextInt(8));
            portions.add(history.subList(at, end));
            at = end;
        }
        return portions;
    }
}
