package io.samegate.api.core.fields;

import static io.samegate.api.core.Objects.object;
import static io.samegate.api.core.Objects.service;
import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.samegate.contracts.Json;
import io.samegate.contracts.request.Part;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldManagerTest {

    private static final Instant MONDAY = Instant.parse("2026-01-05T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-01-06T10:00:00.7Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            kubectl-create | kubectl/v1.32.0 (linux/amd64) | kubectl-create
            ''             | kubectl/v1.32.0 (linux/amd64) | kubectl
            ''             | curl                          | curl
            ''             | ''                            | unknown
            ''             | /1                            | unknown
            """)
    void aManagerIsWhatItCallsItselfOrItsProgram(String asked, String userAgent, String name) {
        assertThat(FieldManager.name(asked, userAgent)).isEqualTo(name);
    }

    @Test
    void aUserAgentIsCutToWhatANameMayBe() {
        assertThat(FieldManager.name("", "x".repeat(300))).hasSize(128);
        assertThat(FieldManager.name("", "a\tb/1")).isEqualTo("ab");
    }

    @Test
    void whoeverCreatesManagesAllOfIt() {
        HasMetadata created =
                created("{'type':'ClusterIP','selector':{'app':'a'},'ports':[{'port':80,'protocol':'TCP'}]}");
        assertThat(entry(created, 0).getManager()).isEqualTo("a");
        assertThat(entry(created, 0).getOperation()).isEqualTo("Update");
        assertThat(entry(created, 0).getApiVersion()).isEqualTo("v1");
        assertThat(entry(created, 0).getTime()).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(fields(created, 0)).isEqualTo(Json.read("""
                        {"f:spec":{"f:ports":{".":{},"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":
                          {".":{},"f:port":{},"f:protocol":{}}},"f:selector":{},"f:type":{}}}
                        """.getBytes(StandardCharsets.UTF_8), JsonNode.class));
    }

    @Test
    void whoeverChangesAFieldManagesItAlone() {
        HasMetadata created = created("{'type':'ClusterIP','sessionAffinity':'None'}");
        HasMetadata changed = updated(created, "{'type':'NodePort','sessionAffinity':'None'}", "b", TUESDAY);
        assertThat(fields(changed, 0)).isEqualTo(tree("{'f:spec':{'f:sessionAffinity':{}}}"));
        assertThat(entry(changed, 0).getTime()).isEqualTo("2026-01-05T10:00:00Z");
        assertThat(fields(changed, 1)).isEqualTo(tree("{'f:spec':{'f:type':{}}}"));
        assertThat(entry(changed, 1).getTime()).isEqualTo("2026-01-06T10:00:00Z");
    }

    @Test
    void whatIsGoneIsManagedByNobody() {
        HasMetadata created = created("{'type':'ClusterIP','sessionAffinity':'None'}");
        HasMetadata changed = updated(created, "{'type':'ClusterIP'}", "b", TUESDAY);
        assertThat(changed.getMetadata().getManagedFields()).hasSize(1);
        assertThat(fields(changed, 0)).isEqualTo(tree("{'f:spec':{'f:type':{}}}"));
    }

    @Test
    void whoChangesNothingManagesNothingAndNoTimePasses() {
        HasMetadata created = created("{'type':'ClusterIP'}");
        assertThat(updated(created, "{'type':'ClusterIP'}", "b", TUESDAY)
                        .getMetadata()
                        .getManagedFields())
                .isEqualTo(created.getMetadata().getManagedFields());
        assertThat(updated(created, "{'type':'ClusterIP'}", "a", TUESDAY)
                        .getMetadata()
                        .getManagedFields())
                .isEqualTo(created.getMetadata().getManagedFields());
    }

    @Test
    void theStatusIsManagedApart() {
        HasMetadata created = created("{'type':'ClusterIP'}");
        HasMetadata asked = object("{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','namespace':'shop',"
                + "'labels':{'x':'y'}},'spec':{'type':'NodePort'},"
                + "'status':{'conditions':[{'type':'Up','status':'True'}]}}");
        HasMetadata changed = FieldManager.updated(created, asked, Part.STATUS, "b", TUESDAY);
        assertThat(entry(changed, 0).getManager()).isEqualTo("a");
        assertThat(entry(changed, 1).getSubresource()).isEqualTo("status");
        assertThat(fields(changed, 1).path("f:status").path("f:conditions")).isNotEmpty();
        assertThat(fields(changed, 1).properties()).hasSize(1);
    }

    @Test
    void theStatusOfAServiceIsNotManagedByWhoWritesTheService() {
        HasMetadata created = created("{'type':'ClusterIP'}");
        HasMetadata asked = object("{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','namespace':'shop'},"
                + "'spec':{'type':'ClusterIP'},'status':{'conditions':[{'type':'Up','status':'True'}]}}");
        assertThat(FieldManager.updated(created, asked, Part.MAIN, "b", TUESDAY)
                        .getMetadata()
                        .getManagedFields())
                .isEqualTo(created.getMetadata().getManagedFields());
    }

    @Test
    void anObjectNobodyManagesStaysSo() {
        HasMetadata changed = updated(service("{'type':'ClusterIP'}"), "{'type':'NodePort'}", "b", TUESDAY);
        assertThat(changed.getMetadata().getManagedFields()).isEmpty();
    }

    @Test
    void oneEmptyEntryMakesEverybodyForgotten() {
        HasMetadata asked = service("{'type':'NodePort'}");
        asked.getMetadata().setManagedFields(List.of(new ManagedFieldsEntry()));
        HasMetadata changed = FieldManager.updated(created("{'type':'ClusterIP'}"), asked, Part.MAIN, "b", TUESDAY);
        assertThat(changed.getMetadata().getManagedFields()).isEmpty();
    }

    @Test
    void whatTheSenderSaysAboutManagersIsBelieved() {
        HasMetadata asked = service("{'type':'ClusterIP'}");
        asked.getMetadata()
                .setManagedFields(created("{'type':'ClusterIP'}").getMetadata().getManagedFields());
        entry(asked, 0).setManager("c");
        entry(asked, 0).setOperation("Apply");
        HasMetadata changed = FieldManager.updated(created("{'type':'ClusterIP'}"), asked, Part.MAIN, "b", TUESDAY);
        assertThat(changed.getMetadata().getManagedFields()).hasSize(1);
        assertThat(entry(changed, 0).getManager()).isEqualTo("c");
        assertThat(entry(changed, 0).getOperation()).isEqualTo("Apply");
    }

    @Test
    void managersThatMakeNoSenseAreNotBelieved() {
        HasMetadata created = created("{'type':'ClusterIP'}");
        HasMetadata asked = service("{'type':'ClusterIP'}");
        asked.getMetadata()
                .setManagedFields(List.of(new ManagedFieldsEntry("v1", "FieldsV1", null, "c", "Apply", null, null)));
        assertThat(FieldManager.updated(created, asked, Part.MAIN, "b", TUESDAY)
                        .getMetadata()
                        .getManagedFields())
                .isEqualTo(created.getMetadata().getManagedFields());
    }

    @Test
    void theOldestOfMoreThanTenUpdatersBecomeOne() {
        HasMetadata stored = created("{'type':'ClusterIP'}");
        for (int i = 0; i < 30; i++) {
            HasMetadata next = Json.readObject(Json.tree(stored));
            next.getMetadata().getLabels().put("l" + i, "x");
            stored = FieldManager.updated(stored, next, Part.MAIN, "m" + i, MONDAY.plusSeconds(1 + i));
        }
        assertThat(stored.getMetadata().getManagedFields()).hasSize(10);
        assertThat(stored.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .contains("ancient-changes", "m29", "m21")
                .doesNotContain("a", "m20");
        JsonNode ancient = fields(stored, 0);
        assertThat(ancient.path("f:spec").path("f:type").isObject()).isTrue();
        assertThat(ancient.path("f:metadata").path("f:labels").path("f:l20").isObject())
                .isTrue();
    }

    private static HasMetadata created(String spec) {
        return FieldManager.created(service(spec), "a", MONDAY);
    }

    private static HasMetadata updated(HasMetadata stored, String spec, String manager, Instant now) {
        return FieldManager.updated(stored, service(spec), Part.MAIN, manager, now);
    }

    private static ManagedFieldsEntry entry(HasMetadata object, int index) {
        return object.getMetadata().getManagedFields().get(index);
    }

    private static JsonNode fields(HasMetadata object, int index) {
        return Json.tree(entry(object, index).getFieldsV1());
    }
}
