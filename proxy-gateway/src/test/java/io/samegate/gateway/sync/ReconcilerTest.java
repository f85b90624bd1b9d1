package io.samegate.gateway.sync;

import static io.samegate.gateway.core.Objects.NODE_ADDRESS;
import static io.samegate.gateway.core.Objects.seen;
import static io.samegate.gateway.core.Objects.service;
import static io.samegate.gateway.core.Objects.slice;
import static io.samegate.gateway.core.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.node.NodePorts;
import io.samegate.contracts.node.OpenPort;
import io.samegate.gateway.core.BindFailure;
import io.samegate.gateway.core.Binding;
import io.samegate.gateway.core.Connections;
import io.samegate.gateway.core.ListenAddress;
import io.samegate.gateway.core.Listeners;
import io.samegate.gateway.core.NodeProfile;
import io.samegate.gateway.core.Objects.Condition;
import io.samegate.gateway.core.Protocol;
import io.samegate.gateway.core.Reports;
import io.samegate.gateway.core.Route;
import io.samegate.gateway.core.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReconcilerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ObjectKey WEB = new ObjectKey("default", "web");
    private static final ListenAddress WEB_PORT = new ListenAddress(Protocol.TCP, NODE_ADDRESS, 30080);
    private static final ListenAddress MAIL_PORT = new ListenAddress(Protocol.TCP, NODE_ADDRESS, 30025);

    private final FakeListeners listeners = new FakeListeners();
    private final FakeConnections connections = new FakeConnections();
    private final Told told = new Told();
    private final Reconciler reconciler = new Reconciler(
            new GatewayIdentity(new NodeProfile("node1", List.of(NODE_ADDRESS), false), "instance", 5),
            Duration.ofMinutes(10),
            listeners,
            new Drains(connections, told, () -> {}),
            told);

    @Test
    void tellsWhatItHasBoundAndThenThePosition() {
        update(seen(service("web", 30080)));

        assertThat(listeners.held).containsKey(WEB_PORT);
        assertThat(told.order).containsExactly("ports default/web", "applied");
        NodePorts ports = told.ports.get(WEB);
        assertThat(ports.instance()).isEqualTo("instance");
        assertThat(ports.generation()).isEqualTo(5);
        assertThat(ports.servicePosition()).isEqualTo(1);
        assertThat(ports.ports())
                .containsExactly(new OpenPort(
                        OpenPort.Purpose.NODE_PORT, "TCP", NODE_ADDRESS, 30080, OpenPort.State.BOUND, "userspace", ""));
        assertThat(told.facts).containsExactly("PortOpened");
    }

    @Test
    void aPortThatIsRefusedHoldsUpNoOtherAndIsTriedUntilItIsFree() {
        // Given
        listeners.taken.add(WEB_PORT);
        update(seen(service("web", 30080)), seen(service("mail", 30025)));
        assertThat(listeners.held).containsOnlyKeys(MAIL_PORT);
        assertThat(told.ports.get(WEB).ports()).extracting(OpenPort::reason).containsExactly("address in use");
        // When
        reconciler.tick(START.plusMillis(500));
        assertThat(listeners.attempts).isEqualTo(2);
        reconciler.tick(START.plusSeconds(1));
        reconciler.tick(START.plusSeconds(2));
        assertThat(told.facts).containsExactlyInAnyOrder("PortRefused", "PortOpened");
        listeners.taken.clear();
        reconciler.tick(START.plusSeconds(3));
        // Then
        assertThat(listeners.held).containsOnlyKeys(WEB_PORT, MAIL_PORT);
        assertThat(told.ports.get(WEB).ports()).extracting(OpenPort::state).containsExactly(OpenPort.State.BOUND);
        assertThat(told.facts).endsWith("PortOpened");
    }

    @Test
    void aCordonedNodeRefusesOnEveryNodePortTellsItAndTakesUpAgain() {
        // Given
        update(
                seen(service("web", 30080)),
                seen(service("mail", 30025)),
                seen(with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY)));
        // When
        update(new Seen.CordonSeen(true));
        // Then
        assertThat(listeners.held.get(WEB_PORT).targets()).isEmpty();
        assertThat(told.ports.get(WEB).ports())
                .extracting(OpenPort::state, OpenPort::reason)
                .containsExactly(tuple(OpenPort.State.BOUND, "the node is cordoned: new connections are refused"));
        assertThat(told.ports.get(new ObjectKey("default", "mail")).ports())
                .extracting(OpenPort::reason)
                .containsExactly("the node is cordoned: new connections are refused");
        assertThat(told.facts).endsWith("NodeNotSchedulable");
        // And when it is over
        update(new Seen.CordonSeen(true));
        update(new Seen.CordonSeen(false));
        assertThat(listeners.held.get(WEB_PORT).targets()).hasSize(1);
        assertThat(told.ports.get(WEB).ports()).extracting(OpenPort::reason).containsExactly("");
        assertThat(told.facts).endsWith("NodeNotSchedulable", "NodeSchedulable");
    }

    @Test
    void aNodeThatIsCordonedFromTheStartIsNoNews() {
        update(seen(service("web", 30080)), new Seen.CordonSeen(true));

        assertThat(told.facts).containsExactly("PortOpened");
        assertThat(told.ports.get(WEB).ports())
                .extracting(OpenPort::reason)
                .containsExactly("the node is cordoned: new connections are refused");
        update(new Seen.CordonSeen(false));
        assertThat(told.facts).endsWith("NodeSchedulable");
    }

    @Test
    void aRefusedPortOpensWithTheEndpointsOfTheDayItIsFree() {
        listeners.taken.add(WEB_PORT);
        update(seen(service("web", 30080)));
        update(seen(with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY)));
        listeners.taken.clear();
        reconciler.tick(START.plusSeconds(5));
        assertThat(listeners.held.get(WEB_PORT).targets()).hasSize(1);
    }

    @Test
    void aStatusChangeOfTheServiceIsNotToldAgainButASpecChangeIs() {
        update(seen(service("web", 30080)));
        told.order.clear();
        update(new Seen.ServiceSeen(WEB, service("web", 30080), 9));
        assertThat(told.order).containsExactly("applied");
        update(new Seen.ServiceSeen(
                WEB,
                new ServiceBuilder(service("web", 30080))
                        .editMetadata()
                        .withGeneration(2L)
                        .endMetadata()
                        .build(),
                10));
        assertThat(told.ports.get(WEB).servicePosition()).isEqualTo(10);
    }

    @Test
    void aDeletedServiceIsClosedAndItsRecordTakenBack() {
        update(seen(service("web", 30080)));
        update(new Seen.ServiceGone(WEB));
        assertThat(listeners.held).isEmpty();
        assertThat(told.ports).isEmpty();
        assertThat(told.facts).containsExactly("PortOpened", "PortClosed");
    }

    @Test
    void theConnectionsOfAClosedPortGoOnUntilTheyEndOrTheLimit() {
        // Given
        update(seen(service("web", 30080)), seen(service("mail", 30025)));
        listeners.open.put(WEB_PORT, 2);
        listeners.open.put(MAIL_PORT, 1);
        update(new Seen.ServiceGone(WEB), new Seen.ServiceGone(new ObjectKey("default", "mail")));
        // When one ends by itself
        listeners.open.put(MAIL_PORT, 0);
        reconciler.tick(START.plusSeconds(1));
        // Then
        assertThat(told.facts).endsWith("PortDrained");
        assertThat(listeners.cut).isEmpty();
        // When the other does not
        reconciler.tick(START.plus(Duration.ofMinutes(10)));
        // Then
        assertThat(listeners.cut).containsExactly(WEB_PORT);
    }

    @Test
    void connectionsToALeavingPodAreToldWhileThereAreSome() {
        // Given
        update(seen(service("web", 30080)), seen(with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY)));
        connections.open.put("a", 3);
        reconciler.tick(START.plusSeconds(1));
        assertThat(told.drains).isEmpty();
        // When
        told.order.clear();
        update(seen(with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.LEAVING)));
        // Then
        assertThat(told.drains).isEqualTo(Map.of("a", 3));
        assertThat(told.order).endsWith("drain a 3", "applied");
        assertThat(connections.watched).contains("a");
        // When
        connections.open.clear();
        reconciler.podIdle();
        // Then
        assertThat(told.drains).isEmpty();
    }

    @Test
    void aPodThatIsReadyAgainIsNoLongerLeaving() {
        update(seen(service("web", 30080)));
        connections.open.put("a", 1);
        reconciler.tick(START.plusSeconds(1));
        assertThat(told.drains).isEqualTo(Map.of("a", 1));
        update(seen(with(slice("s", "web"), "a", "10.0.0.1", "node1", Condition.READY)));
        assertThat(told.drains).isEmpty();
    }

    @Test
    void takesBackWhatAnEarlierProcessToldAndNoLongerHolds() {
        update(seen(service("web", 30080)));
        told.order.clear();
        reconciler.forget(List.of(WEB, new ObjectKey("default", "gone")), List.of("gone-pod"));
        assertThat(told.order).containsExactly("no ports default/gone", "drain gone-pod 0");
    }

    @Test
    void aStopGivesBackEveryPortAndSaysSo() {
        listeners.taken.add(MAIL_PORT);
        update(seen(service("web", 30080)), seen(service("mail", 30025)));
        reconciler.stop();
        assertThat(listeners.held).isEmpty();
        assertThat(told.ports).isEmpty();
    }

    private void update(Seen... changes) {
        reconciler.update(List.of(changes), Map.of("services", 1L), START);
    }

    private static final class FakeListeners implements Listeners {
        private final Map<ListenAddress, Route> held = new HashMap<>();
        private final Set<ListenAddress> taken = new HashSet<>();
        private final Map<ListenAddress, Integer> open = new HashMap<>();
        private final List<ListenAddress> cut = new ArrayList<>();
        private int attempts;

        @Override
        public Binding open(Route route) {
            attempts++;
            if (taken.contains(route.listen())) {
                return new Binding.Refused(BindFailure.ADDRESS_IN_USE, BindFailure.ADDRESS_IN_USE.reason());
            }
            assertThat(held.put(route.listen(), route)).isNull();
            return new Binding.Bound();
        }

        @Override
        public Binding retarget(Route route) {
            assertThat(held.put(route.listen(), route)).isNotNull();
            return new Binding.Bound();
        }

        @Override
        public Leftover close(ListenAddress listen) {
            assertThat(held.remove(listen)).isNotNull();
            return new Leftover() {
                @Override
                public int open() {
                    return open.getOrDefault(listen, 0);
                }

                @Override
                public void cut() {
                    cut.add(listen);
                }
            };
        }
    }

    private static final class FakeConnections implements Connections {
        private final Map<String, Integer> open = new HashMap<>();
        private Set<String> watched = Set.of();

        @Override
        public Map<String, Integer> byPod() {
            return Map.copyOf(open);
        }

        @Override
        public void watch(Set<String> podUids, Consumer<String> idle) {
            watched = Set.copyOf(podUids);
        }
    }

    private static final class Told implements Reports {
        private final List<String> order = new ArrayList<>();
        private final Map<ObjectKey, NodePorts> ports = new TreeMap<>();
        private final Map<String, Integer> drains = new TreeMap<>();
        private final List<String> facts = new ArrayList<>();

        @Override
        public void ports(ObjectKey service, NodePorts news) {
            order.add("ports " + service);
            ports.put(service, news);
        }

        @Override
        public void noPorts(ObjectKey service) {
            order.add("no ports " + service);
            ports.remove(service);
        }

        @Override
        public void drain(String podUid, int connections) {
            order.add("drain " + podUid + " " + connections);
            if (connections == 0) {
                drains.remove(podUid);
            } else {
                drains.put(podUid, connections);
            }
        }

        @Override
        public void applied(Map<String, Long> positions) {
            order.add("applied");
        }

        @Override
        public void fact(Fact fact) {
            facts.add(fact.type());
        }
    }
}
