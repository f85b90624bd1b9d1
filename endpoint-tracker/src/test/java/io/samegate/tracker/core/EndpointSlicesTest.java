package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EndpointSlicesTest {

    private final Ledger ledger = new Ledger(Given.SETTINGS);

    @Test
    void aPodIsAnEndpointIfAllSelectorPairsMatchInTheSameNamespace() {
        ledger.namespace("other", "Active");
        ledger.service(Given.service("web")
                .editSpec()
                .addToSelector("tier", "front")
                .endSpec()
                .build());
        ledger.create(labelled("both", "10.1.0.1", "tier", "front"));
        ledger.create(labelled("wrongTier", "10.1.0.2", "tier", "back"));
        ledger.create(Given.pod("noTier", "web", "10.1.0.3").build());
        ledger.create(Given.pod("elsewhere", "web", "10.1.0.4")
                .editMetadata()
                .withNamespace("other")
                .addToLabels("tier", "front")
                .endMetadata()
                .build());

        assertThat(addresses(ledger.onlySlice("web"))).containsExactly("10.1.0.1");
    }

    @Test
    void aServiceWithoutSelectorGetsNoSlices() {
        ledger.service(
                Given.service("web").editSpec().withSelector(null).endSpec().build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        assertThat(ledger.slices("web")).isEmpty();
        assertThat(ledger.endpoints("web")).isEmpty();
    }

    @Test
    void anExternalNameGetsNoSlices() {
        ledger.service(Given.service("web")
                .editSpec()
                .withType("ExternalName")
                .endSpec()
                .build());

        assertThat(ledger.slices("web")).isEmpty();
    }

    @Test
    void aPodWithoutAddressOrAtItsEndDoesNotCount() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("no-address", "web", "").build());
        ledger.create(Given.pod("done", "web", "10.1.0.1")
                .editStatus()
                .withPhase("Succeeded")
                .endStatus()
                .build());
        ledger.create(Given.pod("failed", "web", "10.1.0.2")
                .editStatus()
                .withPhase("Failed")
                .endStatus()
                .build());

        assertThat(ledger.onlySlice("web").getEndpoints()).isEmpty();
    }

    @Test
    void aTerminatingPodStaysServingButIsNotReady() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());
        ledger.notice(new TrackerInput.NodeReported(Given.report("node1"), ledger.now));

        ledger.delete(ledger.pod("a"));

        assertThat(conditions(ledger, "web")).containsExactly("ready=false serving=true terminating=true");
    }

    @Test
    void aPodThatIsNotReadyIsAnEndpointThatIsNotReady() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.probedPod("a", "web", "10.1.0.1"));

        assertThat(conditions(ledger, "web")).containsExactly("ready=false serving=false terminating=false");
    }

    @Test
    void publishNotReadyAddressesMakesEveryEndpointReady() {
        ledger.service(Given.service("web")
                .editSpec()
                .withPublishNotReadyAddresses(true)
                .endSpec()
                .build());
        ledger.create(Given.probedPod("a", "web", "10.1.0.1"));

        assertThat(conditions(ledger, "web")).containsExactly("ready=true serving=false terminating=false");
    }

    @Test
    void aNamedTargetPortIsLookedUpInEachPodAndDifferentNumbersMakeDifferentSlices() {
        ledger.service(Given.serviceOn("web", "http"));
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());
        ledger.create(Given.pod("b", "web", "10.1.0.2")
                .editSpec()
                .editFirstContainer()
                .editFirstPort()
                .withContainerPort(9000)
                .endPort()
                .endContainer()
                .endSpec()
                .build());

        assertThat(ledger.slices("web"))
                .extracting(EndpointSlicesTest::portsAndAddresses)
                .containsExactlyInAnyOrder("[8080] [10.1.0.1]", "[9000] [10.1.0.2]");
    }

    @Test
    void aNamedTargetPortOfAnotherProtocolIsNotMeant() {
        ledger.service(Given.serviceOn("web", "http"));
        ledger.create(Given.pod("a", "web", "10.1.0.1")
                .editSpec()
                .editFirstContainer()
                .editFirstPort()
                .withProtocol("UDP")
                .endPort()
                .endContainer()
                .endSpec()
                .build());

        assertThat(ledger.onlySlice("web").getPorts()).isEmpty();
    }

    @Test
    void aNumericTargetPortIsTakenWhetherDeclaredOrNot() {
        ledger.service(Given.service("web")
                .editSpec()
                .editFirstPort()
                .withTargetPort(new IntOrString(7777))
                .endPort()
                .endSpec()
                .build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        assertThat(portsAndAddresses(ledger.onlySlice("web"))).isEqualTo("[7777] [10.1.0.1]");
    }

    @Test
    void aTargetPortThatIsLeftOutIsThePort() {
        ledger.service(Given.service("web")
                .editSpec()
                .editFirstPort()
                .withTargetPort(null)
                .endPort()
                .endSpec()
                .build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        assertThat(portsAndAddresses(ledger.onlySlice("web"))).isEqualTo("[80] [10.1.0.1]");
    }

    @Test
    void aHostPortCountsForAPodWithoutAnAddressOfItsOwn() {
        ledger.service(Given.service("web").build());
        ledger.create(onHost("a", 18081));
        ledger.create(onHost("b", 18082));

        assertThat(ledger.slices("web"))
                .extracting(EndpointSlicesTest::portsAndAddresses)
                .containsExactlyInAnyOrder("[18081] [10.0.0.1]", "[18082] [10.0.0.1]");
    }

    @Test
    void aHostPortDoesNotCountForAPodWithAnAddressOfItsOwn() {
        ledger.service(Given.service("web").build());
        ledger.create(new PodBuilder(onHost("a", 18081))
                .editStatus()
                .withPodIP("10.1.0.1")
                .endStatus()
                .build());

        assertThat(portsAndAddresses(ledger.onlySlice("web"))).isEqualTo("[8080] [10.1.0.1]");
    }

    @Test
    void ourOwnPortsOnLoopbackAreNobodysEndpoint() {
        ledger.service(Given.service("web")
                .editSpec()
                .editFirstPort()
                .withTargetPort(new IntOrString(9092))
                .endPort()
                .endSpec()
                .build());
        ledger.create(Given.pod("a", "web", "127.0.0.1").build());
        ledger.create(Given.pod("b", "web", "10.1.0.1").build());

        assertThat(ledger.slices("web"))
                .extracting(EndpointSlicesTest::portsAndAddresses)
                .containsExactlyInAnyOrder("[] [127.0.0.1]", "[9092] [10.1.0.1]");
    }

    @Test
    void anEndpointNamesItsPodItsNodeAndTheNodesZone() {
        ledger.notice(new TrackerInput.NodeReported(
                Given.report("node1", Map.of("topology.kubernetes.io/zone", "east"), 0, false), ledger.now));
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        Endpoint endpoint = ledger.onlySlice("web").getEndpoints().getFirst();

        assertThat(endpoint.getNodeName()).isEqualTo("node1");
        assertThat(endpoint.getZone()).isEqualTo("east");
        assertThat(endpoint.getTargetRef().getKind()).isEqualTo("Pod");
        assertThat(endpoint.getTargetRef().getName()).isEqualTo("a");
        assertThat(endpoint.getTargetRef().getUid())
                .isEqualTo(ledger.pod("a").getMetadata().getUid());
    }

    @Test
    void anEndpointFollowsItsNodeIntoAnotherZone() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        ledger.notice(new TrackerInput.NodeReported(
                Given.report("node1", Map.of("topology.kubernetes.io/zone", "west"), 0, false), ledger.now));

        assertThat(ledger.onlySlice("web").getEndpoints().getFirst().getZone()).isEqualTo("west");
    }

    @Test
    void anEndpointHasAHostnameIfThePodsSubdomainIsTheService() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1")
                .editSpec()
                .withHostname("one")
                .withSubdomain("web")
                .endSpec()
                .build());
        ledger.create(Given.pod("b", "web", "10.1.0.2")
                .editSpec()
                .withHostname("two")
                .withSubdomain("other")
                .endSpec()
                .build());

        assertThat(ledger.onlySlice("web").getEndpoints())
                .extracting(Endpoint::getHostname)
                .containsExactly("one", null);
    }

    @Test
    void aSliceIsLabelledAndOwnedAsByKubernetes() {
        ledger.service(Given.service("web")
                .editMetadata()
                .addToLabels("team", "a")
                .endMetadata()
                .build());

        EndpointSlice slice = ledger.onlySlice("web");
        OwnerReference owner = slice.getMetadata().getOwnerReferences().getFirst();

        assertThat(slice.getMetadata().getLabels())
                .containsOnly(
                        Map.entry("team", "a"),
                        Map.entry("kubernetes.io/service-name", "web"),
                        Map.entry("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io"));
        assertThat(slice.getMetadata().getGenerateName()).isEqualTo("web-");
        assertThat(slice.getMetadata().getName()).matches("web-[b-z2-9]{5}");
        assertThat(owner.getKind()).isEqualTo("Service");
        assertThat(owner.getName()).isEqualTo("web");
        assertThat(owner.getController()).isTrue();
    }

    @Test
    void aHeadlessServicesSlicesSayThatTheyAre() {
        ledger.service(
                Given.service("web").editSpec().withClusterIP("None").endSpec().build());

        assertThat(ledger.onlySlice("web").getMetadata().getLabels())
                .containsEntry("service.kubernetes.io/headless", "");
    }

    @Test
    void portsAreNamedAsTheServicesPorts() {
        ledger.service(Given.service("web")
                .editSpec()
                .editFirstPort()
                .withName("plain")
                .withAppProtocol("http")
                .endPort()
                .endSpec()
                .build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        EndpointPort port = ledger.onlySlice("web").getPorts().getFirst();

        assertThat(port.getName()).isEqualTo("plain");
        assertThat(port.getAppProtocol()).isEqualTo("http");
        assertThat(port.getProtocol()).isEqualTo("TCP");
    }

    @Test
    void anUnnamedPortHasTheEmptyName() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        assertThat(ledger.onlySlice("web").getPorts().getFirst().getName()).isEmpty();
    }

    @Test
    void aHundredAndOnePodsMakeTwoSlices() {
        ledger.service(Given.service("web").build());
        for (int i = 1; i <= 101; i++) {
            ledger.create(Given.pod("pod-" + i, "web", "10.1.0." + i).build());
        }

        assertThat(ledger.slices("web"))
                .extracting(slice -> slice.getEndpoints().size())
                .containsExactlyInAnyOrder(100, 1);
    }

    @Test
    void roomInExistingSlicesIsFilledBeforeANewOneIsMade() {
        Ledger small = new Ledger(Given.settings(false, 2));
        small.service(Given.service("web").build());
        for (int i = 1; i <= 4; i++) {
            small.create(Given.pod("pod-" + i, "web", "10.1.0." + i).build());
        }
        small.delete(small.pod("pod-1"), Grace.of(Duration.ZERO));

        small.create(Given.pod("pod-5", "web", "10.1.0.5").build());

        assertThat(small.slices("web")).hasSize(2);
        assertThat(addressesOf(small.slices("web")))
                .containsExactlyInAnyOrder("10.1.0.2", "10.1.0.3", "10.1.0.4", "10.1.0.5");
    }

    @Test
    void aSelectorWithoutPodsHasOneEmptySliceWithoutPorts() {
        ledger.service(Given.service("web").build());

        EndpointSlice placeholder = ledger.onlySlice("web");

        assertThat(placeholder.getAddressType()).isEqualTo("IPv4");
        assertThat(placeholder.getEndpoints()).isEmpty();
        assertThat(placeholder.getPorts()).isEmpty();
    }

    @Test
    void whenTheLastPodGoesTheSliceIsAPlaceholderAgain() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        ledger.delete(ledger.pod("a"), Grace.of(Duration.ZERO));

        assertThat(ledger.onlySlice("web").getEndpoints()).isEmpty();
        assertThat(ledger.onlySlice("web").getPorts()).isEmpty();
    }

    @Test
    void eachFamilyHasSlicesOfItsOwn() {
        ledger.service(Given.service("web")
                .editSpec()
                .withIpFamilies("IPv4", "IPv6")
                .endSpec()
                .build());
        ledger.create(Given.pod("a", "web", "10.1.0.1")
                .editStatus()
                .withPodIPs(new PodIP("10.1.0.1"), new PodIP("fd00::1"))
                .endStatus()
                .build());

        assertThat(ledger.slices("web"))
                .extracting(slice -> slice.getAddressType() + addresses(slice))
                .containsExactlyInAnyOrder("IPv4[10.1.0.1]", "IPv6[fd00::1]");
    }

    @Test
    void nothingIsWrittenWhenNothingChanged() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());
        ledger.written.clear();

        ledger.service(Given.service("web").build());

        assertThat(ledger.written).isEmpty();
    }

    @Test
    void aChangedPodChangesOnlyItsOwnSlice() {
        Ledger small = new Ledger(Given.settings(false, 1));
        small.service(Given.service("web").build());
        small.create(Given.probedPod("a", "web", "10.1.0.1"));
        small.create(Given.probedPod("b", "web", "10.1.0.2"));
        small.written.clear();

        small.probed("b", true);

        assertThat(small.written.stream().filter(c -> c.topic().equals(Topics.ENDPOINT_SLICES)))
                .hasSize(1);
    }

    @Test
    void aDeletedManagedSliceIsMadeAgainUnderAnotherName() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());
        EndpointSlice deleted = ledger.onlySlice("web");

        ledger.delete(deleted);

        EndpointSlice again = ledger.onlySlice("web");
        assertThat(addresses(again)).containsExactly("10.1.0.1");
        assertThat(again.getMetadata().getName())
                .isNotEqualTo(deleted.getMetadata().getName());
        assertThat(again.getMetadata().getUid())
                .isNotEqualTo(deleted.getMetadata().getUid());
    }

    @Test
    void whatAUserWritesIntoAManagedSliceDoesNotStay() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        ledger.replace(new EndpointSliceBuilder(ledger.onlySlice("web"))
                .withEndpoints()
                .editMetadata()
                .addToAnnotations("note", "mine")
                .addNewManagedField()
                .withManager("me")
                .endManagedField()
                .endMetadata()
                .build());

        assertThat(addresses(ledger.onlySlice("web"))).containsExactly("10.1.0.1");
        ObjectMeta metadata = ledger.onlySlice("web").getMetadata();
        assertThat(metadata.getAnnotations()).containsEntry("note", "mine");
        assertThat(metadata.getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .containsExactly("me");
    }

    @Test
    void aSliceOfSomebodyElseIsLeftAlone() {
        EndpointSlice own = slice("mine", "web", "me");
        ledger.create(own);
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());
        ledger.serviceGone("web");

        assertThat(addresses(ledger.onlySlice("web"))).containsExactly("10.9.9.9");
    }

    @Test
    void nobodyMayPretendThatASliceIsMadeFromASelector() {
        var decision = ledger.create(slice("mine", "web", SliceIndex.BY_SELECTOR));

        assertThat(Ledger.refusalCode(decision)).isEqualTo(403);
    }

    @Test
    void theAddressTypeOfASliceIsImmutable() {
        ledger.create(slice("mine", "web", "me"));

        var decision = ledger.replace(new EndpointSliceBuilder(slice("mine", "web", "me"))
                .withAddressType("FQDN")
                .build());

        assertThat(Ledger.refusal(decision)).contains("addressType: Invalid value: \"FQDN\": field is immutable");
    }

    @Test
    void aDeletedServiceTakesItsSlicesAndEndpointsWithIt() {
        ledger.service(Given.service("web").build());
        ledger.create(Given.pod("a", "web", "10.1.0.1").build());

        ledger.serviceGone("web");

        assertThat(ledger.slices("web")).isEmpty();
        assertThat(ledger.endpoints("web")).isEmpty();
    }

    @Test
    void aServiceThatWasDeletedWhileNobodyDecidedIsCleanedUpAtTheTakeover() {
        ledger.service(Given.service("web").build());

        ledger.notice(new TrackerInput.ServicesSeen(Seen.everything(Map.of())));

        assertThat(ledger.slices("web")).isEmpty();
        assertThat(ledger.endpoints("web")).isEmpty();
    }

    @Test
    void anotherServiceOfTheSameNameGetsSlicesOfItsOwn() {
        ledger.service(Given.service("web").build());
        String before = ledger.onlySlice("web").getMetadata().getUid();

        ledger.service(Given.service("web")
                .editMetadata()
                .withUid("another")
                .endMetadata()
                .build());

        assertThat(ledger.onlySlice("web").getMetadata().getUid()).isNotEqualTo(before);
        assertThat(ledger.onlySlice("web")
                        .getMetadata()
                        .getOwnerReferences()
                        .getFirst()
                        .getUid())
                .isEqualTo("another");
    }

    @Test
    void aLongServiceNameLeavesRoomForTheSuffix() {
        String name = "a".repeat(63);
        ledger.service(Given.service(name).build());

        assertThat(ledger.onlySlice(name).getMetadata().getName()).hasSize(63);
    }

    private static Pod labelled(String name, String ip, String label, String value) {
        return Given.pod(name, "web", ip)
                .editMetadata()
                .addToLabels(label, value)
                .endMetadata()
                .build();
    }

    private static Pod onHost(String name, int hostPort) {
        return Given.pod(name, "web", "10.0.0.1")
                .editSpec()
                .editFirstContainer()
                .editFirstPort()
                .withHostPort(hostPort)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }

    private static EndpointSlice slice(String name, String service, String manager) {
        return new EndpointSliceBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace("default")
                        .withName(name)
                        .addToLabels(SliceIndex.SERVICE_NAME, service)
                        .addToLabels(SliceIndex.MANAGED_BY, manager)
                        .build())
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses("10.9.9.9")
                .endEndpoint()
                .build();
    }

    private static List<String> addresses(EndpointSlice slice) {
        return slice.getEndpoints().stream()
                .flatMap(e -> e.getAddresses().stream())
                .toList();
    }

    private static Set<String> addressesOf(List<EndpointSlice> slices) {
        return slices.stream().flatMap(s -> addresses(s).stream()).collect(Collectors.toSet());
    }

    private static String portsAndAddresses(EndpointSlice slice) {
        return slice.getPorts().stream().map(EndpointPort::getPort).toList() + " " + addresses(slice);
    }

    private static List<String> conditions(Ledger ledger, String service) {
        return ledger.onlySlice(service).getEndpoints().stream()
                .map(Endpoint::getConditions)
                .map(c -> "ready=" + c.getReady() + " serving=" + c.getServing() + " terminating=" + c.getTerminating())
                .toList();
    }
}
