package io.samegate.api.core.patch;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.ObjectKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {'spec':{'a':1,'b':2}} | {'spec':{'a':null}} | {'spec':{'b':2}}
                    {'spec':{'selector':{'a':'1'}}} | {'spec':{'selector':{'b':'2'}}} | {'spec':{'selector':{'a':'1','b':'2'}}}
                    {'spec':{'selector':{'a':'1'}}} | {'spec':{'selector':{'$patch':'replace','b':'2'}}} | {'spec':{'selector':{'b':'2'}}}
                    {'spec':{'selector':{'a':'1'}}} | {'spec':{'selector':{'$patch':'delete'}}} | {'spec':{'selector':{}}}
                    {'spec':{}} | {'spec':{'selector':{'a':null,'b':'2','$patch':'merge'}}} | {'spec':{'selector':{'b':'2'}}}
                    {'spec':{'externalIPs':['1','2']}} | {'spec':{'externalIPs':['3']}} | {'spec':{'externalIPs':['3']}}
                    {'spec':{'a':1,'b':2}} | {'spec':{'$retainKeys':['b','c'],'c':3}} | {'spec':{'b':2,'c':3}}
                    {'metadata':{'finalizers':['a','b']}} | {'metadata':{'finalizers':['c','a']}} | {'metadata':{'finalizers':['a','b','c']}}
                    {'metadata':{'finalizers':['a','b']}} | {'metadata':{'$deleteFromPrimitiveList/finalizers':['a']}} | {'metadata':{'finalizers':['b']}}
                    {'metadata':{'finalizers':['a','b']}} | {'metadata':{'$setElementOrder/finalizers':['b','a']}} | {'metadata':{'finalizers':['b','a']}}
                    {'metadata':{'ownerReferences':[{'uid':'u','name':'a'}]}} | {'metadata':{'ownerReferences':[{'uid':'u','name':'b'},{'uid':'v'}]}} | {'metadata':{'ownerReferences':[{'uid':'u','name':'b'},{'uid':'v'}]}}
                    """)
    void mergesObjectsListsAndDirectives(String original, String patch, String result) {
        JsonNode before = tree(original);
        assertThat(StrategicMergePatch.apply(ObjectKind.SERVICE, before, tree(patch)))
                .isEqualTo(tree(result));
        assertThat(before).isEqualTo(tree(original));
    }

    @Test
    void mergesContainersWithTheirPortsAndVariables() {
        JsonNode pod = tree("{'spec':{'containers':[{'name':'a','image':'1','env':[{'name':'X','value':'1'}],"
                + "'ports':[{'containerPort':80,'name':'http'}],'args':['x']},{'name':'b'}]}}");
        JsonNode patch = tree("{'spec':{'containers':[{'name':'a','image':'2','env':[{'name':'Y','value':'2'}],"
                + "'ports':[{'containerPort':80,'hostPort':18081}],'args':['y']},"
                + "{'$patch':'delete','name':'b'},{'name':'c'}]}}");
        assertThat(StrategicMergePatch.apply(ObjectKind.POD, pod, patch))
                .isEqualTo(
                        tree(
                                "{'spec':{'containers':[{'name':'a','image':'2',"
                                        + "'env':[{'name':'X','value':'1'},{'name':'Y','value':'2'}],"
                                        + "'ports':[{'containerPort':80,'name':'http','hostPort':18081}],'args':['y']},{'name':'c'}]}}"));
    }

    @Test
    void mergesConditionsByType() {
        JsonNode node =
                tree("{'status':{'conditions':[{'type':'Ready','status':'True'},{'type':'Disk','status':'x'}]}}");
        JsonNode patch = tree("{'status':{'$setElementOrder/conditions':[{'type':'Disk'},{'type':'Ready'}],"
                + "'conditions':[{'type':'Ready','status':'False'}]}}");
        assertThat(StrategicMergePatch.apply(ObjectKind.NODE, node, patch))
                .isEqualTo(tree("{'status':{'conditions':["
                        + "{'type':'Disk','status':'x'},{'type':'Ready','status':'False'}]}}"));
    }

    @Test
    void aListMayBeReplacedWhole() {
        JsonNode pod = tree("{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}");
        JsonNode patch = tree("{'spec':{'containers':[{'$patch':'replace'},{'name':'c','image':null}]}}");
        assertThat(StrategicMergePatch.apply(ObjectKind.POD, pod, patch))
                .isEqualTo(tree("{'spec':{'containers':[{'name':'c'}]}}"));
    }

    @Test
    void endpointsOfASliceAreReplacedWhole() {
        JsonNode slice = tree("{'endpoints':[{'addresses':['a']}],'ports':[{'port':1}]}");
        JsonNode patch = tree("{'endpoints':[{'addresses':['b']}]}");
        assertThat(StrategicMergePatch.apply(ObjectKind.ENDPOINT_SLICE, slice, patch))
                .isEqualTo(tree("{'endpoints':[{'addresses':['b']}],'ports':[{'port':1}]}"));
    }

    @Test
    void elementsThePatchDoesNotNameStayWhereTheyAre() {
        JsonNode pod = tree("{'spec':{'containers':[{'name':'injected'},{'name':'a'},{'name':'b'}]}}");
        JsonNode patch = tree("{'spec':{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}}");
        assertThat(StrategicMergePatch.apply(ObjectKind.POD, pod, patch))
                .isEqualTo(tree("{'spec':{'containers':[{'name':'injected'},{'name':'b'},{'name':'a'}]}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    [] | the patch is not an object
                    {'spec':{'$patch':'upsert'}} | Unknown patch type: upsert in: {"$patch":"upsert"}
                    {'spec':{'containers':[{'image':'x'}]}} | map: {"image":"x"} does not contain declared merge key: name
                    {'spec':{'containers':['x']}} | spec.containers: "x" (expected: an object)
                    {'spec':{'$retainKeys':'x'}} | invalid patch format of retainKeys: "x" at "spec" (expected: a list of all fields that stay or are changed)
                    {'spec':{'$retainKeys':['a'],'b':1}} | invalid patch format of retainKeys: ["a"] at "spec" (expected: a list of all fields that stay or are changed)
                    {'metadata':{'$deleteFromPrimitiveList/finalizers':'a'}} | invalid patch format of primitive list: $deleteFromPrimitiveList/finalizers is "a" (expected: a list)
                    {'spec':{'$setElementOrder/containers':{}}} | invalid patch format of setElementOrder list: $setElementOrder/containers is {} (expected: a list)
                    """)
    void refusesWhatItCannotMerge(String patch, String message) {
        assertThatThrownBy(() -> StrategicMergePatch.apply(ObjectKind.POD, tree("{'spec':{}}"), tree(patch)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(400))
                .hasMessage(message);
    }

    @Test
    void theMediaTypeTellsTheFormOfAPatch() {
        assertThat(PatchType.of("application/strategic-merge-patch+json")).contains(PatchType.STRATEGIC);
        assertThat(PatchType.of("application/merge-patch+json")).contains(PatchType.MERGE);
        assertThat(PatchType.of("application/json-patch+json")).contains(PatchType.JSON);
        assertThat(PatchType.of("application/json")).isEmpty();
        JsonNode service = tree("{'a':{'b':1}}");
        assertThat(PatchType.MERGE.apply(ObjectKind.SERVICE, service, tree("{'a':null}")))
                .isEqualTo(tree("{}"));
        assertThatThrownBy(() -> PatchType.MERGE.apply(ObjectKind.SERVICE, service, tree("7")))
                .hasMessage("the patch is not an object");
    }
}
