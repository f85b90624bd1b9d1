package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The Endpoints that users write for Services without selector. */
class MirroredEndpointsTest {

    private static final String MIRROR = "endpointslicemirroring-controller.k8s.io";

    private final Ledger ledger = new Ledger(Given.settings(false, 100));

    @Test
    void theyAreMirroredIntoASliceLikeThoseOfKubernetes() {
        ledger.service(withoutSelector("db"));

        ledger.create(endpoints("db", "192.0.2.1"));

        EndpointSlice slice = ledger.onlySlice("db");
        assertThat(slice.getMetadata().getLabels())
                .containsEntry("endpointslice.kubernetes.io/managed-by", MIRROR)
                .containsEntry("kubernetes.io/service-name", "db")
                .containsEntry("team", "data");
        assertThat(slice.getMetadata().getAnnotations()).isEmpty();
        assertThat(slice.getMetadata().getOwnerReferences())
                .singleElement()
                .returns("Endpoints", owner -> owner.getKind())
                .returns(true, owner -> owner.getController());
        assertThat(slice.getAddressType()).isEqualTo("IPv4");
        assertThat(slice.getPorts())
                .singleElement()
                .returns(5432, port -> port.getPort())
                .returns("", port -> port.getName());
        assertThat(slice.getEndpoints())
                .singleElement()
                .returns(List.of("192.0.2.1"), endpoint -> endpoint.getAddresses())
                .returns(true, endpoint -> endpoint.getConditions().getReady());
    }

    @Test
    void theyMayComeBeforeTheirService() {
        ledger.create(endpoints("db", "192.0.2.1"));
        assertThat(ledger.endpoints("db")).isPresent();
        assertThat(ledger.slices("db")).isEmpty();

        ledger.service(withoutSelector("db"));

        assertThat(ledger.slices("db")).hasSize(1);
    }

    @Test
    void theSliceFollowsThemUnderItsName() {
        ledger.service(withoutSelector("db"));
        ledger.create(endpoints("db", "192.0.2.1"));
        String name = ledger.onlySlice("db").getMetadata().getName();

        ledger.replace(endpoints("db", "192.0.2.1", "192.0.2.2"));

        assertThat(ledger.onlySlice("db").getMetadata().getName()).isEqualTo(name);
        assertThat(ledger.onlySlice("db").getEndpoints()).hasSize(2);
    }

    @Test
    void eachFamilyAndSetOfPortsHasASliceOfItsOwnAndNotReadyOnesAreNotReady() {
        ledger.service(withoutSelector("db"));
        Endpoints mixed = new EndpointsBuilder(endpoints("db", "192.0.2.1", "2001:db8::1"))
                .addNewSubset()
                .addNewNotReadyAddress()
                .withIp("192.0.2.9")
                .endNotReadyAddress()
                .addNewPort()
                .withName("admin")
                .withPort(9000)
                .withProtocol("TCP")
                .endPort()
                .endSubset()
                .build();

        ledger.create(mixed);

        assertThat(ledger.slices("db"))
                .extracting(slice -> slice.getAddressType() + ":"
                        + slice.getPorts().getFirst().getPort() + ":"
                        + slice.getEndpoints().getFirst().getConditions().getReady())
                .containsExactlyInAnyOrder("IPv4:5432:true", "IPv6:5432:true", "IPv4:9000:false");
    }

    @Test
    void ofASubsetAThousandAddressesAreMirrored() {
        ledger.service(withoutSelector("db"));
        String[] many = IntStream.range(0, 1001)
                .mapToObj(i -> "10.1." + i / 250 + "." + (i % 250 + 1))
                .toArray(String[]::new);

        ledger.create(endpoints("db", many));

        assertThat(ledger.onlySlice("db").getEndpoints()).hasSize(1000);
    }

    @Test
    void thoseThatDoNotWantItOrElectLeadersAreNot() {
        ledger.service(withoutSelector("db"));
        ledger.create(new EndpointsBuilder(endpoints("db", "192.0.2.1"))
                .editMetadata()
                .addToLabels("endpointslice.kubernetes.io/skip-mirror", "true")
                .endMetadata()
                .build());
        assertThat(ledger.slices("db")).isEmpty();

        ledger.replace(new EndpointsBuilder(endpoints("db", "192.0.2.1"))
                .editMetadata()
                .addToAnnotations("control-plane.alpha.kubernetes.io/leader", "{}")
                .endMetadata()
                .build());

        assertThat(ledger.slices("db")).isEmpty();
        ledger.replace(endpoints("db", "192.0.2.1"));
        assertThat(ledger.slices("db")).hasSize(1);
    }

    @Test
    void theSliceGoesWithThemAndWithTheService() {
        ledger.service(withoutSelector("db"));
        ledger.create(endpoints("db", "192.0.2.1"));
        ledger.delete(endpoints("db"));
        assertThat(ledger.slices("db")).isEmpty();

        ledger.create(endpoints("db", "192.0.2.1"));
        ledger.serviceGone("db");

        assertThat(ledger.slices("db")).isEmpty();
        assertThat(ledger.endpoints("db")).isEmpty();
    }

    @Test
    void aServiceThatGetsASelectorLosesTheMirroredSlice() {
        ledger.service(withoutSelector("db"));
        ledger.create(endpoints("db", "192.0.2.1"));

        ledger.service(Given.service("db").build());

        assertThat(ledger.onlySlice("db").getMetadata().getLabels())
                .containsEntry("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
    }

    @Test
    void whatUsersDoToTheSliceDoesNotStay() {
        ledger.service(withoutSelector("db"));
        ledger.create(endpoints("db", "192.0.2.1"));
        EndpointSlice slice = ledger.onlySlice("db");

        ledger.replace(new EndpointSliceBuilder(slice).withEndpoints().build());
        assertThat(ledger.onlySlice("db").getEndpoints()).hasSize(1);
        ledger.delete(slice);

        assertThat(ledger.onlySlice("db").getEndpoints()).hasSize(1);
    }

    @Test
    void aSliceOfTheUserStandsBesideIt() {
        ledger.service(withoutSelector("db"));
        EndpointSlice own = new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("own")
                .withLabels(Map.of("kubernetes.io/service-name", "db"))
                .endMetadata()
                .withAddressType("IPv4")
                .build();
        ledger.create(own);

        ledger.create(endpoints("db", "192.0.2.1"));
        ledger.delete(endpoints("db"));

        assertThat(ledger.onlySlice("db").getMetadata().getName()).isEqualTo("own");
    }

    private static Service withoutSelector(String name) {
        return Given.service(name).editSpec().withSelector(Map.of()).endSpec().build();
    }

    private static Endpoints endpoints(String name, String... addresses) {
        List<EndpointAddress> all = List.of(addresses).stream()
                .map(ip -> new EndpointAddressBuilder().withIp(ip).build())
                .toList();
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .addToLabels("team", "data")
                .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "{}")
                .endMetadata()
                .addNewSubset()
                .withAddresses(all)
                .addNewPort()
                .withPort(5432)
                .withProtocol("TCP")
                .endPort()
                .endSubset()
                .build();
    }
}
