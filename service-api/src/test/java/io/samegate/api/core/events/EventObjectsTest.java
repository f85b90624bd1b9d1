package io.samegate.api.core.events;

import static io.samegate.api.core.Objects.object;
import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.samegate.api.core.validate.Validation;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.event.FactType;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventObjectsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final ObjectRef WEB = new ObjectRef(ObjectKind.SERVICE, new ObjectKey("shop", "web"));

    @Test
    void aFactIsShownAsAnEventAboutItsObject() {
        Fact fact =
                Fact.of(FactType.PORT_ALLOCATED, WEB, "u-1", NOW, "port 31333").with("nodePort", "31333");
        JsonNode event = Json.tree(EventObjects.of(fact, 1, 42));
        assertThat(event.at("/metadata/name").asText()).isEqualTo("web.100000000000002a");
        assertThat(event.at("/metadata/namespace").asText()).isEqualTo("shop");
        assertThat(event.at("/metadata/creationTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(event.at("/metadata/annotations")).isEqualTo(tree("{'samegate.io/nodePort':'31333'}"));
        assertThat(event.get("involvedObject"))
                .isEqualTo(tree("{'apiVersion':'v1','kind':'Service','namespace':'shop','name':'web','uid':'u-1'}"));
        assertThat(event.get("reason").asText()).isEqualTo("PortAllocated");
        assertThat(event.get("type").asText()).isEqualTo("Normal");
        assertThat(event.get("message").asText()).isEqualTo("port 31333");
        assertThat(event.get("firstTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(event.get("lastTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(event.get("count").asInt()).isEqualTo(1);
        assertThat(event.at("/source/component").asText()).isEqualTo("port-allocator");
        assertThat(event.get("reportingComponent").asText()).isEqualTo("port-allocator");
    }

    @Test
    void aWarningSaysOnWhichNodeItHappened() {
        Fact fact =
                Fact.of(FactType.PORT_REFUSED, WEB, "", NOW, "address in use").on("node1");
        Event event = EventObjects.of(fact, 3, 0);
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getSource().getHost()).isEqualTo("node1");
        assertThat(event.getInvolvedObject().getUid()).isNull();
    }

    @Test
    void whatHasNoNamespaceHasItsEventsInTheDefaultOne() {
        ObjectRef node = new ObjectRef(ObjectKind.NODE, ObjectKey.clusterScoped("node1"));
        Event event = EventObjects.of(Fact.of(FactType.NODE_READY, node, "u", NOW, "heard of"), 2, 7);
        assertThat(event.getMetadata().getNamespace()).isEqualTo("default");
        assertThat(event.getInvolvedObject().getNamespace()).isNull();
    }

    @Test
    void theSameRecordIsAlwaysTheSameEventAndAnotherRecordAnotherOne() {
        Fact fact = Fact.of(FactType.PORT_ALLOCATED, WEB, "u", NOW, "m");
        assertThat(EventObjects.of(fact, 1, 42)).isEqualTo(EventObjects.of(fact, 1, 42));
        Set<String> names = new HashSet<>();
        Set<String> uids = new HashSet<>();
        for (int partition = 0; partition < 4; partition++) {
            for (int offset = 0; offset < 100; offset++) {
                Event event = EventObjects.of(fact, partition, offset);
                names.add(event.getMetadata().getName());
                uids.add(event.getMetadata().getUid());
            }
        }
        assertThat(names).hasSize(400);
        assertThat(uids).hasSize(400);
    }

    @Test
    void anEventIsValidHoweverLongTheNameOfItsObject() {
        ObjectRef pod = new ObjectRef(ObjectKind.POD, new ObjectKey("shop", "a".repeat(253)));
        Event event = EventObjects.of(Fact.of(FactType.POD_REGISTERED, pod, "u", NOW, "m"), 2, Long.MAX_VALUE >>> 4);
        assertThat(Validation.onCreate(event)).isEmpty();
    }

    @Test
    void anEventOfAUserComesBackAsItWasPosted() {
        Event posted = object(
                "{'kind':'Event','apiVersion':'v1','metadata':{'name':'mine','namespace':'shop','uid':'u-9'},"
                        + "'reason':'Mine','message':'m','involvedObject':{'kind':'Pod','namespace':'shop'}}",
                Event.class);
        Fact fact = EventObjects.fact(posted, NOW);
        assertThat(fact.type()).isEqualTo("UserEvent");
        assertThat(EventObjects.of(fact, 0, 5)).isEqualTo(posted);
    }
}
