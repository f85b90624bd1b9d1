package io.samegate.api.core.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.event.Fact;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.contracts.topic.Topics;
import io.samegate.eventlog.decide.Decision;
import io.samegate.eventlog.decide.Outcome;
import io.samegate.eventlog.decide.Reaction;
import io.samegate.eventlog.decide.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.5Z");
    private static final ObjectRules RULES = new ObjectRules();
    private static final long OFFSET = 6;

    @Test
    void whatMustBeThereIsMadeOnceAndOnlyIfItIsMissing() {
        // Given
        ObjectInput required = new ObjectInput.Required("default", "uid-1");
        // When
        Reaction first = RULES.react(Namespaces.NONE, required, NOW);
        Reaction second = RULES.react(with(namespace("default")), required, NOW);
        // Then
        assertThat(first.changes()).hasSize(1);
        assertThat(second).isEqualTo(Reaction.NONE);
    }

    @Test
    void aNewNamespaceIsActiveAndLabelledWithItsName() {
        Decision decision = RULES.decide(Namespaces.NONE, create("shop"), NOW);
        Namespace stored = stored(decision);
        assertThat(stored.getStatus().getPhase()).isEqualTo("Active");
        assertThat(stored.getMetadata().getLabels()).containsEntry("kubernetes.io/metadata.name", "shop");
        assertThat(stored.getMetadata().getCreationTimestamp()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(stored.getMetadata().getUid()).isNotEmpty();
        assertThat(decision.facts()).extracting(Fact::type).containsExactly("NamespaceCreated");
    }

    @Test
    void aSecondNamespaceOfTheSameNameIsRefused() {
        assertThat(code(RULES.decide(with(namespace("shop")), create("shop"), NOW)))
                .isEqualTo(409);
    }

    @Test
    void aDryRunIsAnsweredAndChangesNothing() {
        Request.Create create = create("shop");
        Request dry = new Request.Create(create.header().withDryRun(true), create.object());
        Decision decision = RULES.decide(Namespaces.NONE, dry, NOW);
        assertThat(decision.outcome()).isInstanceOf(Outcome.Simulated.class);
        assertThat(decision.changes()).isEmpty();
    }

    @Test
    void aReplacementKeepsWhatIsTheServersOwn() {
        // Given
        Namespaces state = with(namespace("shop"));
        Namespace asked = new NamespaceBuilder()
                .withNewMetadata()
                .withName("shop")
                .addToLabels("team", "a")
                .withGeneration(7L)
                .withSelfLink("/mine")
                .endMetadata()
                .build();
        // When
        Namespace stored = stored(RULES.decide(state, replace(asked, Preconditions.NONE), NOW));
        // Then
        assertThat(stored.getMetadata().getGeneration()).isNull();
        assertThat(stored.getMetadata().getSelfLink()).isNull();
        assertThat(stored.getMetadata().getUid()).isEqualTo("uid-shop");
        assertThat(stored.getMetadata().getLabels()).containsKeys("team", "kubernetes.io/metadata.name");
        assertThat(stored.getStatus().getPhase()).isEqualTo("Active");
    }

    @Test
    void anEqualReplacementIsNotWrittenAgain() {
        Namespaces state = with(namespace("shop"));
        Decision decision = RULES.decide(state, replace(namespace("shop"), Preconditions.NONE), NOW);
        assertThat(decision.changes()).isEmpty();
        assertThat(decision.outcome()).isEqualTo(new Outcome.Accepted(Topics.OBJECTS, "Namespace/shop", OFFSET));
    }

    @Test
    void aReplacementOfAnotherVersionIsAConflict() {
        Namespaces state = with(namespace("shop"));
        Preconditions old = Preconditions.resourceVersion(ResourceVersion.of(OFFSET - 1));
        assertThat(code(RULES.decide(state, replace(namespace("shop"), old), NOW)))
                .isEqualTo(409);
    }

    @Test
    void aDeletedNamespaceIsTerminatingUntilItsOwnersHaveEmptiedIt() {
        // Given
        Namespaces state = with(namespace("shop"));
        // When
        Namespace terminating = stored(RULES.decide(state, delete("shop", Preconditions.NONE), NOW));
        Namespaces deleted = with(terminating);
        Reaction ofAnother = RULES.react(deleted, new ObjectInput.Emptied("shop", "uid-other"), NOW);
        Reaction emptied = RULES.react(deleted, new ObjectInput.Emptied("shop", "uid-shop"), NOW);
        // Then
        assertThat(terminating.getStatus().getPhase()).isEqualTo("Terminating");
        assertThat(deleted.toBeEmptied()).extracting(Namespaces.Held::name).containsExactly("shop");
        assertThat(ofAnother).isEqualTo(Reaction.NONE);
        assertThat(emptied.changes()).containsExactly(new StateChange.Removed<>(Topics.OBJECTS, "Namespace/shop"));
    }

    @Test
    void anEmptiedNamespaceStaysAsLongAsAFinalizerHoldsIt() {
        // Given
        Namespace held = new NamespaceBuilder(namespace("shop"))
                .editMetadata()
                .withFinalizers("example.com/hold")
                .endMetadata()
                .build();
        Namespace terminating = stored(RULES.decide(with(held), delete("shop", Preconditions.NONE), NOW));
        // When
        Reaction emptied = RULES.react(with(terminating), new ObjectInput.Emptied("shop", "uid-shop"), NOW);
        // Then
        Namespace stays = (Namespace) ((StateChange.Stored<?>) emptied.changes().getFirst()).value();
        assertThat(with(stays).toBeEmptied()).as("nobody is asked again").isEmpty();
        assertThat(stays.getStatus().getPhase()).isEqualTo("Terminating");
        assertThat(RULES.react(with(stays), new ObjectInput.Emptied("shop", "uid-shop"), NOW))
                .isEqualTo(Reaction.NONE);
        Namespace free = new NamespaceBuilder(stays)
                .editMetadata()
                .withFinalizers(List.of())
                .endMetadata()
                .build();
        Decision let = RULES.decide(with(stays), replace(free, Preconditions.NONE), NOW);
        assertThat(let.changes()).containsExactly(new StateChange.Removed<>(Topics.OBJECTS, "Namespace/shop"));
        assertThat(let.facts()).extracting(Fact::type).containsExactly("NamespaceDeleted");
    }

    @Test
    void noFinalizerIsAddedToANamespaceThatGoes() {
        Namespace terminating = stored(RULES.decide(with(namespace("shop")), delete("shop", Preconditions.NONE), NOW));
        Namespace asked = new NamespaceBuilder(terminating)
                .editMetadata()
                .withFinalizers("example.com/late")
                .endMetadata()
                .build();
        assertThat(code(RULES.decide(with(terminating), replace(asked, Preconditions.NONE), NOW)))
                .isEqualTo(422);
    }

    @Test
    void nobodyTakesAwayTheFinalizerOfTheContents() {
        // Given
        Namespace terminating = stored(RULES.decide(with(namespace("shop")), delete("shop", Preconditions.NONE), NOW));
        assertThat(terminating.getSpec().getFinalizers()).containsExactly("kubernetes");
        Namespace none =
                new NamespaceBuilder(terminating).withNewSpec().endSpec().build();
        Namespace other = new NamespaceBuilder(terminating)
                .withNewSpec()
                .withFinalizers("example.com/mine")
                .endSpec()
                .build();
        // When
        Decision hollowed = RULES.decide(with(terminating), finalize(none), NOW);
        Decision added = RULES.decide(with(terminating), finalize(other), NOW);
        // Then
        assertThat(hollowed.changes()).isEmpty();
        assertThat(stored(added).getSpec().getFinalizers()).containsExactly("kubernetes", "example.com/mine");
    }

    @Test
    void theLastFinalizerOfItsSpecLetsAnEmptiedNamespaceGo() {
        Namespace held = new NamespaceBuilder(namespace("shop"))
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withFinalizers("example.com/mine")
                .endSpec()
                .build();
        Namespace none = new NamespaceBuilder(held).withNewSpec().endSpec().build();
        assertThat(RULES.decide(with(held), finalize(none), NOW).changes())
                .containsExactly(new StateChange.Removed<>(Topics.OBJECTS, "Namespace/shop"));
    }

    @Test
    void deletingTwiceChangesNothingMore() {
        Namespace terminating = stored(RULES.decide(with(namespace("shop")), delete("shop", Preconditions.NONE), NOW));
        Decision again = RULES.decide(with(terminating), delete("shop", Preconditions.NONE), NOW);
        assertThat(again.changes()).isEmpty();
        assertThat(again.outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void aNamespaceInUseIsNotEmptiedByMistake() {
        Reaction reaction = RULES.react(with(namespace("shop")), new ObjectInput.Emptied("shop", "uid-shop"), NOW);
        assertThat(reaction).isEqualTo(Reaction.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "kube-system", "kube-public"})
    void theSystemsNamespacesCannotBeDeleted(String name) {
        assertThat(code(RULES.decide(with(namespace(name)), delete(name, Preconditions.NONE), NOW)))
                .isEqualTo(403);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(code(RULES.decide(Namespaces.NONE, delete("shop", Preconditions.NONE), NOW)))
                .isEqualTo(404);
        assertThat(code(RULES.decide(Namespaces.NONE, replace(namespace("shop"), Preconditions.NONE), NOW)))
                .isEqualTo(404);
    }

    @Test
    void aPostedEventIsToldOnAsItWasPosted() {
        Decision decision = RULES.decide(with(namespace("shop")), post("shop"), NOW);
        assertThat(decision.changes()).isEmpty();
        assertThat(decision.facts()).extracting(Fact::type).containsExactly("UserEvent");
        assertThat(((Outcome.Simulated) decision.outcome())
                        .object()
                        .getMetadata()
                        .getUid())
                .isNotEmpty();
    }

    @Test
    void anEventNeedsANamespaceThatStays() {
        Namespace terminating = stored(RULES.decide(with(namespace("shop")), delete("shop", Preconditions.NONE), NOW));
        assertThat(code(RULES.decide(Namespaces.NONE, post("shop"), NOW))).isEqualTo(404);
        assertThat(code(RULES.decide(with(terminating), post("shop"), NOW))).isEqualTo(403);
    }

    @Test
    void replayFollowsTheLog() {
        Namespaces stored = RULES.replay(
                Namespaces.NONE, new StateChange.Stored<>(Topics.OBJECTS, "Namespace/shop", namespace("shop")), OFFSET);
        Namespaces removed =
                RULES.replay(stored, new StateChange.Removed<>(Topics.OBJECTS, "Namespace/shop"), OFFSET + 1);
        assertThat(stored).isEqualTo(with(namespace("shop")));
        assertThat(removed).isEqualTo(Namespaces.NONE);
    }

    private static Namespaces with(Namespace namespace) {
        return Namespaces.NONE.with(namespace, OFFSET);
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid("uid-" + name)
                .withCreationTimestamp("2025-01-01T00:00:00Z")
                .addToLabels("kubernetes.io/metadata.name", name)
                .endMetadata()
                .withNewStatus()
                .withPhase("Active")
                .endStatus()
                .build();
    }

    private static RequestHeader header(String name) {
        return RequestHeader.of(
                new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped(name)), "user", Duration.ofSeconds(5));
    }

    private static Request.Create create(String name) {
        return new Request.Create(
                header(name),
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build());
    }

    private static Request post(String namespace) {
        ObjectKey key = new ObjectKey(namespace, "e");
        return new Request.Create(
                RequestHeader.of(new ObjectRef(ObjectKind.EVENT, key), "user", Duration.ofSeconds(5)),
                new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("e")
                        .endMetadata()
                        .build());
    }

    private static Request replace(Namespace namespace, Preconditions preconditions) {
        return new Request.Replace(header(namespace.getMetadata().getName()), namespace, preconditions, Part.MAIN);
    }

    private static Request finalize(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        return new Request.Replace(header(name), namespace, Preconditions.NONE, Part.FINALIZERS);
    }

    private static Request delete(String name, Preconditions preconditions) {
        return new Request.Delete(header(name), preconditions, Grace.OF_THE_OBJECT);
    }

    private static Namespace stored(Decision decision) {
        List<StateChange<?>> changes = decision.changes();
        assertThat(changes).hasSize(1);
        return (Namespace) ((StateChange.Stored<?>) changes.getFirst()).value();
    }

    private static int code(Decision decision) {
        assertThat(decision.changes()).isEmpty();
        return ((Outcome.Refused) decision.outcome()).status().getCode();
    }
}
