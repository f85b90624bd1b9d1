package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What kubectl asks about the cluster, and what it is told of things that there are not. */
@WithEveryKubectl
class KubectlClusterTest extends KubectlCase {

    KubectlClusterTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void theVersionIsKubernetesAlike() {
        // When
        String said = kubectl.says("version");
        // Then
        assertThat(said)
                .containsPattern("Server Version: (v1\\.\\d+\\.\\d+|version\\.Info\\{Major:\"1\", Minor:\"\\d+\")");
    }

    @Test
    void resourcesAreListedWithTheirShortNames() {
        // When
        String resources = kubectl.says("api-resources");
        // Then
        assertThat(resources)
                .containsPattern("(?m)^services +svc +v1 +true +Service *$")
                .containsPattern("(?m)^pods +po +v1 +true +Pod *$")
                .containsPattern("(?m)^nodes +no +v1 +false +Node *$")
                .containsPattern("(?m)^namespaces +ns +v1 +false +Namespace *$")
                .containsPattern("(?m)^endpoints +ep +v1 +true +Endpoints *$")
                .containsPattern("(?m)^endpointslices +discovery.k8s.io/v1 +true +EndpointSlice *$")
                .containsPattern("(?m)^events +ev +v1 +true +Event *$")
                .containsPattern("(?m)^events +ev +events.k8s.io/v1 +true +Event *$")
                .containsPattern("(?m)^leases +coordination.k8s.io/v1 +true +Lease *$")
                .containsPattern(
                        "(?m)^selfsubjectaccessreviews +authorization.k8s.io/v1 +false +SelfSubjectAccessReview *$");
        assertThat(kubectl.says("api-resources", "--verbs=list,watch,delete", "-o", "name")
                        .lines())
                .contains("services", "pods", "namespaces");
    }

    @Test
    void groupVersionsAreListed() {
        // When
        String versions = kubectl.says("api-versions");
        // Then
        assertThat(versions.lines())
                .contains(
                        "v1",
                        "discovery.k8s.io/v1",
                        "coordination.k8s.io/v1",
                        "events.k8s.io/v1",
                        "authorization.k8s.io/v1");
    }

    @Test
    void fieldsAreExplained() {
        // When
        String service = kubectl.says("explain", "service");
        String nodePort = kubectl.says("explain", "service.spec.ports.nodePort");
        String everything = kubectl.says("explain", "service", "--recursive");
        // Then
        assertThat(service)
                .containsPattern("(?m)^KIND: +Service$")
                .contains("spec")
                .contains("status");
        assertThat(nodePort).containsPattern("(?m)^FIELD: +nodePort <integer>$");
        assertThat(everything)
                .contains("sessionAffinityConfig")
                .contains("timeoutSeconds")
                .contains("nodePort");
        for (String kind :
                List.of("pod.spec.containers", "endpointslice.endpoints.conditions", "node.status", "lease.spec")) {
            assertThat(kubectl.says("explain", kind)).contains("FIELDS:");
        }
        assertThat(kubectl.run("explain", "service.spec.none").errors()).contains("field \"none\" does not exist");
    }

    @Test
    void whatOneMayDoIsAnswered() {
        // When
        Command.Result create = kubectl.run("auth", "can-i", "create", "services");
        Command.Result list = kubectl.run("auth", "can-i", "--list");
        // Then
        assertThat(create.mustSucceed().output()).isEqualTo("yes\n");
        assertThat(list.mustSucceed().output()).containsPattern("(?m)^Resources +Non-Resource URLs");
    }

    @Test
    void clusterInfoNamesTheServer() {
        // When
        String said = kubectl.says("cluster-info");
        // Then
        assertThat(said)
                .containsPattern("Kubernetes control plane.* is running at .*"
                        + samegate().apiUrl());
    }

    @Test
    void rawPathsAreAnswered() {
        // When, Then
        assertThat(kubectl.says("get", "--raw", "/healthz")).isEqualTo("ok");
        assertThat(kubectl.says("get", "--raw", "/readyz")).isNotEmpty();
        assertThat(kubectl.says("get", "--raw", "/livez")).isNotEmpty();
        assertThat(kubectl.says("get", "--raw", "/")).contains("\"paths\"").contains("/api/v1");
        assertThat(kubectl.says("get", "--raw", "/api/v1/namespaces/default/services/kubernetes"))
                .contains("\"kind\":\"Service\"");
        assertThat(kubectl.run("get", "--raw", "/nowhere").exitCode()).isEqualTo(1);
    }

    @Test
    void whatNeedsAContainerIsRefusedAtOnce() {
        // Given
        kubectl.apply(Manifests.pod("web") + "---\n" + Manifests.clusterIp("web"));
        Eventually.until(() -> kubectl.says("get", "pod", "web").contains("Running"));
        // When, Then
        for (List<String> words : List.of(
                List.of("logs", "web"),
                List.of("exec", "web", "--", "ls"),
                List.of("attach", "web"),
                List.of("port-forward", "service/web", ":80"),
                List.of("port-forward", "pod/web", ":80"))) {
            Command.Result refused = kubectl.run(words.toArray(String[]::new));
            assertThat(refused.exitCode()).as(words + "\n" + refused.all()).isEqualTo(1);
            assertThat(refused.errors()).as("%s", words).contains("rror").doesNotContain("panic");
        }
    }

    @Test
    void whatIsOfAnotherKindIsRefused() {
        // When
        Command.Result deployment = kubectl.run("create", "deployment", "web", "--image=web");
        Command.Result scale = kubectl.run("scale", "service", "web", "--replicas=2");
        // Then
        assertThat(deployment.exitCode()).isEqualTo(1);
        assertThat(deployment.errors()).contains("failed to create deployment");
        assertThat(scale.exitCode()).isEqualTo(1);
    }
}
