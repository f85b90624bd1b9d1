package io.samegate.api.core.body;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Preconditions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectReaderTest {

    private static final String HANDLED = "Service in version \"v1\" cannot be handled as a Service: ";

    @Test
    void readsWhatKubectlSends() {
        JsonNode body = tree("{'apiVersion':'v1','kind':'Service','metadata':{'creationTimestamp':null,'name':'web'},"
                + "'spec':{'ports':[{'port':80,'targetPort':'http'}],'selector':null},'status':{'loadBalancer':{}}}");
        Service service = (Service) ObjectReader.read(body, ObjectKind.SERVICE, "shop", "");
        assertThat(service.getMetadata().getName()).isEqualTo("web");
        assertThat(service.getMetadata().getNamespace()).isEqualTo("shop");
        assertThat(service.getMetadata().getCreationTimestamp()).isNull();
        assertThat(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal())
                .isEqualTo("http");
    }

    @Test
    void aBodyMayLeaveOutKindVersionNameAndMetadata() {
        HasMetadata service = ObjectReader.read(tree("{}"), ObjectKind.SERVICE, "shop", "web");
        assertThat(service.getKind()).isEqualTo("Service");
        assertThat(service.getApiVersion()).isEqualTo("v1");
        assertThat(service.getMetadata().getName()).isEqualTo("web");
    }

    @Test
    void anObjectHasAtMostAHundredLevels() {
        assertThat(ObjectReader.read(nested(100), ObjectKind.SERVICE, "shop", "web"))
                .isNotNull();
        assertThatThrownBy(() -> ObjectReader.read(nested(101), ObjectKind.SERVICE, "shop", "web"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(400))
                .hasMessage(HANDLED + "it is nested too deeply (expected: at most 100 levels)");
    }

    private static JsonNode nested(int levels) {
        return tree("{'x':" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}");
    }

    @Test
    void aFieldThatIsNullCountsAsLeftOut() {
        JsonNode body = tree("{'metadata':{'name':'web','finalizers':null},'spec':{'ports':null,'externalIPs':null}}");
        Service service = (Service) ObjectReader.read(body, ObjectKind.SERVICE, "shop", "web");
        assertThat(service.getSpec().getPorts()).isNotNull().isEmpty();
        assertThat(service.getSpec().getExternalIPs()).isNotNull().isEmpty();
        assertThat(service.getMetadata().getFinalizers()).isNotNull().isEmpty();
    }

    @Test
    void leavesTheTreeAlone() {
        JsonNode body = tree("{'metadata':{'name':null}}");
        ObjectReader.read(body, ObjectKind.POD, "shop", "web");
        assertThat(body).isEqualTo(tree("{'metadata':{'name':null}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        [] | the object provided is unrecognized (must be of type Service): the body is not an object
        'x' | the object provided is unrecognized (must be of type Service): the body is not an object
        {'kind':'Pod'} | the object provided is unrecognized (must be of type Service): the body is a Pod
        {'apiVersion':'v2'} | the API version in the data (v2) does not match the expected API version (v1)
        {'metadata':{'namespace':'mail'}} | the namespace of the provided object does not match the namespace sent on the request
        {'metadata':{'name':'other'}} | the name of the object (other) does not match the name on the URL (web)
        """)
    void refusesWhatIsNotTheObjectThePathNames(String body, String message) {
        assertThatThrownBy(() -> ObjectReader.read(tree(body), ObjectKind.SERVICE, "shop", "web"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(400))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {'spec':{'ports':[{'port':'80'}]}} | spec.ports[0].port: cannot read string "80" as a 32 bit number
        {'spec':{'ports':[{'port':80.5}]}} | spec.ports[0].port: cannot read number 80.5 as a 32 bit number
        {'spec':{'ports':[{'port':99999999999}]}} | spec.ports[0].port: cannot read number 99999999999
        {'spec':{'ports':[{'port':true}]}} | spec.ports[0].port: cannot read boolean true as a 32 bit number
        {'spec':{'ports':{'port':80}}} | spec.ports: cannot read object as a list
        {'spec':{'type':7}} | spec.type: cannot read number 7 as a string
        {'spec':'x'} | spec: cannot read string "x" as an object
        {'spec':''} | spec: cannot read string "" as an object
        {'spec':[]} | spec: cannot read array as an object
        {'metadata':{'labels':{'a':1}}} | metadata.labels.a: cannot read number 1 as a string
        {'metadata':{'labels':{'a':true}}} | metadata.labels.a: cannot read boolean true as a string
        {'metadata':{'name':{}}} | metadata.name: cannot read object as a string
        {'spec':{'publishNotReadyAddresses':'yes'}} | spec.publishNotReadyAddresses: cannot read string "yes" as true or false
        {'spec':{'ports':[null]}} | spec.ports[0] is null
        """)
    void refusesWrongTypesAndNamesTheField(String body, String message) {
        assertThatThrownBy(() -> ObjectReader.read(tree(body), ObjectKind.SERVICE, "shop", "web"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(HANDLED + message);
    }

    @Test
    void readsQuantitiesAndPortsInBothTheirForms() {
        JsonNode body = tree("{'metadata':{'name':'web'},'spec':{'containers':[{'name':'c','image':'i',"
                + "'resources':{'limits':{'cpu':1,'memory':'128Mi'}},'readinessProbe':{'httpGet':{'port':'http'}},"
                + "'livenessProbe':{'tcpSocket':{'port':80}}}],'volumes':[{'name':'v','emptyDir':{}}]}}");
        JsonNode spec = Json.tree(ObjectReader.read(body, ObjectKind.POD, "shop", "web"))
                .get("spec");
        assertThat(spec.at("/containers/0/resources/limits")).isEqualTo(tree("{'cpu':'1','memory':'128Mi'}"));
        assertThat(spec.at("/containers/0/readinessProbe/httpGet/port").asText())
                .isEqualTo("http");
        assertThat(spec.at("/containers/0/livenessProbe/tcpSocket/port").isInt())
                .isTrue();
        assertThat(spec.at("/volumes/0/emptyDir").isObject()).isTrue();
    }

    @Test
    void namesUnknownFieldsWhereverTheyStand() {
        JsonNode body = tree("{'kind':'Service','apiVersion':'v1','metadata':{'name':'web','labels':{'any':'thing'},"
                + "'annotations':{'x':'y'},'managedFields':[{'fieldsV1':{'f:x':{}}}]},"
                + "'spec':{'selectr':{},'ports':[{'port':80,'targetPort':1},{'prot':'TCP'}]},'extra':1}");
        assertThat(ObjectReader.unknownFields(body, ObjectKind.SERVICE))
                .containsExactly("spec.selectr", "spec.ports[1].prot", "extra");
    }

    @Test
    void knowsTheFieldsOfEveryKind() {
        assertThat(ObjectReader.unknownFields(
                        tree("{'spec':{'containers':[{'name':'c','resources':{'limits':{'cpu':1}},"
                                + "'readinessProbe':{'httpGet':{'port':'x','httpHeaders':[{'name':'a','value':'b'}]}}}]},"
                                + "'status':{'podIPs':[{'ip':'x'}],'hostIPs':[{'ip':'y'}],"
                                + "'containerStatuses':[{'state':{'running':{'startedAt':'z'}}}]}}"),
                        ObjectKind.POD))
                .isEmpty();
        assertThat(ObjectReader.unknownFields(
                        tree("{'addressType':'IPv4','endpoints':[{'addresses':['a'],'conditions':{'ready':true},"
                                + "'hints':{'forZones':[{'name':'z'}]}}],'ports':[{'name':'','port':1}]}"),
                        ObjectKind.ENDPOINT_SLICE))
                .isEmpty();
        assertThat(ObjectReader.unknownFields(
                        tree("{'eventTime':'t','involvedObject':{'uid':'u'},'source':{'component':'c'},'count':1}"),
                        ObjectKind.EVENT))
                .isEmpty();
        assertThat(ObjectReader.unknownFields(
                        tree(
                                "{'subsets':[{'addresses':[{'ip':'a','targetRef':{'kind':'Pod'}}],'ports':[{'port':1}]}]}"),
                        ObjectKind.ENDPOINTS))
                .isEmpty();
        assertThat(ObjectReader.unknownFields(
                        tree("{'status':{'capacity':{'cpu':'1'},'addresses':[{'type':'a','address':'b'}],"
                                + "'nodeInfo':{'osImage':'x'}}}"),
                        ObjectKind.NODE))
                .isEmpty();
    }

    @Test
    void whatTheKindDoesNotHaveIsDropped() {
        JsonNode body = tree("""
                {"x":1,"metadata":{"name":"a"},"spec":{"selectr":{"app":"a"},"ports":[{"port":80,"prot":"TCP"}]}}""");

        JsonNode read = Json.tree(ObjectReader.read(body, ObjectKind.SERVICE, "default", ""));

        assertThat(read.has("x")).isFalse();
        assertThat(read.path("spec").has("selectr")).isFalse();
        assertThat(read.at("/spec/ports/0")).isEqualTo(tree("{\"port\":80}"));
    }

    @Test
    void whoeverReplacesNamesTheObject() {
        assertThatThrownBy(() -> ObjectReader.requireName(tree("{\"metadata\":{}}"), "web"))
                .hasMessage("the name of the object (web based on URL) was undeterminable: name must be provided");
    }

    @Test
    void refusesUnknownFieldsInKubernetesWords() {
        JsonNode body = tree("{'spec':{'selectr':{}},'x':1}");
        assertThatThrownBy(() -> ObjectReader.refuseUnknownFields(body, ObjectKind.SERVICE, ""))
                .isInstanceOf(RefusedException.class)
                .hasMessage(HANDLED + "strict decoding error: unknown field \"spec.selectr\", unknown field \"x\"");
    }

    @Test
    void aReplaceAsksForTheVersionAndUidItNames() {
        HasMetadata named = ObjectReader.read(
                tree("{'metadata':{'uid':'u','resourceVersion':'7'}}"), ObjectKind.SERVICE, "shop", "web");
        assertThat(ObjectReader.preconditions(named)).isEqualTo(new Preconditions("u", "7"));
        HasMetadata bare = ObjectReader.read(tree("{}"), ObjectKind.SERVICE, "shop", "web");
        assertThat(ObjectReader.preconditions(bare)).isEqualTo(Preconditions.NONE);
    }

    @Test
    void everyKindIsReadFromItsOwnJson() {
        for (ObjectKind kind : ObjectKind.values()) {
            JsonNode body = tree("{'kind':'" + kind.kind() + "','apiVersion':'" + kind.apiVersion()
                    + "','metadata':{'name':'web'}}");
            HasMetadata object = ObjectReader.read(body, kind, kind.namespaced() ? "shop" : "", "web");
            assertThat(ObjectKind.of(object)).isEqualTo(kind);
            assertThat(ObjectReader.unknownFields(body, kind)).isEqualTo(List.of());
        }
    }
}
