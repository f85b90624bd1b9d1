package io.samegate.tracker.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients do not say in the metadata of any kind. */
class MetadataTest {

    private final Ledger ledger = new Ledger(Given.settings(false, 100));

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void neitherGenerationNorSelfLinkIsTheClientsToSet(HasMetadata object) {
        ObjectMeta pretended = new ObjectMetaBuilder(object.getMetadata())
                .withGeneration(7L)
                .withSelfLink("/mine")
                .addToLabels("changed", "yes")
                .build();
        ledger.create(object);

        ledger.replace(Metadata.on(object, pretended));

        ObjectMeta stored = ledger.state()
                .held(ObjectKind.of(object), ObjectKey.of(object))
                .orElseThrow()
                .value()
                .getMetadata();
        assertThat(stored.getLabels()).containsEntry("changed", "yes");
        assertThat(stored.getGeneration()).isNull();
        assertThat(stored.getSelfLink()).isNull();
    }

    static Stream<HasMetadata> oneOfEachKind() {
        ObjectMeta named =
                new ObjectMetaBuilder().withNamespace("default").withName("one").build();
        return Stream.of(
                new PodBuilder(Given.pod("one", "web", "10.0.0.5").build()).build(),
                new NodeBuilder()
                        .withNewMetadata()
                        .withName("one")
                        .endMetadata()
                        .build(),
                new EndpointsBuilder().withMetadata(named).build(),
                new EndpointSliceBuilder()
                        .withMetadata(named)
                        .withAddressType("IPv4")
                        .build());
    }
}
