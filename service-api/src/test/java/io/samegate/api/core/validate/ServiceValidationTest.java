package io.samegate.api.core.validate;

import static io.samegate.api.core.Objects.object;
import static io.samegate.api.core.Objects.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.defaults.Defaults;
import io.samegate.contracts.request.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceValidationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'NodePort','selector':{'app':'web'},'ports':[{'port':8080,'targetPort':80,'nodePort':31000}]}",
                "{'ports':[{'name':'a','port':53},{'name':'b','port':53,'protocol':'UDP','targetPort':'dns'}]}",
                "{'clusterIP':'None'}",
                "{'clusterIP':'10.233.0.9','clusterIPs':['10.233.0.9'],'ipFamilies':['IPv4'],'ports':[{'port':1}]}",
                "{'clusterIP':'10.0.0.9','clusterIPs':['10.0.0.9','fd00::9'],'ports':[{'port':1}]}",
                "{'type':'ExternalName','externalName':'a.example.'}",
                "{'type':'LoadBalancer','externalTrafficPolicy':'Local','healthCheckNodePort':30100,'ports':[{'port':1}],"
                        + "'loadBalancerSourceRanges':[' 10.0.0.0/8 '],'loadBalancerClass':'example.com/lb'}",
                "{'externalIPs':['192.0.2.1'],'externalTrafficPolicy':'Local','ports':[{'port':1}]}",
                "{'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':86400}},"
                        + "'trafficDistribution':'PreferClose','ports':[{'port':1,'appProtocol':'example.com/x'}]}",
                "{'type':'NodePort','ports':[{'name':'a','port':53,'nodePort':30053},"
                        + "{'name':'b','port':53,'nodePort':30053,'protocol':'UDP'}]}",
            })
    void acceptsValidServices(String spec) {
        assertThat(onCreate(spec)).isEmpty();
        assertThat(onUpdate(spec)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {} | spec.ports: Required value
                    {'ports':[{'port':1},{'name':'b','port':2}]} | spec.ports[0].name: Required value
                    {'ports':[{'port':0,'targetPort':80}]} | spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
                    {'ports':[{'port':-1,'targetPort':1}]} | spec.ports[0].port: Invalid value: -1: must be between 1 and 65535, inclusive
                    {'ports':[{'port':1,'protocol':'HTTP'}]} | spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"
                    {'ports':[{'port':1,'targetPort':65536}]} | spec.ports[0].targetPort: Invalid value: 65536: must be between 1 and 65535, inclusive
                    {'ports':[{'port':1,'targetPort':'a--b'}]} | spec.ports[0].targetPort: Invalid value: "a--b": must not contain consecutive hyphens
                    {'ports':[{'name':'a','port':1},{'name':'a','port':2}]} | spec.ports[1].name: Duplicate value: "a"
                    {'ports':[{'name':'a','port':1},{'name':'b','port':1}]} | spec.ports[1]: Duplicate value: {"port":1,"protocol":"TCP"}
                    {'type':'NodePort','ports':[{'name':'a','port':1,'nodePort':30080},{'name':'b','port':2,'nodePort':30080}]} | spec.ports[1].nodePort: Duplicate value: 30080
                    {'type':'NodePort','clusterIP':'None','ports':[{'port':1}]} | spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services
                    {'type':'LoadBalancer','clusterIP':'None','ports':[{'port':1}]} | spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for LoadBalancer services
                    {'type':'X','ports':[{'port':1}]} | spec.type: Unsupported value: "X": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
                    {'sessionAffinity':'X','ports':[{'port':1}]} | spec.sessionAffinity: Unsupported value: "X": supported values: "ClientIP", "None"
                    {'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':0}},'ports':[{'port':1}]} | spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400
                    {'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':86401}},'ports':[{'port':1}]} | spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400
                    {'type':'NodePort','externalTrafficPolicy':'X','ports':[{'port':1}]} | spec.externalTrafficPolicy: Unsupported value: "X": supported values: "Cluster", "Local"
                    {'internalTrafficPolicy':'X','ports':[{'port':1}]} | spec.internalTrafficPolicy: Unsupported value: "X": supported values: "Cluster", "Local"
                    {'clusterIP':'10.0.0','ports':[{'port':1}]} | spec.clusterIPs[0]: Invalid value: "10.0.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    {'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.2'],'ports':[{'port':1}]} | spec.clusterIPs: Invalid value: ["10.0.0.2"]: first value must match `clusterIP`
                    {'clusterIPs':['10.0.0.2'],'ports':[{'port':1}]} | spec.clusterIPs: Invalid value: ["10.0.0.2"]: must be empty when `clusterIP` is not specified
                    {'clusterIP':'10.0.0.1','clusterIPs':['10.0.0.1','10.0.0.2'],'ports':[{'port':1}]} | spec.clusterIPs: Invalid value: ["10.0.0.1","10.0.0.2"]: may specify no more than one IP for each IP family
                    {'clusterIP':'None','clusterIPs':['None','10.0.0.2']} | spec.clusterIPs: Invalid value: ["None","10.0.0.2"]: 'None' must be the first and only value
                    {'clusterIP':'10.0.0.1','ipFamilies':['IPv6'],'ports':[{'port':1}]} | spec.clusterIPs[0]: Invalid value: "10.0.0.1": expected an IPv6 value as indicated by `ipFamilies[0]`
                    {'ipFamilies':['X'],'ports':[{'port':1}]} | spec.ipFamilies[0]: Unsupported value: "X": supported values: "IPv4", "IPv6"
                    {'ipFamilies':['IPv4','IPv4'],'ports':[{'port':1}]} | spec.ipFamilies[1]: Duplicate value: "IPv4"
                    {'ipFamilyPolicy':'X','ports':[{'port':1}]} | spec.ipFamilyPolicy: Unsupported value: "X": supported values: "PreferDualStack", "RequireDualStack", "SingleStack"
                    {'type':'ExternalName'} | spec.externalName: Required value
                    {'externalIPs':['127.0.0.1'],'ports':[{'port':1}]} | spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
                    {'externalIPs':['x'],'ports':[{'port':1}]} | spec.externalIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    {'loadBalancerSourceRanges':['10.0.0.0/8'],'ports':[{'port':1}]} | spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'
                    {'type':'LoadBalancer','loadBalancerSourceRanges':['x'],'ports':[{'port':1}]} | spec.LoadBalancerSourceRanges[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
                    {'type':'LoadBalancer','ports':[{'port':10250}]} | spec.ports[0]: Invalid value: 10250: may not expose port 10250 externally since it is used by kubelet
                    {'trafficDistribution':'X','ports':[{'port':1}]} | spec.trafficDistribution: Unsupported value: "X": supported values: "PreferClose"
                    """)
    void refusesInvalidServicesWithKubernetesTexts(String spec, String error) {
        assertThat(onCreate(spec)).extracting(FieldError::toString).containsExactly(error);
        assertThat(onUpdate(spec)).extracting(FieldError::toString).containsExactly(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'ports':[{'port':1,'nodePort':30080}]} | spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'
                    {'externalTrafficPolicy':'Local','ports':[{'port':1}]} | spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services
                    {'type':'NodePort','healthCheckNodePort':30100,'ports':[{'port':1}]} | spec.healthCheckNodePort: Invalid value: 30100: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'
                    {'type':'ExternalName','externalName':'a','clusterIP':'10.0.0.1'} | spec.clusterIPs: Forbidden: may not be set for ExternalName services
                    {'type':'ExternalName','externalName':'a','ipFamilies':['IPv4']} | spec.ipFamilies: Forbidden: may not be set for ExternalName services
                    {'type':'ExternalName','externalName':'a','ipFamilyPolicy':'SingleStack'} | spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services
                    {'loadBalancerClass':'a','ports':[{'port':1}]} | spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'
                    {'allocateLoadBalancerNodePorts':true,'ports':[{'port':1}]} | spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'
                    """)
    void whatAChangeOfTypeClearsIsRefusedOnCreateOnly(String spec, String error) {
        assertThat(onCreate(spec)).extracting(FieldError::toString).containsExactly(error);
        assertThat(onUpdate(spec)).isEmpty();
    }

    @Test
    void aNodePortOutsideTheRangeIsTheAllocatorsToRefuse() {
        assertThat(onCreate("{'type':'NodePort','ports':[{'port':1,'nodePort':80}]}"))
                .isEmpty();
    }

    @Test
    void aBadPortNameAndABadSelectorAreExplained() {
        assertThat(onCreate("{'ports':[{'name':'A_b','port':1}]}"))
                .singleElement()
                .asString()
                .startsWith("spec.ports[0].name: Invalid value: \"A_b\": a lowercase RFC 1123 label must consist of");
        assertThat(onCreate("{'selector':{'app':'-x'},'ports':[{'port':1}]}"))
                .singleElement()
                .asString()
                .startsWith(
                        "spec.selector: Invalid value: \"-x\": a valid label must be an empty string or consist of");
        assertThat(onCreate("{'type':'ExternalName','externalName':'A'}"))
                .singleElement()
                .asString()
                .startsWith("spec.externalName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of");
    }

    @Test
    void allMistakesAreToldTogether() {
        assertThat(onCreate("{'type':'X','ports':[{'port':0,'protocol':'HTTP'}]}"))
                .extracting(FieldError::field)
                .containsExactly(
                        "spec.ports[0].port", "spec.ports[0].protocol", "spec.ports[0].targetPort", "spec.type");
    }

    @Test
    void aServiceIsCalledByADns1035Label() {
        HasMetadata service = object(
                "{'kind':'Service','metadata':{'name':'1abc','namespace':'shop'}," + "'spec':{'ports':[{'port':1}]}}");
        assertThat(Validation.onCreate(Defaults.apply(service, "shop")))
                .singleElement()
                .asString()
                .startsWith("metadata.name: Invalid value: \"1abc\": a DNS-1035 label must consist of");
    }

    @Test
    void aServiceWithoutSpecIsRefusedLikeAnEmptyOne() {
        HasMetadata service = object("{'kind':'Service','metadata':{'name':'a','namespace':'shop'}}");
        assertThat(Validation.onCreate(service))
                .extracting(FieldError::toString)
                .containsExactly(
                        "spec.ports: Required value",
                        "spec.sessionAffinity: Required value",
                        "spec.type: Required value");
    }

    private static List<FieldError> onCreate(String spec) {
        return Validation.onCreate(Defaults.apply(service(spec), "shop"));
    }

    private static List<FieldError> onUpdate(String spec) {
        return Validation.onUpdate(Defaults.apply(service(spec), "shop"));
    }
}
