package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl apply}, {@code diff} and {@code create -f}. */
@WithEveryKubectl
class KubectlApplyTest extends KubectlCase {

    KubectlApplyTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void applySaysCreatedThenUnchangedThenConfigured() {
        // Given
        String manifest = Manifests.nodePort("web");
        // When, Then
        assertThat(kubectl.apply(manifest)).isEqualTo("service/web created\n");
        String nodePort =
                kubectl.object("service", "web").at("/spec/ports/0/nodePort").asText();
        String version =
                kubectl.object("service", "web").at("/metadata/resourceVersion").asText();
        assertThat(kubectl.apply(manifest)).isEqualTo("service/web unchanged\n");
        assertThat(kubectl.object("service", "web")
                        .at("/metadata/resourceVersion")
                        .asText())
                .isEqualTo(version);
        assertThat(kubectl.apply(manifest.replace("port: 8080", "port: 8081"))).isEqualTo("service/web configured\n");
        assertThat(kubectl.says("get", "service", "web")).contains("8081:" + nodePort + "/TCP");
    }

    @Test
    void aFieldTakenOutOfTheManifestIsTakenOutOfTheObject() {
        // Given
        String manifest = Manifests.nodePort("web");
        kubectl.apply(manifest.replace("selector: {app: webserver}", "selector: {app: webserver, tier: front}"));
        // When
        kubectl.apply(manifest);
        // Then
        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.spec.selector}"))
                .isEqualTo("{\"app\":\"webserver\"}");
    }

    @Test
    void aManifestThatLeavesTheClusterIpOpenCanBeAppliedAgain() {
        String manifest = Manifests.nodePort("web");
        String open = manifest.replace("spec:\n", "spec:\n  clusterIP: \"\"\n");
        kubectl.apply(open);
        String address = kubectl.says("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");

        kubectl.apply(open.replace("port: 8080", "port: 8081"));
        kubectl.apply(manifest);

        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}"))
                .isEqualTo(address);
    }

    @Test
    void aNamespaceAndWhatIsInItComeInOneFile() {
        // Given
        String other = namespace() + "-b";
        String file = "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + other + "}\n---\n"
                + Manifests.nodePort("web").replace("  name: web\n", "  name: web\n  namespace: " + other + "\n");
        Kubectl anyNamespace = kubectl.in(other);
        // When
        String applied = anyNamespace.apply(file);
        // Then
        assertThat(applied).isEqualTo("namespace/" + other + " created\nservice/web created\n");
        assertThat(kubectl.says("get", "services", "-A")).containsPattern("(?m)^" + other + " +web ");
        assertThat(kubectl.says("delete", "namespace", other)).startsWith("namespace \"" + other + "\" deleted");
        assertThat(anyNamespace.run("get", "services").all()).contains("No resources found");
        assertThat(kubectl.run("get", "namespace", other).errors()).contains("NotFound");
    }

    @Test
    void createOfWhatExistsIsRefused() {
        // Given
        assertThat(kubectl.reads(Manifests.nodePort("web"), "create", "-f", "-"))
                .isEqualTo("service/web created\n");
        // When
        Command.Result again = kubectl.command("create", "-f", "-").run(Manifests.nodePort("web"));
        // Then
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errors())
                .contains("Error from server (AlreadyExists): error when creating \"STDIN\": services \"web\" already"
                        + " exists");
    }

    @Test
    void mistakesAreToldInKubernetesWords() {
        // When
        Command.Result outOfRange = kubectl.command("apply", "-f", "-").run(Manifests.nodePort("wrong", 29999));
        Command.Result several = kubectl.command("apply", "-f", "-")
                .run(Manifests.nodePort("wrong").replace("port: 8080", "port: 0\n    protocol: HTTP"));
        // Then
        assertThat(outOfRange.exitCode()).isEqualTo(1);
        assertThat(outOfRange.errors())
                .contains(
                        "The Service \"wrong\" is invalid: spec.ports[0].nodePort: Invalid value: 29999: provided port is"
                                + " not in the valid range. The range of valid ports is 30000-32767");
        assertThat(several.exitCode()).isEqualTo(1);
        assertThat(several.errors())
                .contains("The Service \"wrong\" is invalid:")
                .contains("* spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive")
                .contains("* spec.ports[0].protocol: Unsupported value: \"HTTP\": supported values: \"SCTP\", \"TCP\","
                        + " \"UDP\"");
        assertThat(kubectl.run("get", "service", "wrong").errors())
                .contains("Error from server (NotFound): services \"wrong\" not found");
    }

    @Test
    void aMisspelledFieldIsRefused() {
        // When
        Command.Result applied = kubectl.command("apply", "-f", "-")
                .run(Manifests.nodePort("web").replace("selector:", "selectr:"));
        // Then
        assertThat(applied.exitCode()).isEqualTo(1);
        assertThat(applied.errors()).contains(isOld() ? "unknown field \"selectr\"" : "unknown field \"spec.selectr\"");
        assertThat(kubectl.run("get", "service", "web").exitCode()).isEqualTo(1);
    }

    @Test
    void aServerDryRunAllocatesAndKeepsNothing() {
        // When
        String created = kubectl.reads(
                Manifests.nodePort("web"), "apply", "--dry-run=server", "-f", "-", "-o", "jsonpath={.spec.ports[0]}");
        // Then
        assertThat(created).contains("\"nodePort\":3");
        assertThat(kubectl.run("get", "service", "web").errors()).contains("NotFound");
        kubectl.apply(Manifests.nodePort("web"));
        assertThat(kubectl.reads(Manifests.nodePort("web"), "apply", "--dry-run=server", "-f", "-"))
                .isEqualTo("service/web unchanged (server dry run)\n");
        assertThat(kubectl.reads(
                        Manifests.nodePort("web").replace("8080", "8081"), "apply", "--dry-run=server", "-f", "-"))
                .isEqualTo("service/web configured (server dry run)\n");
        assertThat(kubectl.says("get", "service", "web")).contains("8080:");
    }

    @Test
    void diffShowsWhatApplyWouldChange() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When
        Command.Result same = kubectl.command("diff", "-f", "-").run(Manifests.nodePort("web"));
        Command.Result changed =
                kubectl.command("diff", "-f", "-").run(Manifests.nodePort("web").replace("port: 8080", "port: 8081"));
        Command.Result absent = kubectl.command("diff", "-f", "-").run(Manifests.nodePort("other"));
        // Then
        assertThat(same.exitCode()).as(same.all()).isZero();
        assertThat(same.output()).isEmpty();
        assertThat(changed.exitCode()).as(changed.all()).isEqualTo(1);
        assertThat(changed.output())
                .containsPattern("(?m)^-    port: 8080$")
                .containsPattern("(?m)^\\+    port: 8081$");
        assertThat(absent.exitCode()).as(absent.all()).isEqualTo(1);
        assertThat(absent.output()).containsPattern("(?m)^\\+  name: other$");
        assertThat(kubectl.run("get", "service", "other").exitCode()).isEqualTo(1);
    }

    @Test
    void serverSideApplyOwnsFieldsAndTellsOfConflicts() {
        // Given
        assertThat(kubectl.reads(Manifests.nodePort("web"), "apply", "--server-side", "-f", "-"))
                .isEqualTo("service/web serverside-applied\n");
        String changed = Manifests.nodePort("web").replace("app: webserver", "app: other");
        // When
        Command.Result conflict = kubectl.command("apply", "--server-side", "--field-manager=second", "-f", "-")
                .run(changed);
        // Then
        assertThat(conflict.exitCode()).isEqualTo(1);
        assertThat(conflict.errors())
                .contains("Apply failed with 1 conflict: conflict with \"kubectl\"")
                .contains(".spec.selector");
        assertThat(kubectl.reads(
                        changed, "apply", "--server-side", "--field-manager=second", "--force-conflicts", "-f", "-"))
                .isEqualTo("service/web serverside-applied\n");
        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.spec.selector.app}"))
                .isEqualTo("other");
        assertThat(api().get(services() + "/web")
                        .body()
                        .at("/metadata/managedFields")
                        .findValuesAsText("manager"))
                .contains("second");
    }

    @Test
    void serverSideApplyDropsWhatItsManagerNoLongerNames() {
        // Given
        kubectl.reads(
                Manifests.nodePort("web").replace("  name: web\n", "  name: web\n  labels: {a: b, c: d}\n"),
                "apply",
                "--server-side",
                "-f",
                "-");
        // When
        kubectl.reads(
                Manifests.nodePort("web").replace("  name: web\n", "  name: web\n  labels: {a: b}\n"),
                "apply",
                "--server-side",
                "-f",
                "-");
        // Then
        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.metadata.labels}"))
                .isEqualTo("{\"a\":\"b\"}");
    }

    @Test
    void viewLastAppliedShowsTheManifest() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When
        String viewed = kubectl.says("apply", "view-last-applied", "service/web");
        // Then
        assertThat(viewed).contains("targetPort: 80").contains("type: NodePort").doesNotContain("clusterIP");
    }

    @Test
    void aKustomizationIsApplied(@TempDir Path folder) throws IOException {
        // Given
        Files.writeString(folder.resolve("service.yaml"), Manifests.nodePort("web"));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namePrefix: shop-
                commonLabels: {team: blue}
                resources: [service.yaml]
                """);
        // When
        String applied = kubectl.says("apply", "-k", folder.toString());
        // Then
        assertThat(applied).isEqualTo("service/shop-web created\n");
        assertThat(kubectl.says("get", "service", "shop-web", "-o", "jsonpath={.spec.selector.team}"))
                .isEqualTo("blue");
        assertThat(kubectl.says("apply", "-k", folder.toString())).isEqualTo("service/shop-web unchanged\n");
        assertThat(kubectl.says("delete", "-k", folder.toString())).startsWith("service \"shop-web\" deleted");
    }

    @Test
    void portsOfOneNumberAndTwoProtocolsAreKeptApart() {
        // Given
        String both = """
                apiVersion: v1
                kind: Service
                metadata: {name: dns}
                spec:
                  selector: {app: dns}
                  ports:
                  - {name: dns, port: 53, protocol: UDP}
                  - {name: dns-tcp, port: 53, protocol: TCP}
                """;
        kubectl.apply(both);
        // When
        String changed = kubectl.apply(both.replace("port: 53", "port: 53, targetPort: 5353"));
        // Then
        assertThat(changed).isEqualTo("service/dns configured\n");
        assertThat(kubectl.says("get", "service", "dns", "-o", "jsonpath={.spec.ports[*].name}"))
                .isEqualTo("dns dns-tcp");
        assertThat(kubectl.says("get", "service", "dns", "-o", "jsonpath={.spec.ports[*].targetPort}"))
                .isEqualTo("5353 5353");
        assertThat(kubectl.apply(both.replace("  - {name: dns-tcp, port: 53, protocol: TCP}\n", "")))
                .isEqualTo("service/dns configured\n");
        assertThat(kubectl.says("get", "service", "dns", "-o", "jsonpath={.spec.ports[*].name}"))
                .isEqualTo("dns");
    }
}
