package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointsTest {

    private final Ledger ledger = new Ledger(Given.SETTINGS);

    @Test
    void readyAndNotReadyAddressesStandApart() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());
        ledger.create(Given.probedPod("b", "web", "10.1.0.2"));

        EndpointSubset subset =
                ledger.endpoints("web").orElseThrow().getSubsets().getFirst();

        assertThat(subset.getAddresses()).extracting(EndpointAddress::getIp).containsExactly("10.1.0.1");
        assertThat(subset.getNotReadyAddresses())
                .extracting(EndpointAddress::getIp)
                .containsExactly("10.1.0.2");
        assertThat(subset.getAddresses().getFirst().getTargetRef().getName()).isEqualTo("a");
        assertThat(subset.getPorts().getFirst().getPort()).isEqualTo(8080);
    }

    @Test
    void aTerminatingPodIsNotThereUnlessNotReadyAddressesArePublished() {
        ledger.notice(new TrackerInput.NodeReported(Given.report("node1"), ledger.now));
        ledger.service(Given.service("web").build());
        ledger.service(Given.service("all")
                .editSpec()
                .withSelector(Map.of("app", "web"))
                .withPublishNotReadyAddresses(true)
                .endSpec()
                .build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        ledger.delete(ledger.pod("a"));

        assertThat(ledger.endpoints("web").orElseThrow().getSubsets()).isEmpty();
        assertThat(ledger.endpoints("all").orElseThrow().getSubsets()).hasSize(1);
    }

    @Test
    void aPodWithoutTheNamedPortIsNotThere() {
        ledger.service(Given.serviceOn("web", "metrics"));
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        assertThat(ledger.endpoints("web").orElseThrow().getSubsets()).isEmpty();
    }

    @Test
    void beyondAThousandAddressesTheReadyOnesComeFirstAndTheObjectSaysSo() {
        ledger.gathering();
        for (int i = 0; i < 500; i++) {
            ledger.create(Given.probedPod("a" + i, "web", address(i)));
        }
        for (int i = 500; i < 1001; i++) {
            ledger.create(Given.pod("b" + i, "web", address(i)).build());
        }

        ledger.service(Given.service("web").build());

        Endpoints endpoints = ledger.endpoints("web").orElseThrow();

        assertThat(endpoints.getMetadata().getAnnotations())
                .containsEntry("endpoints.kubernetes.io/over-capacity", "truncated");
        assertThat(endpoints.getSubsets().getFirst().getAddresses()).hasSize(501);
        assertThat(endpoints.getSubsets().getFirst().getNotReadyAddresses()).hasSize(499);
    }

    @Test
    void endpointsOfUsersAreStoredAsTheyAre() {
        ledger.create(mine());

        assertThat(ledger.endpoints("web").orElseThrow().getSubsets()).isEqualTo(mine().getSubsets());
    }

    @Test
    void theEndpointsOfAServiceWithASelectorAreNotTheUsers() {
        ledger.service(Given.service("web").build());

        ledger.replace(mine());

        assertThat(ledger.endpoints("web").orElseThrow().getSubsets()).isEmpty();
    }

    @Test
    void deletedEndpointsOfASelectorAreMadeAgain() {
        ledger.service(Given.service("web").build());
        String uid = ledger.endpoints("web").orElseThrow().getMetadata().getUid();
        ledger.now = ledger.now.plusSeconds(1);

        ledger.delete(mine());

        assertThat(ledger.endpoints("web").orElseThrow().getMetadata().getUid()).isNotEqualTo(uid);
    }

    @Test
    void theApisOwnEndpointsExistBeforeTheirNamespaceIsSeen() {
        Ledger bare = new Ledger(Given.SETTINGS);
        bare.notice(new TrackerInput.NamespacesSeen(Seen.everything(Map.of())));

        bare.create(new EndpointsBuilder(mine())
                .editMetadata()
                .withName("kubernetes")
                .endMetadata()
                .build());

        assertThat(bare.endpoints("kubernetes")).isPresent();
    }

    private static Endpoints mine() {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("web")
                .endMetadata()
                .withSubsets(List.of(new EndpointSubset(
                        List.of(new EndpointAddress(null, "10.9.9.9", "node1", null)), List.of(), List.of())))
                .build();
    }

    private static String address(int i) {
        return "10.2." + i / 250 + "." + (i % 250 + 1);
    }
}
