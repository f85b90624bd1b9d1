package io.samegate.api.core.resource;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.contracts.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiscoveryTest {

    @Test
    void theVersionIsTheKubernetesReleaseThatIsSpoken() {
        assertThat(Discovery.version().get("gitVersion").asText()).isEqualTo("v1.32.0");
        assertThat(Discovery.version().get("major").asText()).isEqualTo("1");
        assertThat(Discovery.version().get("minor").asText()).isEqualTo("32");
    }

    @Test
    void olderClientsReadVersionsAndGroups() {
        assertThat((JsonNode) Discovery.coreVersions())
                .isEqualTo(tree("{'kind':'APIVersions','versions':['v1'],'serverAddressByClientCIDRs':[]}"));
        String group = "'name':'discovery.k8s.io','versions':[{'groupVersion':'discovery.k8s.io/v1','version':'v1'}],"
                + "'preferredVersion':{'groupVersion':'discovery.k8s.io/v1','version':'v1'}";
        ObjectNode groups = Discovery.groups();
        assertThat(groups.get("kind").asText()).isEqualTo("APIGroupList");
        assertThat(groups.get("groups")).contains(tree("{" + group + "}"));
        assertThat(Discovery.group("discovery.k8s.io"))
                .hasValueSatisfying(document -> assertThat((JsonNode) document)
                        .isEqualTo(tree("{'kind':'APIGroup','apiVersion':'v1'," + group + "}")));
        assertThat(Discovery.group("nobodys.k8s.io")).isEmpty();
        assertThat(Discovery.group("")).isEmpty();
    }

    @Test
    void aGroupVersionListsItsResourcesWithTheirShortNames() {
        ObjectNode core = Discovery.resources("", "v1").orElseThrow();
        assertThat(core.get("kind").asText()).isEqualTo("APIResourceList");
        assertThat(core.get("groupVersion").asText()).isEqualTo("v1");
        List<String> shown = new ArrayList<>();
        core.get("resources")
                .forEach(resource -> shown.add(resource.get("name").asText() + resource.path("shortNames")));
        assertThat(shown)
                .containsExactlyInAnyOrder(
                        "namespaces[\"ns\"]",
                        "namespaces/finalize",
                        "namespaces/status",
                        "services[\"svc\"]",
                        "services/status",
                        "pods[\"po\"]",
                        "pods/eviction",
                        "pods/status",
                        "nodes[\"no\"]",
                        "nodes/status",
                        "endpoints[\"ep\"]",
                        "events[\"ev\"]",
                        "configmaps[\"cm\"]",
                        "limitranges[\"limits\"]",
                        "persistentvolumes[\"pv\"]",
                        "persistentvolumeclaims[\"pvc\"]",
                        "replicationcontrollers[\"rc\"]",
                        "resourcequotas[\"quota\"]",
                        "secrets",
                        "serviceaccounts[\"sa\"]");
        ObjectNode slices = Discovery.resources("discovery.k8s.io", "v1").orElseThrow();
        assertThat(slices.at("/resources"))
                .isEqualTo(tree("[{'name':'endpointslices','singularName':'endpointslice','namespaced':true,"
                        + "'kind':'EndpointSlice',"
                        + "'verbs':['create','delete','deletecollection','get','list','patch','update','watch']}]"));
        assertThat(Discovery.resources("", "v2")).isEmpty();
        assertThat(Discovery.resources("apps", "v2")).isEmpty();
    }

    @Test
    void theAggregatedCoreHasOneGroupWithoutName() {
        ObjectNode core = Discovery.aggregatedCore();
        assertThat(core.get("kind").asText()).isEqualTo("APIGroupDiscoveryList");
        assertThat(core.get("apiVersion").asText()).isEqualTo("apidiscovery.k8s.io/v2");
        assertThat(core.get("items")).hasSize(1);
        assertThat(core.at("/items/0/metadata").has("name")).isFalse();
        assertThat(core.at("/items/0/versions/0/version").asText()).isEqualTo("v1");
        assertThat(core.at("/items/0/versions/0/freshness").asText()).isEqualTo("Current");
        JsonNode service = find(core, "services");
        assertThat(service)
                .isEqualTo(tree("{'resource':'services','responseKind':{'group':'','version':'v1','kind':'Service'},"
                        + "'scope':'Namespaced','singularResource':'service',"
                        + "'verbs':['create','delete','deletecollection','get','list','patch','update','watch'],"
                        + "'shortNames':['svc'],'categories':['all'],'subresources':[{'subresource':'status',"
                        + "'responseKind':{'group':'','version':'v1','kind':'Service'},"
                        + "'verbs':['get','patch','update']}]}"));
        assertThat(find(core, "nodes").get("scope").asText()).isEqualTo("Cluster");
    }

    @Test
    void theAggregatedGroupsHaveTheirNames() {
        ObjectNode groups = Discovery.aggregatedGroups();
        assertThat(groups.get("items")).anySatisfy(group -> {
            assertThat(group.at("/metadata/name").asText()).isEqualTo("discovery.k8s.io");
            assertThat(group.at("/versions/0/resources/0/resource").asText()).isEqualTo("endpointslices");
        });
    }

    @Test
    void ofWhatIsNeverThereNothingIsOfferedButToReadIt() {
        Resource deployments = Resource.find("apps", "v1", "deployments").orElseThrow();
        assertThat(deployments.verbs()).containsExactly("get", "list", "watch");
        assertThat(deployments.categories())
                .as("get all asks for what may be there")
                .isEmpty();
        assertThat(deployments.hasObjects()).isFalse();
    }

    /** kubectl drain looks for exactly this. */
    @Test
    void theEvictionOfAPodIsOfAGroupOfItsOwn() {
        ObjectNode core = Discovery.resources("", "v1").orElseThrow();
        assertThat(core.get("resources"))
                .contains(tree("{'name':'pods/eviction','singularName':'','namespaced':true,'group':'policy',"
                        + "'version':'v1','kind':'Eviction','verbs':['create']}"));
    }

    @Test
    void noTwoResourcesOfAGroupShareAName() {
        assertThat(Resource.all().stream().map(Resource::path)).doesNotHaveDuplicates();
        assertThat(Resource.all().stream()
                        .filter(resource -> resource.kind() != ObjectKind.NEWER_EVENT)
                        .flatMap(resource -> resource.shortNames().stream()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(ObjectKind.class)
    void everyKindIsServedAndFoundByItsPath(ObjectKind kind) {
        assertThat(Resource.find(kind.group(), kind.version(), kind.plural())).contains(Resource.of(kind));
        assertThat(Resource.find("apps", kind.version(), kind.plural())).isEmpty();
    }

    private static JsonNode find(ObjectNode list, String plural) {
        for (JsonNode resource : list.at("/items/0/versions/0/resources")) {
            if (resource.get("resource").asText().equals(plural)) {
                return resource;
            }
        }
        throw new AssertionError(plural + " not in " + list);
    }
}
