package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    @Test
    void serverSideApplyCreatesAndChangesWhatItOwns() {
        // Given
        Service wanted = Serialization.unmarshal(Manifests.nodePort("fabric-applied"), Service.class);
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("fabric8-test")
                .withForce(true)
                .build();
        Service created = client.resource(wanted).patch(context);
        // When
        Service changed = client.resource(wanted.edit()
                        .editSpec()
                        .withSelector(Map.of("app", "other"))
                        .endSpec()
                        .build())
                .patch(context);
        // Then
        assertThat(changed.getSpec().getSelector()).isEqualTo(Map.of("app", "other"));
        assertThat(changed.getSpec().getPorts().getFirst().getNodePort())
                .isEqualTo(created.getSpec().getPorts().getFirst().getNodePort());
        assertThat(changed.getMetadata().getManagedFields())
                .anySatisfy(entry -> assertThat(entry.getManager()).isEqualTo("fabric8-test"));
        client.services().withName("fabric-applied").delete();
    }

    @Test
    void theStatusIsEditedAlone() {
        // Given
        client.resource(Serialization.unmarshal(Manifests.nodePort("fabric-status"), Service.class))
                .create();
        // When
        Service edited = client.services()
                .withName("fabric-status")
                .editStatus(service -> service.edit()
                        .editSpec()
                        .withSelector(Map.of("app", "ignored"))
                        .endSpec()
                        .editOrNewStatus()
                        .addToConditions(new ConditionBuilder()
                                .withType("example.com/Checked")
                                .withStatus("True")
                                .withReason("Test")
                                .withMessage("")
                                .withLastTransitionTime("2024-01-01T00:00:00Z")
                                .build())
                        .endStatus()
                        .build());
        // Then
        assertThat(edited.getSpec().getSelector()).isEqualTo(Map.of("app", "webserver"));
        assertThat(edited.getStatus().getConditions())
                .anySatisfy(condition -> assertThat(condition.getType()).isEqualTo("example.com/Checked"));
        client.services().withName("fabric-status").delete();
    }

    @Test
    void aWatchFromAnOldVersionTellsWhatHasHappenedSince() throws InterruptedException {
        // Given
        String version = client.services().list().getMetadata().getResourceVersion();
        client.resource(Serialization.unmarshal(Manifests.nodePort("fabric-watched"), Service.class))
                .create();
        client.services().withName("fabric-watched").delete();
        CountDownLatch deleted = new CountDownLatch(1);
        List<Watcher.Action> actions = new CopyOnWriteArrayList<>();
        // When
        try (Watch watch = client.services()
                .withName("fabric-watched")
                .watch(new ListOptionsBuilder().withResourceVersion(version).build(), new Watcher<Service>() {
                    @Override
                    public void eventReceived(Action action, Service service) {
                        actions.add(action);
                        if (action == Action.DELETED) {
                            deleted.countDown();
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        deleted.countDown();
                    }
                })) {
            assertThat(watch).isNotNull();
            assertThat(deleted.await(30, TimeUnit.SECONDS)).isTrue();
        }
        // Then
        assertThat(actions).startsWith(Watcher.Action.ADDED).endsWith(Watcher.Action.DELETED);
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
