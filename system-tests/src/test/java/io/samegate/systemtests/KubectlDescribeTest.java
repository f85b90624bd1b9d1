package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code kubectl describe} and the Events it shows. */
@WithEveryKubectl
class KubectlDescribeTest extends KubectlCase {

    KubectlDescribeTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void aServiceIsDescribedWithItsEndpointsAndEvents() {
        // Given
        kubectl.apply(Manifests.pod("web"));
        // When
        kubectl.apply(Manifests.clusterIp("web").replace("spec:", "spec:\n  type: NodePort"));
        // Then
        Eventually.until(() -> {
            String described = kubectl.says("describe", "service", "web");
            return described.contains("10.20.30.40:80") && described.contains("PortAllocated");
        });
        assertThat(kubectl.says("describe", "service", "web"))
                .containsPattern("(?m)^Name: +web$")
                .containsPattern("(?m)^Namespace: +" + namespace() + "$")
                .containsPattern("(?m)^Selector: +app=web$")
                .containsPattern("(?m)^Type: +NodePort$")
                .containsPattern("(?m)^Port: +<unset> +80/TCP$")
                .containsPattern("(?m)^NodePort: +<unset> +3\\d{4}/TCP$")
                .containsPattern("(?m)^Endpoints: +10\\.20\\.30\\.40:80$")
                .containsPattern("(?m)^Session Affinity: +None$");
    }

    @Test
    void aPodIsDescribedWithItsConditions() {
        // Given
        kubectl.apply(Manifests.pod("web"));
        // When, Then
        Eventually.until(() -> kubectl.says("describe", "pod", "web").matches("(?s).*\n  Ready +True.*"));
        assertThat(kubectl.says("describe", "pod", "web"))
                .containsPattern("(?m)^Status: +Running$")
                .containsPattern("(?m)^IP: +10\\.20\\.30\\.40$")
                .containsPattern("(?s)Events:.*PodRegistered");
    }

    @Test
    void aNodeIsDescribedWithItsLeaseAndAddresses() {
        // When
        String described = kubectl.says("describe", "node", "node1");
        // Then
        assertThat(described)
                .containsPattern("(?m)^Name: +node1$")
                .containsPattern("(?m)^Unschedulable: +false$")
                .containsPattern("(?m)^  HolderIdentity: +node1$")
                .containsPattern("(?m)^  InternalIP: +" + samegate().nodeAddress(1) + "$")
                .containsPattern("(?m)^  Ready +True ");
        assertThat(described).doesNotContain("Failed to get lease");
    }

    @Test
    void aSliceAndANamespaceAreDescribed() {
        // Given
        kubectl.apply(Manifests.pod("web") + "---\n" + Manifests.clusterIp("web"));
        // When, Then
        Eventually.until(() -> kubectl.says("describe", "endpoints", "web").contains("10.20.30.40"));
        assertThat(kubectl.says("describe", "namespace", namespace())).containsPattern("(?m)^Status: +Active$");
    }

    @Test
    void eventsAreListedAndSelected() {
        // When
        kubectl.apply(Manifests.nodePort("web"));
        // Then
        Eventually.until(() -> kubectl.says("get", "events").contains("PortAllocated"));
        assertThat(kubectl.says("get", "events"))
                .containsPattern("(?m)^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE$")
                .containsPattern("(?m)^\\d+s +Normal +PortAllocated +service/web +.*");
        assertThat(kubectl.says("get", "events", "--field-selector", "reason=PortAllocated,involvedObject.name=web"))
                .contains("PortAllocated");
        assertThat(kubectl.says("get", "events", "--field-selector", "involvedObject.name=other"))
                .isEmpty();
    }
}
