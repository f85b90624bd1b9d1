package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceList;
import io.kubernetes.client.openapi.models.V1ServicePort;
import io.kubernetes.client.openapi.models.V1ServiceSpec;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.Watchable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kubernetes' official Java client, generated from Kubernetes' own description of its API. */
@ExtendWith(SharedInstallation.class)
class OfficialClientTest extends NamespacedCase {

    private final io.kubernetes.client.openapi.ApiClient client;
    private final CoreV1Api core;

    OfficialClientTest(Samegate samegate) {
        super(samegate);
        this.client = new ClientBuilder().setBasePath(samegate.apiUrl()).build();
        this.core = new CoreV1Api(client);
    }

    @AfterEach
    void disconnect() {
        client.getHttpClient().dispatcher().executorService().shutdown();
        client.getHttpClient().connectionPool().evictAll();
    }

    @Test
    void createsReadsListsReplacesAndDeletes() throws ApiException {
        // When
        V1Service created =
                core.createNamespacedService(namespace(), service("web")).execute();
        // Then
        assertThat(created.getSpec().getPorts().getFirst().getNodePort()).isBetween(30000, 32767);
        V1Service read = core.readNamespacedService("web", namespace()).execute();
        assertThat(read.getMetadata()).isEqualTo(created.getMetadata());
        read.getMetadata().putLabelsItem("tier", "front");
        V1Service replaced =
                core.replaceNamespacedService("web", namespace(), read).execute();
        assertThat(replaced.getMetadata().getResourceVersion())
                .isNotEqualTo(created.getMetadata().getResourceVersion());
        assertThat(core.listNamespacedService(namespace())
                        .labelSelector("tier=front")
                        .execute()
                        .getItems())
                .hasSize(1);
        core.deleteNamespacedService("web", namespace()).execute();
        ApiException gone = catchThrowableOfType(
                ApiException.class,
                () -> core.readNamespacedService("web", namespace()).execute());
        assertThat(gone.getCode()).isEqualTo(404);
    }

    @Test
    void anOldVersionIsAConflict() throws ApiException {
        // Given
        V1Service old =
                core.createNamespacedService(namespace(), service("web")).execute();
        V1Service newer = core.readNamespacedService("web", namespace()).execute();
        newer.getMetadata().putLabelsItem("tier", "front");
        core.replaceNamespacedService("web", namespace(), newer).execute();
        // When
        old.getMetadata().putLabelsItem("tier", "back");
        ApiException conflict = catchThrowableOfType(
                ApiException.class,
                () -> core.replaceNamespacedService("web", namespace(), old).execute());
        // Then
        assertThat(conflict.getCode()).isEqualTo(409);
    }

    @Test
    void patchesOfThreeKindsAreApplied() throws ApiException {
        // Given
        core.createNamespacedService(namespace(), service("web")).execute();
        // When
        patch(
                V1Patch.PATCH_FORMAT_JSON_PATCH,
                "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"a\":\"1\"}}]");
        patch(V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"metadata\":{\"labels\":{\"b\":\"2\"}}}");
        V1Service patched = patch(
                V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH, "{\"spec\":{\"ports\":[{\"port\":81,\"name\":\"more\"}]}}");
        // Then
        assertThat(patched.getMetadata().getLabels()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(patched.getSpec().getPorts()).hasSize(2);
    }

    @Test
    void serverSideApplyCreatesAndOwns() throws ApiException {
        // When
        V1Service applied = apply("first", Manifests.nodePort("web"));
        // Then
        assertThat(applied.getSpec().getSelector()).isEqualTo(Map.of("app", "webserver"));
        String others = Manifests.nodePort("web").replace("app: webserver", "app: other");
        ApiException conflict = catchThrowableOfType(ApiException.class, () -> apply("second", others));
        assertThat(conflict.getCode()).isEqualTo(409);
        assertThat(apply("first", others).getSpec().getSelector()).isEqualTo(Map.of("app", "other"));
    }

    @Test
    void aWatchTellsEveryChange() throws ApiException, IOException {
        // Given
        String version =
                core.listNamespacedService(namespace()).execute().getMetadata().getResourceVersion();
        core.createNamespacedService(namespace(), service("web")).execute();
        core.deleteNamespacedService("web", namespace()).execute();
        // When
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Watchable<V1Service> watch = Watch.createWatch(
                client,
                core.listNamespacedService(namespace())
                        .watch(true)
                        .resourceVersion(version)
                        .timeoutSeconds(10)
                        .buildCall(null),
                new TypeToken<Watch.Response<V1Service>>() {}.getType())) {
            while (!seen.contains("DELETED web") && watch.hasNext()) {
                Watch.Response<V1Service> next = watch.next();
                seen.add(next.type + " " + next.object.getMetadata().getName());
            }
        }
        // Then
        assertThat(seen).startsWith("ADDED web").endsWith("DELETED web");
    }

    @Test
    void aSharedInformerFollows() throws ApiException {
        // Given
        core.createNamespacedService(namespace(), service("before")).execute();
        List<String> seen = new CopyOnWriteArrayList<>();
        SharedInformerFactory factory = new SharedInformerFactory(client);
        SharedIndexInformer<V1Service> informer = factory.sharedIndexInformerFor(
                parameters -> core.listNamespacedService(namespace())
                        .resourceVersion(parameters.resourceVersion)
                        .timeoutSeconds(parameters.timeoutSeconds)
                        .watch(parameters.watch)
                        .buildCall(null),
                V1Service.class,
                V1ServiceList.class);
        informer.addEventHandler(new Recorder(seen));
        factory.startAllRegisteredInformers();
        try {
            Eventually.until(informer::hasSynced);
            // When
            core.createNamespacedService(namespace(), service("web")).execute();
            patch(V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"metadata\":{\"labels\":{\"b\":\"2\"}}}");
            core.deleteNamespacedService("web", namespace()).execute();
            // Then
            Eventually.until(() -> seen.contains("deleted web"));
            assertThat(seen).containsSubsequence("added before", "added web", "updated web", "deleted web");
            assertThat(informer.getIndexer().getByKey(namespace() + "/before")).isNotNull();
        } finally {
            factory.stopAllRegisteredInformers();
        }
    }

    private V1Service patch(String format, String patch) throws ApiException {
        return PatchUtils.patch(
                V1Service.class,
                () -> core.patchNamespacedService("web", namespace(), new V1Patch(patch))
                        .buildCall(null),
                format,
                client);
    }

    private V1Service apply(String manager, String manifest) throws ApiException {
        return PatchUtils.patch(
                V1Service.class,
                () -> core.patchNamespacedService("web", namespace(), new V1Patch(manifest))
                        .fieldManager(manager)
                        .buildCall(null),
                V1Patch.PATCH_FORMAT_APPLY_YAML,
                client);
    }

    private static V1Service service(String name) {
        return new V1Service()
                .apiVersion("v1")
                .kind("Service")
                .metadata(new V1ObjectMeta().name(name))
                .spec(new V1ServiceSpec()
                        .type("NodePort")
                        .selector(Map.of("app", name))
                        .ports(List.of(new V1ServicePort().name("http").port(80).targetPort(new IntOrString(8080)))));
    }

    private record Recorder(List<String> seen) implements ResourceEventHandler<V1Service> {

        @Override
        public void onAdd(V1Service service) {
            seen.add("added " + service.getMetadata().getName());
        }

        @Override
        public void onUpdate(V1Service before, V1Service after) {
            seen.add("updated " + after.getMetadata().getName());
        }

        @Override
        public void onDelete(V1Service service, boolean unknown) {
            seen.add("deleted " + service.getMetadata().getName());
        }
    }
}
