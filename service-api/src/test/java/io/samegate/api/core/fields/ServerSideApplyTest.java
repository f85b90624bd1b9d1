package io.samegate.api.core.fields;

import static io.samegate.api.core.Objects.service;
import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.patch.LastApplied;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Part;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerSideApplyTest {

    private static final Instant MONDAY = Instant.parse("2026-01-05T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-01-06T10:00:00Z");
    private static final String WEB = "{'ports':[{'port':80,'targetPort':8080}]}";

    @Test
    void whoeverAppliesManagesWhatTheySayAndNotTheDefaults() {
        Stored stored = Stored.nothing().apply("a", "{'app':'web'}", WEB);
        assertThat(stored.at("/spec/ports/0/protocol")).isEqualTo(tree("'TCP'"));
        assertThat(stored.managedBy("a", "Apply"))
                .isEqualTo(Json.read("""
                        {"f:metadata":{"f:labels":{"f:app":{}}},
                         "f:spec":{"f:ports":{"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":{".":{},"f:port":{},"f:targetPort":{}}}}}
                        """.getBytes(StandardCharsets.UTF_8), JsonNode.class));
    }

    @Test
    void theSameAgainChangesNothingNotEvenTheTime() {
        Stored once = Stored.nothing().apply("a", "{'app':'web'}", WEB);
        Stored twice = once.at(TUESDAY).apply("a", "{'app':'web'}", WEB);
        assertThat(twice.tree()).isEqualTo(once.tree());
    }

    @Test
    void whatIsNoLongerAppliedIsGone() {
        Stored stored = Stored.nothing()
                .apply("a", "{'app':'web','tier':'1'}", "{'ports':[{'port':80},{'port':81,'name':'x'}]}")
                .apply("a", "{'app':'web'}", "{'ports':[{'port':80}]}");
        assertThat(stored.at("/metadata/labels")).isEqualTo(tree("{'app':'web'}"));
        assertThat(stored.at("/spec/ports")).hasSize(1);
    }

    @Test
    void whatAnotherManagesStaysWhenItIsNoLongerApplied() {
        Stored stored = Stored.nothing()
                .apply("a", "{'app':'web','tier':'1'}", WEB)
                .apply("b", "{'tier':'1'}", "{}")
                .apply("a", "{'app':'web'}", WEB);
        assertThat(stored.at("/metadata/labels")).isEqualTo(tree("{'app':'web','tier':'1'}"));
        assertThat(stored.managedBy("b", "Apply")).isEqualTo(tree("{'f:metadata':{'f:labels':{'f:tier':{}}}}"));
    }

    @Test
    void whatNobodyManagesStaysBesideWhatGoes() {
        Stored stored = Stored.nothing()
                .apply("a", "{'app':'web'}", "{'ports':[{'port':80,'name':'x'}],'sessionAffinity':'None'}")
                .edited(
                        "{'app':'web'}",
                        "{'ports':[{'port':80,'name':'x','nodePort':30080,'protocol':'TCP'}],"
                                + "'clusterIP':'10.0.0.7','sessionAffinity':'None'}")
                .apply("a", "{'app':'web'}", "{'ports':[{'port':80}]}");
        assertThat(stored.at("/spec/ports/0/name").isMissingNode()).isTrue();
        assertThat(stored.at("/spec/ports/0/nodePort").asInt()).isEqualTo(30080);
        assertThat(stored.at("/spec/clusterIP").asText()).isEqualTo("10.0.0.7");
    }

    @Test
    void twoProtocolsOnOneNumberAreTwoPorts() {
        Stored stored = Stored.nothing()
                .apply("a", "{}", "{'ports':[{'port':53,'name':'t'},{'port':53,'protocol':'UDP','name':'u'}]}")
                .apply("a", "{}", "{'ports':[{'port':53,'protocol':'UDP','name':'u'}]}");
        assertThat(stored.at("/spec/ports")).hasSize(1);
        assertThat(stored.at("/spec/ports/0/protocol").asText()).isEqualTo("UDP");
    }

    @Test
    void theSameValueIsManagedTogether() {
        Stored stored = Stored.nothing().apply("a", "{'app':'web'}", WEB).apply("b", "{'app':'web'}", "{}");
        assertThat(stored.managedBy("a", "Apply")
                        .at("/f:metadata/f:labels/f:app")
                        .isObject())
                .isTrue();
        assertThat(stored.managedBy("b", "Apply")
                        .at("/f:metadata/f:labels/f:app")
                        .isObject())
                .isTrue();
    }

    @Test
    void anotherValueOfWhatAnotherManagesIsAConflict() {
        Stored stored = Stored.nothing().apply("a", "{'app':'web'}", WEB);
        assertThatThrownBy(() -> stored.apply("b", "{'app':'mail'}", "{}"))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.status().getCode()).isEqualTo(409);
                    assertThat(refused.status().getReason()).isEqualTo("Conflict");
                    assertThat(refused.status().getDetails().getCauses())
                            .containsExactly(new StatusCause(
                                    ".metadata.labels.app", "conflict with \"a\"", "FieldManagerConflict"));
                })
                .hasMessage("Apply failed with 1 conflict: conflict with \"a\": .metadata.labels.app");
    }

    @Test
    void severalConflictsAreToldByManager() {
        Stored stored = Stored.nothing().created("made", "{'x':'1'}", WEB).apply("a", "{'app':'web','tier':'1'}", WEB);
        assertThatThrownBy(() -> stored.apply(
                        "b", "{'app':'mail','tier':'2','x':'2'}", "{'ports':[{'port':80,'targetPort':9}]}"))
                .hasMessage("""
                        Apply failed with 5 conflicts: conflicts with "a":
                        - .metadata.labels.app
                        - .metadata.labels.tier
                        - .spec.ports[port=80,protocol="TCP"].targetPort
                        conflicts with "made" using v1:
                        - .metadata.labels.x
                        - .spec.ports[port=80,protocol="TCP"].targetPort""");
    }

    @Test
    void forceTakesOverWhatIsInConflict() {
        Stored stored =
                Stored.nothing().apply("a", "{'app':'web','tier':'1'}", WEB).force("b", "{'app':'mail'}", "{}");
        assertThat(stored.at("/metadata/labels")).isEqualTo(tree("{'app':'mail','tier':'1'}"));
        assertThat(stored.managedBy("a", "Apply").at("/f:metadata/f:labels")).isEqualTo(tree("{'f:tier':{}}"));
        assertThat(stored.managedBy("b", "Apply").at("/f:metadata/f:labels")).isEqualTo(tree("{'f:app':{}}"));
    }

    @Test
    void anUpdaterAndAnApplierOfOneNameAreTwoManagers() {
        Stored stored = Stored.nothing().created("a", "{'app':'web'}", WEB);
        assertThatThrownBy(() -> stored.apply("a", "{'app':'mail'}", "{}"))
                .hasMessage("Apply failed with 1 conflict: conflict with \"a\" using v1: .metadata.labels.app");
    }

    @Test
    void whatWasThereBeforeAnybodyManagedItIsManagedByWhoWasBefore() {
        Stored stored = new Stored(Optional.of(service("{'type':'ClusterIP'}")), MONDAY);
        assertThatThrownBy(() -> stored.apply("a", "{}", "{'type':'NodePort'}"))
                .hasMessage("Apply failed with 1 conflict: conflict with \"before-first-apply\" using v1: .spec.type");
        assertThat(stored.apply("a", "{'x':'y'}", "{}").managers()).contains("before-first-apply", "a");
    }

    @Test
    void listsThatAreOneValueAreManagedAsOne() {
        Stored stored = Stored.nothing().apply("a", "{}", "{'ports':[{'port':80}],'externalIPs':['192.0.2.1']}");
        assertThatThrownBy(() -> stored.apply("b", "{}", "{'externalIPs':['192.0.2.2']}"))
                .hasMessageContaining("1 conflict: conflict with \"a\": .spec.externalIPs");
    }

    @Test
    void aSelectorIsOneValue() {
        Stored stored = Stored.nothing().apply("a", "{}", "{'ports':[{'port':80}],'selector':{'app':'web'}}");
        assertThatThrownBy(() -> stored.apply("b", "{}", "{'selector':{'tier':'1'}}"))
                .hasMessageContaining("1 conflict: conflict with \"a\": .spec.selector");
    }

    @Test
    void appliedElementsStandInTheOrderOfTheApplierAndOthersBehindThoseTheyStoodBehind() {
        String a = "{'port':1,'name':'a'}";
        String b = "{'port':2,'name':'b'}";
        String c = "{'port':3,'name':'c'}";
        Stored stored = Stored.nothing()
                .apply("a", "{}", "{'ports':[" + a + "," + b + "]}")
                .apply("b", "{}", "{'ports':[" + c + "]}")
                .apply("a", "{}", "{'ports':[" + b + "," + a + ",{'port':4,'name':'d'}]}");
        assertThat(stored.at("/spec/ports").findValuesAsText("name")).containsExactly("b", "c", "a", "d");
    }

    @Test
    void kubectlGoesOnWithWhatItAppliedOnItsOwnSide() {
        String applied = "{'apiVersion':'v1','kind':'Service','metadata':{'annotations':{},'labels':{'app':'web'},"
                + "'name':'web','namespace':'shop'},'spec':{'ports':[{'port':80,'targetPort':8080}]}}";
        Stored stored = Stored.nothing().created("kubectl-client-side-apply", "{'app':'web'}", WEB);
        stored.object().getMetadata().getAnnotations().put(LastApplied.ANNOTATION, applied.replace('\'', '"'));
        Stored migrated = stored.apply("kubectl", "{'app':'mail'}", WEB);
        assertThat(migrated.at("/metadata/labels/app").asText()).isEqualTo("mail");
        assertThat(migrated.at("/metadata/annotations")
                        .path(LastApplied.ANNOTATION)
                        .asText())
                .startsWith("{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"labels\":{\"app\":\"mail\"}")
                .endsWith("}\n");
        assertThatThrownBy(() -> stored.apply("other", "{'app':'mail'}", WEB)).hasMessageContaining("1 conflict");
    }

    @Test
    void whatKubectlDidNotApplyOnItsOwnSideIsAConflictAllTheSame() {
        Stored stored = Stored.nothing().created("made", "{'app':'web'}", WEB);
        stored.object().getMetadata().getAnnotations().put(LastApplied.ANNOTATION, "{\"apiVersion\":\"v1\"}");
        assertThatThrownBy(() -> stored.apply("kubectl", "{'app':'mail'}", WEB)).hasMessageContaining("1 conflict");
        stored.object().getMetadata().getAnnotations().put(LastApplied.ANNOTATION, "{nonsense");
        assertThatThrownBy(() -> stored.apply("kubectl", "{'app':'mail'}", WEB)).hasMessageContaining("1 conflict");
    }

    @Test
    void theStatusIsAppliedApart() {
        Stored stored = Stored.nothing().apply("a", "{'app':'web'}", WEB);
        JsonNode asked = tree("{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','labels':{'n':'o'}},"
                + "'spec':{'type':'NodePort'},'status':{'conditions':[{'type':'Up','status':'True'}]}}");
        Stored after = stored.apply("a", asked, Part.STATUS, false);
        assertThat(after.at("/status/conditions/0/type").asText()).isEqualTo("Up");
        assertThat(after.at("/metadata/labels")).isEqualTo(tree("{'app':'web'}"));
        assertThat(after.object().getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getSubresource)
                .containsExactly(null, "status");
    }

    @Test
    void whatIsAppliedMustBeOfTheKindAndTellItsElementsApart() {
        refused("[]", "error decoding YAML: the body is not an object");
        refused("{'apiVersion':'v1','kind':'Pod'}", "invalid object type: v1, Kind=Pod");
        refused(
                "{'apiVersion':'v2','kind':'Service'}",
                "Incorrect version specified in apply patch. Specified patch version: v2, expected: v1");
        refused(
                "{'apiVersion':'v1','kind':'Service','metadata':{'managedFields':[]}}",
                "metadata.managedFields must be nil");
        refused(
                "{'apiVersion':'v1','kind':'Service','spec':{'ports':[{'port':80},{'port':80,'protocol':'TCP'}]}}",
                "failed to create typed patch object (shop/web; v1, Kind=Service): "
                        + ".spec.ports: duplicate entries for key [port=80,protocol=\"TCP\"]");
        refused(
                "{'apiVersion':'v1','kind':'Service','metadata':{'finalizers':['a/b','a/b']},'spec':{'prots':[]}}",
                """
                failed to create typed patch object (shop/web; v1, Kind=Service): errors:
                  .spec.prots: field not declared in schema
                  .metadata.finalizers: duplicate entries for key [="a/b"]""");
        refused(
                "{'apiVersion':'v1','kind':'Service','spec':{'ports':[{'name':'x'}]}}",
                "failed to create typed patch object (shop/web; v1, Kind=Service): .spec.ports: element 0: associative "
                        + "list with keys has an element that omits key field \"port\" (and doesn't have default value)");
    }

    private static void refused(String body, String message) {
        assertThatThrownBy(() -> Stored.nothing().apply("a", tree(body), Part.MAIN, false))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(400))
                .hasMessage(message);
    }

    @Test
    void aNullSaysNothing() {
        Stored stored = Stored.nothing()
                .apply(
                        "a",
                        tree(
                                "{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','creationTimestamp':null,'labels':null},"
                                        + "'spec':{'ports':[{'port':80,'name':null}]},'status':{'loadBalancer':{}}}"),
                        Part.MAIN,
                        false);
        assertThat(stored.managers()).isEqualTo(List.of("a"));
        assertThat(stored.managedBy("a", "Apply").properties()).hasSize(1);
    }
}
