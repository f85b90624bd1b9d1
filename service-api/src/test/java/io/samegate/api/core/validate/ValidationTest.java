package io.samegate.api.core.validate;

import static io.samegate.api.core.Objects.object;
import static io.samegate.api.core.Objects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.api.core.defaults.Defaults;
import io.samegate.contracts.request.FieldError;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    private static final String CONTAINER = "{'containers':[{'name':'c','image':'i',%s}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'Namespace','metadata':{'name':'shop'}}",
                "{'kind':'Node','metadata':{'name':'node1.example'}}",
                "{'kind':'Pod','metadata':{'name':'web.1','labels':{'a/b':'','c':'d'},'annotations':{'e.f/G':'any text'}},"
                        + "'spec':{'containers':[{'name':'c','image':'i','ports':[{'name':'http','containerPort':80,"
                        + "'hostPort':18081}],'readinessProbe':{'httpGet':{'path':'/','port':80}}}]},"
                        + "'status':{'hostIP':'127.0.0.1','podIP':'127.0.0.1'}}",
                "{'kind':'Endpoints','metadata':{'name':'web'},'subsets':[{'addresses':[{'ip':'10.0.0.1'}],"
                        + "'ports':[{'port':80}]}]}",
                "{'kind':'EndpointSlice','metadata':{'name':'web-x'},'addressType':'IPv4','ports':[{'port':80}],"
                        + "'endpoints':[{'addresses':['10.0.0.1']}]}",
                "{'kind':'EndpointSlice','metadata':{'name':'web-x'},'addressType':'FQDN',"
                        + "'endpoints':[{'addresses':['a.example']}]}",
                "{'kind':'Event','metadata':{'name':'web.1'},'involvedObject':{'namespace':'shop'}}",
            })
    void acceptsValidObjectsOfEveryKind(String json) {
        assertThat(errors(object(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    'name':''      | metadata.name: Required value: name or generateName is required
                    'name':'A'     | metadata.name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of
                    'name':'a','labels':{'-':''}   | metadata.labels: Invalid value: "-": name part must consist of
                    'name':'a','labels':{'a':'b c'}   | metadata.labels: Invalid value: "b c": a valid label must be
                    'name':'a','annotations':{'a b':''}  | metadata.annotations: Invalid value: "a b": name part must consist of
                    'name':'a','finalizers':['/']        | metadata.finalizers[0]: Invalid value: "/": prefix part must be non-empty
                    'name':'a','ownerReferences':[{'apiVersion':'v1','kind':'Pod','name':'p'}] | metadata.ownerReferences[0].uid: Invalid value: "": must not be empty
                    """)
    void metadataIsCheckedForEveryKind(String metadata, String start) {
        HasMetadata node = object("{'kind':'Node','metadata':{" + metadata + "}}");
        assertThat(errors(node)).first().asString().startsWith(start);
    }

    @Test
    void aNamespaceIsCalledByADnsLabel() {
        assertThat(errors(object("{'kind':'Namespace','metadata':{'name':'a.b'}}")))
                .extracting(FieldError::toString)
                .containsExactly("metadata.name: Invalid value: \"a.b\": must not contain dots");
    }

    @Test
    void annotationsHaveRoomFor256KibibytesTogether() {
        String name = "{'kind':'Node','metadata':{'name':'a','annotations':{'k':'%s'}}}";
        assertThat(errors(object(name.formatted("x".repeat(256 * 1024 - 1))))).isEmpty();
        assertThat(errors(object(name.formatted("x".repeat(256 * 1024)))))
                .containsExactly(new FieldError(
                        "metadata.annotations", "FieldValueTooLong", "Too long: may not be more than 262144 bytes"));
    }

    @Test
    void aPodHasContainersWithNameAndImage() {
        assertThat(errors(pod("{}", "{}")))
                .extracting(FieldError::toString)
                .containsExactly("spec.containers: Required value");
        assertThat(errors(pod("{'containers':[{}]}", "{}")))
                .extracting(FieldError::toString)
                .containsExactly("spec.containers[0].name: Required value", "spec.containers[0].image: Required value");
        assertThat(errors(pod("{'containers':[{'name':'c','image':'i'},{'name':'c','image':'i'}]}", "{}")))
                .extracting(FieldError::toString)
                .containsExactly("spec.containers[1].name: Duplicate value: \"c\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    'ports':[{}] | spec.containers[0].ports[0].containerPort: Required value
                    'ports':[{'containerPort':70000}] | spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive
                    'ports':[{'containerPort':80,'hostPort':-1}] | spec.containers[0].ports[0].hostPort: Invalid value: -1: must be between 1 and 65535, inclusive
                    'ports':[{'containerPort':80,'protocol':'X'}] | spec.containers[0].ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"
                    'ports':[{'containerPort':80,'name':'-'}] | spec.containers[0].ports[0].name: Invalid value: "-": must contain at least one letter (a-z)
                    'ports':[{'containerPort':80,'name':'a'},{'containerPort':81,'name':'a'}] | spec.containers[0].ports[1].name: Duplicate value: "a"
                    'ports':[{'containerPort':80,'hostPort':8080},{'containerPort':81,'hostPort':8080}] | spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//8080"
                    'ports':[{'containerPort':80,'hostIP':'x'}] | spec.containers[0].ports[0].hostIP: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    'readinessProbe':{} | spec.containers[0].readinessProbe: Required value: must specify a handler type
                    'readinessProbe':{'tcpSocket':{'port':80},'grpc':{'port':80}} | spec.containers[0].readinessProbe: Forbidden: may not specify more than 1 handler type
                    'readinessProbe':{'httpGet':{'port':0}} | spec.containers[0].readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive
                    'readinessProbe':{'httpGet':{'port':80,'scheme':'FTP'}} | spec.containers[0].readinessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"
                    'readinessProbe':{'tcpSocket':{'port':'A'}} | spec.containers[0].readinessProbe.tcpSocket.port: Invalid value: "A": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
                    'readinessProbe':{'grpc':{'port':0}} | spec.containers[0].readinessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive
                    'readinessProbe':{'tcpSocket':{'port':80},'periodSeconds':-1} | spec.containers[0].readinessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0
                    'livenessProbe':{'tcpSocket':{'port':80},'successThreshold':2} | spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1
                    """)
    void portsAndProbesOfAPodAreChecked(String container, String error) {
        assertThat(errors(pod(CONTAINER.formatted(container), "{}"))).first().hasToString(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'podIP':'x'} | status.podIP: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    {'hostIP':'1.2.3'} | status.hostIP: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    {'phase':'Dead'} | status.phase: Unsupported value: "Dead": supported values: "Failed", "Pending", "Running", "Succeeded", "Unknown"
                    {'conditions':[{'type':'Ready','status':'yes'}]} | status.conditions[0].status: Unsupported value: "yes": supported values: "False", "True", "Unknown"
                    """)
    void theStatusAPodIsRegisteredWithIsChecked(String status, String error) {
        assertThat(errors(pod(CONTAINER.formatted("'ports':[]"), status)))
                .first()
                .hasToString(error);
    }

    @Test
    void thePolicyAndGraceOfAPodAreChecked() {
        HasMetadata pod = pod(
                "{'containers':[{'name':'c','image':'i'}],'restartPolicy':'X','terminationGracePeriodSeconds':-1,"
                        + "'nodeName':'_'}",
                "{}");
        assertThat(errors(pod))
                .extracting(FieldError::field)
                .containsExactly("spec.restartPolicy", "spec.terminationGracePeriodSeconds", "spec.nodeName");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    'endpoints':[] | addressType: Required value
                    'addressType':'X' | addressType: Unsupported value: "X": supported values: "FQDN", "IPv4", "IPv6"
                    'addressType':'IPv4','endpoints':[{'addresses':[]}] | endpoints[0].addresses: Required value: must contain at least 1 address
                    'addressType':'IPv4','endpoints':[{'addresses':['fd00::1']}] | endpoints[0].addresses[0]: Invalid value: "fd00::1": must be a valid IPv4 address
                    'addressType':'IPv6','endpoints':[{'addresses':['10.0.0.1']}] | endpoints[0].addresses[0]: Invalid value: "10.0.0.1": must be a valid IPv6 address
                    'addressType':'IPv4','endpoints':[{'addresses':['127.0.0.1']}] | endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
                    'addressType':'IPv4','ports':[{'port':80},{'port':81}] | ports[1].name: Duplicate value: ""
                    'addressType':'IPv4','ports':[{'port':0}] | ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
                    'addressType':'IPv4','ports':[{'port':1,'protocol':'X'}] | ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"
                    """)
    void endpointSlicesAreChecked(String slice, String error) {
        assertThat(errors(object("{'kind':'EndpointSlice','metadata':{'name':'s'}," + slice + "}")))
                .first()
                .hasToString(error);
    }

    @Test
    void anEndpointSliceHasBoundedLists() {
        EndpointSlice slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withName("s")
                .withNamespace("shop")
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .withAddresses(Collections.nCopies(101, "10.0.0.1"))
                .endEndpoint()
                .build();
        assertThat(Validation.onCreate(slice))
                .extracting(FieldError::toString)
                .containsExactly("endpoints[0].addresses: Too many: 101: must have at most 100 items");
        EndpointSlice many = new EndpointSliceBuilder(slice)
                .withEndpoints(Collections.nCopies(1001, slice.getEndpoints().getFirst()))
                .build();
        assertThat(Validation.onCreate(many))
                .extracting(FieldError::toString)
                .containsExactly("endpoints: Too many: 1001: must have at most 1000 items");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {} | subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`
                    {'addresses':[{}]} | subsets[0].addresses[0].ip: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
                    {'notReadyAddresses':[{'ip':'169.254.0.1'}]} | subsets[0].notReadyAddresses[0].ip: Invalid value: "169.254.0.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)
                    {'addresses':[{'ip':'10.0.0.1'}],'ports':[{'port':80},{'port':81}]} | subsets[0].ports[0].name: Required value
                    {'addresses':[{'ip':'10.0.0.1'}],'ports':[{}]} | subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
                    """)
    void endpointsAreChecked(String subset, String error) {
        assertThat(errors(object("{'kind':'Endpoints','metadata':{'name':'e'},'subsets':[" + subset + "]}")))
                .first()
                .hasToString(error);
    }

    @Test
    void anEventLivesWhereItsObjectLives() {
        String event = "{'kind':'Event','metadata':{'name':'e'},'involvedObject':{'namespace':'%s'}}";
        assertThat(errors(object(event.formatted("mail"))))
                .extracting(FieldError::toString)
                .containsExactly("involvedObject.namespace: Invalid value: \"mail\": does not match event.namespace");
        assertThat(Validation.onCreate(Defaults.apply(object(event.formatted("")), "default")))
                .isEmpty();
    }

    @Test
    void anObjectWithoutNamespaceIsRefusedWhereItsKindHasOne() {
        HasMetadata pod = new PodBuilder((io.fabric8.kubernetes.api.model.Pod)
                        pod("{'containers':[{'name':'c','image':'i'}],'restartPolicy':'Always'}", "{}"))
                .editMetadata()
                .withNamespace(null)
                .endMetadata()
                .build();
        assertThat(Validation.onUpdate(pod))
                .extracting(FieldError::toString)
                .containsExactly("metadata.namespace: Required value");
    }

    private static List<FieldError> errors(HasMetadata object) {
        return Validation.onCreate(Defaults.apply(object, "shop"));
    }
}
