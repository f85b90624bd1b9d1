package io.samegate.api.core.defaults;

import static io.samegate.api.core.Objects.object;
import static io.samegate.api.core.Objects.pod;
import static io.samegate.api.core.Objects.service;
import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.Json;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefaultsTest {

    @Test
    void aServiceIsAClusterIpServiceWithoutAffinity() {
        JsonNode spec = defaulted(service("{'ports':[{'port':80}]}")).get("spec");
        assertThat(spec.get("type").asText()).isEqualTo("ClusterIP");
        assertThat(spec.get("sessionAffinity").asText()).isEqualTo("None");
        assertThat(spec.get("internalTrafficPolicy").asText()).isEqualTo("Cluster");
        assertThat(spec.has("externalTrafficPolicy")).isFalse();
        assertThat(spec.has("allocateLoadBalancerNodePorts")).isFalse();
    }

    @Test
    void aServicePortSpeaksTcpToTheSameNumber() {
        JsonNode ports = defaulted(service("{'ports':[{'port':80},{'port':53,'protocol':'UDP','targetPort':'dns'},"
                        + "{'port':81,'targetPort':0},{'port':82,'targetPort':''}]}"))
                .at("/spec/ports");
        assertThat(ports.get(0)).isEqualTo(tree("{'port':80,'protocol':'TCP','targetPort':80}"));
        assertThat(ports.get(1)).isEqualTo(tree("{'port':53,'protocol':'UDP','targetPort':'dns'}"));
        assertThat(ports.get(2).get("targetPort").asInt()).isEqualTo(81);
        assertThat(ports.get(3).get("targetPort").asInt()).isEqualTo(82);
    }

    @Test
    void externallyReachableServicesHaveAnExternalTrafficPolicy() {
        assertThat(policyOf("{'type':'NodePort'}")).isEqualTo("Cluster");
        assertThat(policyOf("{'type':'LoadBalancer'}")).isEqualTo("Cluster");
        assertThat(policyOf("{'type':'LoadBalancer','externalTrafficPolicy':'Local'}"))
                .isEqualTo("Local");
        assertThat(policyOf("{'externalIPs':['192.0.2.1']}")).isEqualTo("Cluster");
        assertThat(policyOf("{'type':'ExternalName','externalIPs':['192.0.2.1']}"))
                .isEmpty();
    }

    @Test
    void anExternalNameServiceHasNoTrafficPolicies() {
        JsonNode spec = defaulted(service("{'type':'ExternalName','externalName':'a.b'}"))
                .get("spec");
        assertThat(spec.has("internalTrafficPolicy")).isFalse();
    }

    @Test
    void aLoadBalancerAllocatesNodePortsUnlessItSaysNot() {
        assertThat(defaulted(service("{'type':'LoadBalancer'}"))
                        .at("/spec/allocateLoadBalancerNodePorts")
                        .asBoolean())
                .isTrue();
        assertThat(defaulted(service("{'type':'LoadBalancer','allocateLoadBalancerNodePorts':false}"))
                        .at("/spec/allocateLoadBalancerNodePorts")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void affinityByClientIpLastsThreeHoursAndNoAffinityHasNoConfiguration() {
        assertThat(defaulted(service("{'sessionAffinity':'ClientIP'}"))
                        .at("/spec/sessionAffinityConfig/clientIP/timeoutSeconds")
                        .asInt())
                .isEqualTo(10_800);
        assertThat(defaulted(service("{'sessionAffinityConfig':{'clientIP':{'timeoutSeconds':5}}}"))
                        .at("/spec")
                        .has("sessionAffinityConfig"))
                .isFalse();
    }

    @Test
    void aNamespaceCarriesItsNameAsLabelAndIsActive() {
        JsonNode namespace = defaulted(object("{'kind':'Namespace','metadata':{'name':'shop'}}"));
        assertThat(namespace.at("/metadata/labels/kubernetes.io~1metadata.name").asText())
                .isEqualTo("shop");
        assertThat(namespace.at("/status/phase").asText()).isEqualTo("Active");
        assertThat(namespace.at("/metadata").has("namespace")).isFalse();
    }

    @Test
    void aPodRestartsHasGraceAndCompleteProbes() {
        JsonNode pod = defaulted(pod(
                "{'containers':[{'name':'c','ports':[{'containerPort':80}],"
                        + "'readinessProbe':{'httpGet':{'port':80},'failureThreshold':1}}]}",
                "{'podIP':'10.0.0.9','hostIP':'10.0.0.1'}"));
        assertThat(pod.at("/spec/restartPolicy").asText()).isEqualTo("Always");
        assertThat(pod.at("/spec/terminationGracePeriodSeconds").asInt()).isEqualTo(30);
        assertThat(pod.at("/spec/containers/0/ports/0/protocol").asText()).isEqualTo("TCP");
        assertThat(pod.at("/spec/containers/0/readinessProbe"))
                .isEqualTo(tree("{'failureThreshold':1,'periodSeconds':10,'successThreshold':1,'timeoutSeconds':1,"
                        + "'httpGet':{'path':'/','port':80,'scheme':'HTTP'}}"));
        assertThat(pod.at("/status/podIPs")).isEqualTo(tree("[{'ip':'10.0.0.9'}]"));
        assertThat(pod.at("/status/hostIPs")).isEqualTo(tree("[{'ip':'10.0.0.1'}]"));
        assertThat(pod.at("/status").has("phase")).isFalse();
    }

    @Test
    void endpointPortsSpeakTcp() {
        JsonNode slice = defaulted(object("{'kind':'EndpointSlice','metadata':{'name':'s'},'addressType':'IPv4',"
                + "'endpoints':[],'ports':[{'port':80}]}"));
        assertThat(slice.at("/ports/0")).isEqualTo(tree("{'name':'','port':80,'protocol':'TCP'}"));
        JsonNode endpoints =
                defaulted(object("{'kind':'Endpoints','metadata':{'name':'s'},'subsets':[{'ports':[{'port':80}]}]}"));
        assertThat(endpoints.at("/subsets/0/ports/0/protocol").asText()).isEqualTo("TCP");
    }

    static List<HasMetadata> objects() {
        return List.of(
                service("{'type':'NodePort','ports':[{'port':80}],'sessionAffinity':'ClientIP'}"),
                service("{'type':'Strange','sessionAffinity':'Odd'}"),
                object("{'kind':'Service','metadata':{'name':'bare'}}"),
                object("{'kind':'Pod','metadata':{'name':'bare'}}"),
                pod("{'containers':[{'name':'c','livenessProbe':{'tcpSocket':{'port':80}}}]}", "{'podIP':'10.0.0.9'}"),
                object("{'kind':'Namespace','metadata':{'name':'shop'}}"),
                object("{'kind':'Node','metadata':{'name':'node1'}}"),
                object("{'kind':'Endpoints','metadata':{'name':'s'},'subsets':[{'ports':[{'port':80}]}]}"),
                object("{'kind':'EndpointSlice','metadata':{'name':'s'},'ports':[{'port':80}]}"),
                object("{'kind':'Event','metadata':{'name':'e'}}"));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void defaultingTwiceIsDefaultingOnceAndLeavesTheGivenObjectAlone(HasMetadata given) {
        // Given
        JsonNode before = Json.tree(given);
        // When
        HasMetadata once = Defaults.apply(given, "shop");
        // Then
        assertThat(Defaults.apply(once, "shop")).isEqualTo(once);
        assertThat((JsonNode) Json.tree(given)).isEqualTo(before);
    }

    @Test
    void aNewObjectHasNothingThatOnlyTheServerSets() {
        HasMetadata posted = object("{'kind':'Service','metadata':{'name':'web','uid':'u','generation':7,"
                + "'creationTimestamp':'2020-01-01T00:00:00Z','selfLink':'/x','labels':{'a':'b'}},"
                + "'spec':{'type':'NodePort'},'status':{'loadBalancer':{'ingress':[{'ip':'192.0.2.1'}]}}}");
        JsonNode service = Json.tree(NewObject.prepare(posted, "shop", "xxxxx"));
        assertThat(service.get("metadata")).isEqualTo(tree("{'name':'web','namespace':'shop','labels':{'a':'b'}}"));
        assertThat(service.get("status")).isEqualTo(tree("{'loadBalancer':{}}"));
    }

    @Test
    void aNewPodKeepsTheStatusItIsRegisteredWith() {
        Pod pod = (Pod) NewObject.prepare(pod("{}", "{'podIP':'10.0.0.9','phase':'Running'}"), "shop", "xxxxx");
        assertThat(pod.getStatus().getPodIP()).isEqualTo("10.0.0.9");
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
    }

    @Test
    void aNewObjectMayNotClaimAResourceVersion() {
        HasMetadata posted = object("{'kind':'Pod','metadata':{'name':'web','resourceVersion':'7'}}");
        assertThatThrownBy(() -> NewObject.prepare(posted, "shop", "xxxxx"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("resourceVersion should not be set on objects to be created");
    }

    @Test
    void aNameIsGeneratedOnlyWhereThereIsNone() {
        HasMetadata unnamed = object("{'kind':'Pod','metadata':{'generateName':'web-'}}");
        assertThat(NewObject.prepare(unnamed, "shop", "abc12").getMetadata().getName())
                .isEqualTo("web-abc12");
        HasMetadata named = object("{'kind':'Pod','metadata':{'name':'mine','generateName':'web-'}}");
        assertThat(NewObject.prepare(named, "shop", "abc12").getMetadata().getName())
                .isEqualTo("mine");
    }

    @Test
    void aGeneratedNameIsNeverTooLongAndItsSuffixIsAlwaysAValidEnd() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            String name = GeneratedName.of("a".repeat(i % 80 + 1), GeneratedName.suffix(random));
            assertThat(name).hasSizeLessThanOrEqualTo(63).matches("a+[bcdfghjklmnpqrstvwxz2456789]{5}");
        }
    }

    private static String policyOf(String spec) {
        return defaulted(service(spec)).at("/spec/externalTrafficPolicy").asText();
    }

    private static JsonNode defaulted(HasMetadata object) {
        return Json.tree(Defaults.apply(object, "shop"));
    }
}
