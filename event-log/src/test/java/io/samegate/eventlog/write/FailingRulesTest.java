package io.samegate.eventlog.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.eventlog.NamespaceRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcollections.PMap;

class FailingRulesTest {

    private final NamespaceRules rules = new NamespaceRules();
    private final Batch<PMap<String, NamespaceRules.Held>, String> batch =
            new Batch<>(rules, rules.empty(), Instant.parse("2026-01-01T12:00:00Z"));

    @Test
    void aRequestTheRulesFailOnIsRefusedAndTheOthersAreDecided() {
        // Given a request these rules fail on, for there is nothing to close
        Request failing = new Request.CloseNamespace(header("nothing"));
        Request sound = new Request.Create(
                header("shop"),
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build());
        // When
        batch.decide(failing);
        batch.decide(sound);
        // Then
        Transaction transaction = batch.transaction(2);
        assertThat(transaction.changes()).hasSize(1);
        assertThat(transaction.answers()).hasSize(2);
        assertThat(transaction.resolve(transaction.answers().get(0), List.of(0L)))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(500));
        assertThat(transaction.resolve(transaction.answers().get(1), List.of(0L)))
                .isInstanceOf(Answer.Accepted.class);
    }

    private static RequestHeader header(String name) {
        return RequestHeader.of(
                new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped(name)), "somebody", Duration.ofSeconds(5));
    }
}
