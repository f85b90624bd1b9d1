package io.samegate.api.core.select;

import static io.samegate.api.core.Objects.object;
import static io.samegate.api.core.Objects.pod;
import static io.samegate.api.core.Objects.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.NamedKind;
import io.samegate.contracts.ObjectKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSelectorTest {

    private static final HasMetadata POD = pod("{'nodeName':'node1'}", "{'phase':'Running','podIP':'10.0.0.9'}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "metadata.name=web-1",
                "metadata.name==web-1,metadata.namespace=shop",
                "spec.nodeName=node1,status.phase!=Succeeded,status.phase!=Failed",
                "status.podIP=10.0.0.9",
                "spec.hostNetwork=false",
                "status.nominatedNodeName=",
            })
    void selectsPods(String selector) {
        assertThat(FieldSelector.parse(selector, ObjectKind.POD).matches(POD)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.name!=web-1", "spec.nodeName=node2", "metadata.name=web-1,status.phase=Failed"})
    void doesNotSelectOtherPods(String selector) {
        assertThat(FieldSelector.parse(selector, ObjectKind.POD).matches(POD)).isFalse();
    }

    @Test
    void selectsWhatIsNeverThereByItsOwnFieldsToo() {
        NamedKind secret = new NamedKind("", "v1", "Secret", "secrets", true);
        assertThat(FieldSelector.parse("type=Opaque", secret).requirements()).hasSize(1);
        assertThatThrownBy(() -> FieldSelector.parse("data=x", secret))
                .hasMessage("\"data\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    @Test
    void selectsServicesByTypeAndClusterIp() {
        FieldSelector selector = FieldSelector.parse("spec.type=NodePort,spec.clusterIP!=None", ObjectKind.SERVICE);
        assertThat(selector.matches(service("{'type':'NodePort'}"))).isTrue();
        assertThat(selector.matches(service("{'type':'ClusterIP'}"))).isFalse();
    }

    @Test
    void selectsEventsByWhatTheyAreAbout() {
        HasMetadata event = object("{'kind':'Event','metadata':{'name':'e'},'reason':'PortAllocated','type':'Normal',"
                + "'reportingComponent':'port-allocator',"
                + "'involvedObject':{'kind':'Service','namespace':'shop','name':'web','uid':'u-1'}}");
        String described = "involvedObject.name=web,involvedObject.namespace=shop,involvedObject.kind=Service,"
                + "involvedObject.uid=u-1,reason=PortAllocated,type=Normal,source=port-allocator";
        assertThat(FieldSelector.parse(described, ObjectKind.EVENT).matches(event))
                .isTrue();
        assertThat(FieldSelector.parse("involvedObject.uid=u-2", ObjectKind.EVENT)
                        .matches(event))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(ObjectKind.class)
    void everyKindIsSelectedByNameAndNamespace(ObjectKind kind) {
        assertThat(FieldSelector.parse("metadata.name=x,metadata.namespace=y", kind)
                        .exactName())
                .contains("x");
    }

    @Test
    void aNegatedNameIsNotALookUp() {
        assertThat(FieldSelector.parse("metadata.name!=x", ObjectKind.POD).exactName())
                .isEmpty();
    }

    @Test
    void unescapesValuesAndPrintsThemEscaped() {
        FieldSelector selector = FieldSelector.parse("metadata.name=a\\,b\\=c\\\\d", ObjectKind.POD);
        assertThat(selector.exactName()).contains("a,b=c\\d");
        assertThat(FieldSelector.parse(selector.toString(), ObjectKind.POD)).isEqualTo(selector);
    }

    @Test
    void refusesWhatKubernetesRefusesWithItsTexts() {
        refuses("spec.image=x", "field label not supported: spec.image");
        refuses("nothing", "invalid selector: 'nothing'; can't understand 'nothing'");
        refuses("metadata.name=a\\x", "invalid field selector: invalid escape sequence: \\x");
        refuses("metadata.name=a=b", "invalid field selector: unescaped character in value: =");
        assertThatThrownBy(() -> FieldSelector.parse("x=y", ObjectKind.ENDPOINT_SLICE))
                .hasMessage("\"x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    private static void refuses(String selector, String message) {
        assertThatThrownBy(() -> FieldSelector.parse(selector, ObjectKind.POD))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
    }
}
