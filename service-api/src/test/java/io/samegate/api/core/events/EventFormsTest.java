package io.samegate.api.core.events;

import static io.samegate.api.core.Objects.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.contracts.Json;
import org.junit.jupiter.api.Test;

class EventFormsTest {

    private static final HasMetadata EVENT = object("{'kind':'Event','apiVersion':'v1','metadata':{'name':'e'},"
            + "'reason':'Said','action':'Saying','message':'hello','type':'Normal','count':3,"
            + "'eventTime':'2026-01-01T00:00:00.000001Z','firstTimestamp':'2026-01-01T00:00:00Z',"
            + "'lastTimestamp':'2026-01-02T00:00:00Z','source':{'component':'c','host':'h'},"
            + "'reportingComponent':'r','reportingInstance':'i','series':{'count':2,"
            + "'lastObservedTime':'2026-01-01T00:00:01.000000Z'},'related':{'kind':'Pod','name':'p'},"
            + "'involvedObject':{'kind':'Service','name':'web'},'unknown':{'x':1}}");

    @Test
    void nothingIsLostOnTheWayToTheNewerFormAndBack() {
        assertThat(Json.tree(EventForms.older(EventForms.newer(EVENT)))).isEqualTo(Json.tree(EVENT));
    }

    @Test
    void theNewerFormHasWordsOfItsOwn() {
        var newer = Json.tree(EventForms.newer(EVENT));
        assertThat(newer.path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
        assertThat(newer.path("note").asText()).isEqualTo("hello");
        assertThat(newer.at("/regarding/name").asText()).isEqualTo("web");
        assertThat(newer.path("reportingController").asText()).isEqualTo("r");
        assertThat(newer.path("deprecatedCount").asInt()).isEqualTo(3);
    }
}
