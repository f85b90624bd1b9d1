package io.samegate.api.core.table;

import static io.samegate.api.core.Objects.object;
import static io.samegate.api.core.Objects.pod;
import static io.samegate.api.core.Objects.service;
import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.ObjectKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TablesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:01:16Z");

    @Test
    void aTableHasTheShapeKubectlReads() {
        HasMetadata service = object("{'kind':'Service','apiVersion':'v1','metadata':{'name':'web','namespace':'shop',"
                + "'resourceVersion':'7','labels':{'a':'b'},'creationTimestamp':'2026-01-01T00:00:00Z'},"
                + "'spec':{'type':'ClusterIP'}}");
        ObjectNode table = Tables.render(ObjectKind.SERVICE, List.of(service), "12", IncludeObject.METADATA, NOW, true);
        assertThat(table.get("kind").asText()).isEqualTo("Table");
        assertThat(table.get("apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
        assertThat(table.at("/metadata/resourceVersion").asText()).isEqualTo("12");
        assertThat(table.at("/columnDefinitions/0/name").asText()).isEqualTo("Name");
        assertThat(table.at("/columnDefinitions/0/type").asText()).isEqualTo("string");
        assertThat(table.at("/columnDefinitions/0/format").asText()).isEqualTo("name");
        assertThat(table.at("/columnDefinitions/0/description").asText()).isNotEmpty();
        assertThat(table.at("/rows/0/object"))
                .isEqualTo(tree("{'kind':'PartialObjectMetadata','apiVersion':'meta.k8s.io/v1','metadata':{"
                        + "'name':'web','namespace':'shop','resourceVersion':'7','labels':{'a':'b'},"
                        + "'creationTimestamp':'2026-01-01T00:00:00Z'}}"));
    }

    @Test
    void aRowCarriesWhatWasAskedFor() {
        List<HasMetadata> services = List.of(service("{'type':'ClusterIP'}"));
        assertThat(Tables.render(ObjectKind.SERVICE, services, "1", IncludeObject.OBJECT, NOW, true)
                        .at("/rows/0/object/spec/type")
                        .asText())
                .isEqualTo("ClusterIP");
        assertThat(Tables.render(ObjectKind.SERVICE, services, "1", IncludeObject.NONE, NOW, true)
                        .at("/rows/0/object")
                        .isNull())
                .isTrue();
    }

    @Test
    void laterEventsOfAWatchHaveNoColumnDefinitions() {
        ObjectNode table = Tables.render(ObjectKind.POD, List.of(), "1", IncludeObject.METADATA, NOW, false);
        assertThat(table.get("columnDefinitions").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SERVICE        | Name Type Cluster-IP External-IP Port(s) Age [Selector]
                    POD            | Name Ready Status Restarts Age [IP] [Node] [Nominated Node] [Readiness Gates]
                    NODE           | Name Status Roles Age Version [Internal-IP] [External-IP] [OS-Image] [Kernel-Version] [Container-Runtime]
                    ENDPOINT_SLICE | Name AddressType Ports Endpoints Age
                    ENDPOINTS      | Name Endpoints Age
                    EVENT          | Last Seen Type Reason Object [Subobject] [Source] Message [First Seen] [Count] [Name]
                    NAMESPACE      | Name Status Age
                    """)
    void theColumnsAreKubernetesOwnWithTheWideOnesMarked(ObjectKind kind, String columns) {
        ObjectNode table = Tables.render(kind, List.of(), "1", IncludeObject.NONE, NOW, true);
        List<String> names = new ArrayList<>();
        for (JsonNode column : table.get("columnDefinitions")) {
            String name = column.get("name").asText();
            names.add(column.get("priority").asInt() == 0 ? name : "[" + name + "]");
        }
        assertThat(String.join(" ", names)).isEqualTo(columns);
    }

    @ParameterizedTest
    @EnumSource(ObjectKind.class)
    void theBarestObjectOfAnyKindHasARow(ObjectKind kind) {
        List<String> row = row(object("{'kind':'" + kind.kind() + "','metadata':{'name':'bare'}}"));
        assertThat(row).contains("bare").doesNotContain("null");
    }

    @Test
    void aNodePortServiceShowsThePortOfEveryNode() {
        assertThat(row(service("{'type':'NodePort','clusterIP':'10.233.60.61','selector':{'app':'web','a':'b'},"
                        + "'ports':[{'port':8080,'nodePort':31333,'protocol':'TCP'},{'port':53,'protocol':'UDP'}]}")))
                .containsExactly(
                        "web",
                        "NodePort",
                        "10.233.60.61",
                        "<none>",
                        "8080:31333/TCP,53/UDP",
                        "<unknown>",
                        "a=b,app=web");
    }

    @Test
    void servicesShowWhereTheyAreReachedFromOutside() {
        assertThat(row(service("{'type':'ClusterIP','clusterIP':'None'}")))
                .containsExactly("web", "ClusterIP", "None", "<none>", "<none>", "<unknown>", "<none>");
        assertThat(row(service("{'type':'ClusterIP','externalIPs':['192.0.2.1','192.0.2.2']}"))
                        .get(3))
                .isEqualTo("192.0.2.1,192.0.2.2");
        assertThat(row(service("{'type':'LoadBalancer'}")).get(3)).isEqualTo("<pending>");
        assertThat(row(service("{'type':'ExternalName','externalName':'a.example'}"))
                        .subList(2, 4))
                .containsExactly("<none>", "a.example");
        HasMetadata balanced = object("{'kind':'Service','metadata':{'name':'web'},'spec':{'type':'LoadBalancer'},"
                + "'status':{'loadBalancer':{'ingress':[{'ip':'192.0.2.9'},{'hostname':'lb.example'}]}}}");
        assertThat(row(balanced).get(3)).isEqualTo("192.0.2.9,lb.example");
    }

    @Test
    void aPodShowsItsContainersAsReported() {
        List<String> row = row(
                pod(
                        "{'nodeName':'node1','containers':[{'name':'a'},{'name':'b'}]}",
                        "{'phase':'Running','podIP':'10.0.0.9','containerStatuses':["
                                + "{'name':'a','ready':true,'restartCount':2,'state':{'running':{}},"
                                + "'lastState':{'terminated':{'finishedAt':'2026-01-01T00:00:16Z'}}},"
                                + "{'name':'b','ready':false,'restartCount':1,'state':{'waiting':{'reason':'CrashLoopBackOff'}}}]}"));
        assertThat(row)
                .containsExactly(
                        "web-1",
                        "1/2",
                        "CrashLoopBackOff",
                        "3 (60s ago)",
                        "<unknown>",
                        "10.0.0.9",
                        "node1",
                        "<none>",
                        "<none>");
    }

    @Test
    void aPodNobodyReportsTheContainersOfIsAsReadyAsItsCondition() {
        String spec = "{'containers':[{'name':'a'},{'name':'b'}]}";
        assertThat(row(pod(spec, "{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}"))
                        .subList(1, 4))
                .containsExactly("2/2", "Running", "0");
        assertThat(row(pod(spec, "{'conditions':[{'type':'Ready','status':'False'}]}"))
                        .get(1))
                .isEqualTo("0/2");
    }

    @Test
    void aLeavingPodIsTerminatingAndAnEndedOneIsNot() {
        String leaving = "{'kind':'Pod','metadata':{'name':'p','deletionTimestamp':'2026-01-01T00:00:00Z'},"
                + "'status':{'phase':'%s'}}";
        assertThat(row(object(leaving.formatted("Running"))).get(2)).isEqualTo("Terminating");
        assertThat(row(object(leaving.formatted("Succeeded"))).get(2)).isEqualTo("Succeeded");
    }

    @Test
    void aNodeShowsItsHealthRolesAddressesAndSystem() {
        List<String> row = row(object("{'kind':'Node','metadata':{'name':'master1','creationTimestamp':"
                + "'2025-11-14T00:00:00Z','labels':{'node-role.kubernetes.io/worker':'',"
                + "'node-role.kubernetes.io/control-plane':''}},'spec':{'unschedulable':true},'status':{"
                + "'conditions':[{'type':'Ready','status':'True'}],"
                + "'addresses':[{'type':'Hostname','address':'master1'},{'type':'InternalIP','address':'10.101.0.3'}],"
                + "'nodeInfo':{'kubeletVersion':'v1.32.0','osImage':'Ubuntu 22.04.4 LTS',"
                + "'kernelVersion':'5.15.0-97-generic','containerRuntimeVersion':''}}}"));
        assertThat(row)
                .containsExactly(
                        "master1",
                        "Ready,SchedulingDisabled",
                        "control-plane,worker",
                        "48d",
                        "v1.32.0",
                        "10.101.0.3",
                        "<none>",
                        "Ubuntu 22.04.4 LTS",
                        "5.15.0-97-generic",
                        "<unknown>");
    }

    @Test
    void aNodeNobodyHearsOfIsNotReadyOrUnknown() {
        String node = "{'kind':'Node','metadata':{'name':'n'},'status':{'conditions':%s}}";
        assertThat(row(object(node.formatted("[{'type':'Ready','status':'Unknown'}]")))
                        .get(1))
                .isEqualTo("NotReady");
        assertThat(row(object(node.formatted("[]"))).get(1)).isEqualTo("Unknown");
    }

    @Test
    void longListsOfEndpointsAreCutAfterThree() {
        assertThat(row(object("{'kind':'EndpointSlice','metadata':{'name':'s'},'addressType':'IPv4',"
                        + "'ports':[{'port':80},{'name':'any'},{}],'endpoints':[{'addresses':['10.0.0.1','10.0.0.2']},"
                        + "{'addresses':['10.0.0.3']},{'addresses':['10.0.0.4']},{'addresses':['10.0.0.5']}]}")))
                .containsExactly("s", "IPv4", "80,any,*", "10.0.0.1,10.0.0.2,10.0.0.3 + 2 more...", "<unknown>");
        assertThat(row(object("{'kind':'EndpointSlice','metadata':{'name':'s'},'addressType':'IPv4'}"))
                        .subList(2, 4))
                .containsExactly("<unset>", "<unset>");
        assertThat(row(object("{'kind':'Endpoints','metadata':{'name':'s'},'subsets':[{'addresses':["
                                + "{'ip':'10.0.0.1'},{'ip':'fd00::2'}],'ports':[{'port':80},{'port':81}]}]}"))
                        .get(1))
                .isEqualTo("10.0.0.1:80,[fd00::2]:80,10.0.0.1:81 + 1 more...");
        assertThat(row(object("{'kind':'Endpoints','metadata':{'name':'s'},'subsets':[{'notReadyAddresses':["
                                + "{'ip':'10.0.0.1'}],'ports':[{'port':80}]}]}"))
                        .get(1))
                .isEqualTo("<none>");
    }

    @Test
    void anEventShowsWhenToWhatAndWhy() {
        HasMetadata event = object(
                "{'kind':'Event','metadata':{'name':'web.2a'},'type':'Normal',"
                        + "'reason':'PortAllocated','message':'got 31333\\n','count':4,"
                        + "'firstTimestamp':'2026-01-01T00:00:00Z','lastTimestamp':'2026-01-01T00:01:00Z',"
                        + "'involvedObject':{'kind':'Service','name':'web'},'source':{'component':'port-allocator','host':'h'}}");
        ObjectNode table = Tables.render(ObjectKind.EVENT, List.of(event), "1", IncludeObject.NONE, NOW, true);
        assertThat(table.at("/rows/0/cells"))
                .isEqualTo(tree("['16s','Normal','PortAllocated','service/web','','port-allocator, h','got 31333',"
                        + "'76s',4,'web.2a']"));
    }

    @Test
    void anEventWithoutTimestampsHappenedAtItsEventTime() {
        HasMetadata event = object("{'kind':'Event','metadata':{'name':'e'},'eventTime':'2026-01-01T00:00:16.123456Z',"
                + "'reportingComponent':'c'}");
        assertThat(row(event).getFirst()).isEqualTo("59s");
    }

    private static List<String> row(HasMetadata object) {
        ObjectNode table = Tables.render(ObjectKind.of(object), List.of(object), "1", IncludeObject.NONE, NOW, true);
        List<String> cells = new ArrayList<>();
        table.at("/rows/0/cells").forEach(cell -> cells.add(cell.asText()));
        return cells;
    }
}
