package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects that finalizers hold back. */
class HeldObjectsTest {

    private static final String HOLD = "example.com/hold";

    private final Ledger ledger = new Ledger(Given.settings(false, 100));

    @Test
    void aDeletedNodeIsMarkedAndGoesWithItsLastFinalizer() {
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName("n")
                .addToFinalizers(HOLD)
                .endMetadata()
                .build();
        ledger.create(node);

        ledger.delete(node);
        assertThat(ledger.node("n").getMetadata().getDeletionTimestamp()).isNotNull();
        ledger.replace(new NodeBuilder(node)
                .editMetadata()
                .withFinalizers()
                .endMetadata()
                .build());

        assertThat(ledger.state().node("n")).isEmpty();
    }

    @Test
    void aSecondDeleteWritesNothing() {
        ledger.create(endpoints(HOLD));
        ledger.delete(endpoints());
        int written = ledger.written.size();

        Decision again = ledger.delete(endpoints());

        assertThat(again.outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(ledger.written).hasSize(written);
    }

    @Test
    void noFinalizerIsAddedToWhatIsBeingDeleted() {
        ledger.create(endpoints(HOLD));
        ledger.delete(endpoints());

        assertThat(Ledger.refusal(ledger.replace(endpoints(HOLD, "example.com/more"))))
                .isEqualTo(
                        "Endpoints \"db\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if"
                                + " the object is being deleted, found new finalizers []string{\"example.com/more\"}");
    }

    @Test
    void aPodLeavesTheSlicesWhenItsGraceIsOverAndItsObjectStays() {
        // Given
        ledger.service(Given.service("web").build());
        ledger.create(pod(HOLD));
        ledger.delete(pod(HOLD));
        assertThat(ledger.onlySlice("web").getEndpoints()).hasSize(1);
        // When
        ledger.pass(Duration.ofSeconds(31));
        // Then
        assertThat(ledger.onlySlice("web").getEndpoints()).isEmpty();
        assertThat(ledger.pod("web-1").getMetadata().getDeletionGracePeriodSeconds())
                .isZero();
        int written = ledger.written.size();
        ledger.pass(Duration.ofMinutes(5));
        assertThat(ledger.written).hasSize(written);
        // And when it is let go
        ledger.replace(pod());
        assertThat(ledger.findPod("web-1")).isEmpty();
    }

    @Test
    void aPodThatIsLetGoEarlyStillHasItsGrace() {
        ledger.create(pod(HOLD));
        ledger.delete(pod());

        ledger.replace(pod());

        assertThat(ledger.pod("web-1").getMetadata().getDeletionTimestamp()).isNotNull();
    }

    @Test
    void forceDoesNotGetPastAFinalizer() {
        ledger.create(pod(HOLD));

        ledger.delete(pod(), Grace.of(Duration.ZERO));

        assertThat(ledger.pod("web-1").getMetadata().getDeletionGracePeriodSeconds())
                .isZero();
    }

    @Test
    void aNamespaceIsNotClosedBeforeTheyAreGone() {
        // Given
        ledger.create(pod(HOLD));
        ledger.create(endpoints());
        // When
        ledger.namespace("default", "Terminating");
        // Then
        assertThat(ledger.endpoints("db")).isEmpty();
        assertThat(ledger.pod("web-1").getMetadata().getDeletionTimestamp()).isNotNull();
        assertThat(Ledger.refusal(close()))
                .endsWith("not empty yet: finalizers hold back 1 of its Pods," + " EndpointSlices and Endpoints");
        // And when they are
        ledger.replace(pod());
        assertThat(close().outcome()).isEqualTo(new Outcome.Accepted(Topics.OBJECTS, "Namespace/default", 7));
    }

    private Decision close() {
        ObjectRef target = new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped("default"));
        return ledger.decide(new Request.CloseNamespace(
                RequestHeader.of(target, "someone", Duration.ofSeconds(5)).withSeen(Map.of("objects", 7L))));
    }

    private static Pod pod(String... finalizers) {
        return new PodBuilder(Given.pod("web-1", "web", "10.0.0.5").build())
                .editMetadata()
                .withFinalizers(finalizers)
                .endMetadata()
                .build();
    }

    private static Endpoints endpoints(String... finalizers) {
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName("db")
                .withFinalizers(finalizers)
                .endMetadata()
                .build();
    }
}
