package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The fabric8 client, which shares no code with the server's edges, as an independent user. */
@ExtendWith(SharedInstallation.class)
class Fabric8ClientTest {

    private final Samegate samegate;
    private KubernetesClient client;

    Fabric8ClientTest(Samegate samegate) {
        this.samegate = samegate;
    }

    @BeforeEach
    void connect() {
        Config config = Config.empty();
        config.setMasterUrl(samegate.apiUrl());
        config.setNamespace("default");
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Test
    void createsListsReadsAndDeletes() {
        // When
        Service created = client.resource(Serialization.unmarshal(Manifests.nodePort("fabric"), Service.class))
                .create();
        // Then
        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(client.services().list().getItems())
                .extracting(service -> service.getMetadata().getName())
                .contains("fabric", "kubernetes");
        assertThat(client.services().withName("fabric").get().getSpec()).isEqualTo(created.getSpec());
        assertThat(client.services().withName("fabric").delete()).hasSize(1);
        assertThat(client.services().withName("fabric").get()).isNull();
    }

    @Test
    void anInformerSeesEveryChangeInOrder() {
        // Given
        List<String> seen = new CopyOnWriteArrayList<>();
        try (SharedIndexInformer<Service> informer = client.services().inform(new Recorder(seen))) {
            Eventually.until(informer::hasSynced);
            // When
            client.resource(Serialization.unmarshal(Manifests.nodePort("informed"), Service.class))
                    .create();
            client.services()
                    .withName("informed")
                    .edit(service -> service.edit()
                            .editMetadata()
                            .addToLabels("edited", "yes")
                            .endMetadata()
                            .build());
            client.services().withName("informed").delete();
            // Then
            Eventually.until(() -> seen.contains("deleted informed"));
            assertThat(seen.stream().filter(line -> line.endsWith("informed")))
                    .containsExactly("added informed", "updated informed", "deleted informed");
        }
    }

    private record Recorder(List<String> seen) implements ResourceEventHandler<Service> {

        @Override
        public void onAdd(Service service) {
            seen.add("added " + service.getMetadata().getName());
        }

        @Override
        public void onUpdate(Service before, Service after) {
            seen.add("updated " + after.getMetadata().getName());
        }

        @Override
        public void onDelete(Service service, boolean unknown) {
            seen.add("deleted " + service.getMetadata().getName());
        }
    }
}
