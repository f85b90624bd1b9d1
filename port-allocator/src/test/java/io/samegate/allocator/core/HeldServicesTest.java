package io.samegate.allocator.core;

import static io.samegate.allocator.core.ServiceFixture.nodePort;
import static io.samegate.allocator.core.ServiceFixture.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.event.FactType;
import io.samegate.contracts.request.Request;
import io.samegate.eventlog.decide.Decision;
import org.junit.jupiter.api.Test;

/** Services that finalizers hold back. */
class HeldServicesTest {

    private static final ObjectRef SHOP = new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped("shop"));

    private final Log log = Log.usual();

    @Test
    void aDeleteMarksAndEverythingStaysHeld() {
        log.create(held(nodePort("web", tcp(80, 30080))));

        Decision decision = log.delete("web");

        ObjectMeta metadata = log.service("web").getMetadata();
        assertThat(Log.isAccepted(decision)).isTrue();
        assertThat(metadata.getDeletionTimestamp()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(metadata.getDeletionGracePeriodSeconds()).isZero();
        assertThat(metadata.getGeneration()).as("generation").isEqualTo(1);
        assertThat(Log.refusal(log.create(nodePort("other", tcp(80, 30080)))).getMessage())
                .endsWith("provided port is already allocated");
    }

    @Test
    void aSecondDeleteWritesNothing() {
        log.create(held(nodePort("web", tcp(80))));
        log.delete("web");

        Decision again = log.delete("web");

        assertThat(Log.isAccepted(again)).isTrue();
        assertThat(again.changes()).isEmpty();
    }

    @Test
    void itCanStillBeChangedButGetsNoNewFinalizer() {
        log.create(held(nodePort("web", tcp(80))));
        log.delete("web");
        log.replace(held(nodePort("web", tcp(81))));
        assertThat(log.service("web").getSpec().getPorts().get(0).getPort()).isEqualTo(81);
        assertThat(log.service("web").getMetadata().getDeletionTimestamp()).isNotNull();

        Decision more = log.replace(held(nodePort("web", tcp(81)), "example.com/more"));

        assertThat(Log.refusal(more).getMessage())
                .isEqualTo("Service \"web\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added"
                        + " if the object is being deleted, found new finalizers []string{\"example.com/more\"}");
    }

    @Test
    void whoTakesTheLastFinalizerAwayRemovesItAndFreesWhatItHeld() {
        log.create(held(nodePort("web", tcp(80, 30080))));
        log.delete("web");

        Decision decision = log.replace(nodePort("web", tcp(80, 30080)));

        assertThat(Log.isAccepted(decision)).isTrue();
        assertThat(log.find("web")).isEmpty();
        assertThat(Log.isAccepted(log.create(nodePort("other", tcp(80, 30080)))))
                .isTrue();
    }

    @Test
    void theWriteThatRemovesItReleasesWhatWasHeldWhateverPortsItAsksFor() {
        log.create(held(nodePort("web", tcp(80, 30080))));
        log.delete("web");

        Decision decision = log.replace(nodePort("web", tcp(80, 30081)));

        assertThat(decision.facts())
                .filteredOn(fact -> fact.type().equals(FactType.PORT_RELEASED.wireName()))
                .extracting(fact -> fact.details().get("nodePort"))
                .containsExactly("30080");
    }

    @Test
    void aNewServiceIsNotBornDeleted() {
        log.create(new ServiceBuilder(nodePort("web", tcp(80)))
                .editMetadata()
                .withDeletionTimestamp("2020-01-01T00:00:00Z")
                .endMetadata()
                .build());

        assertThat(log.service("web").getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void aNamespaceThatGoesMarksThemAndIsNotClosedBeforeTheyAreGone() {
        // Given
        log.namespace("shop", NamespacePhase.ACTIVE);
        log.create(in("shop", held(nodePort("held", tcp(80)))));
        log.create(in("shop", nodePort("free", tcp(80))));
        // When
        log.namespace("shop", NamespacePhase.TERMINATING);
        // Then
        assertThat(log.state().allocations().in("shop")).containsExactly(new ObjectKey("shop", "held"));
        assertThat(Log.refusal(log.ask(new Request.CloseNamespace(log.header(SHOP))))
                        .getMessage())
                .endsWith("not empty yet: finalizers hold back 1 of its Services");
        // And when they are
        log.replace(in("shop", nodePort("held", tcp(80))));
        assertThat(Log.isAccepted(log.ask(new Request.CloseNamespace(log.header(SHOP)))))
                .isTrue();
    }

    private static Service held(Service service, String... more) {
        return new ServiceBuilder(service)
                .editMetadata()
                .addToFinalizers("example.com/hold")
                .addToFinalizers(more)
                .endMetadata()
                .build();
    }

    private static Service in(String namespace, Service service) {
        return new ServiceBuilder(service)
                .editMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }
}
