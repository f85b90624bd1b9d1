package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl get} in its forms. */
@WithEveryKubectl
class KubectlGetTest extends KubectlCase {

    KubectlGetTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void servicesAreShownWithKubernetesColumns() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When
        String narrow = kubectl.says("get", "svc");
        String wide = kubectl.says("get", "services", "web", "-o", "wide");
        // Then
        assertThat(headings(narrow)).containsExactly("NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE");
        assertThat(narrow).containsPattern("(?m)^web +NodePort +127\\.\\S+ +<none> +8080:3\\d{4}/TCP +\\d+s$");
        assertThat(headings(wide))
                .containsExactly("NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "SELECTOR");
        assertThat(wide).containsPattern("(?m)^web .* app=webserver$");
    }

    @Test
    void podsAndEndpointsAreShownWithKubernetesColumns() {
        // Given
        kubectl.apply(Manifests.pod("by-hand"));
        kubectl.apply(Manifests.clusterIp("by-hand"));
        Eventually.until(() -> kubectl.says("get", "pod", "by-hand").contains("Running"));
        Eventually.until(() -> kubectl.says("get", "endpoints", "by-hand").contains("10.20.30.40:80"));
        // When
        String pods = kubectl.says("get", "po", "-o", "wide");
        String slices = kubectl.says("get", "endpointslices");
        // Then
        assertThat(pods)
                .containsPattern("(?m)^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES$")
                .containsPattern("(?m)^by-hand +1/1 +Running +0 +\\d+s +10\\.20\\.30\\.40 +<none> +<none> +<none>$");
        assertThat(headings(kubectl.says("get", "ep"))).containsExactly("NAME", "ENDPOINTS", "AGE");
        assertThat(headings(slices)).containsExactly("NAME", "ADDRESSTYPE", "PORTS", "ENDPOINTS", "AGE");
        assertThat(slices).containsPattern("(?m)^by-hand-\\S+ +IPv4 +80 +10\\.20\\.30\\.40 +\\d+s$");
    }

    @Test
    void anObjectIsPrintedAsYamlAndJsonAndByName() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When, Then
        assertThat(kubectl.says("get", "service", "web", "-o", "yaml"))
                .startsWith("apiVersion: v1\nkind: Service\nmetadata:\n")
                .contains("\n  type: NodePort\n");
        assertThat(kubectl.object("service", "web")
                        .at("/spec/ports/0/targetPort")
                        .asInt())
                .isEqualTo(80);
        assertThat(kubectl.says("get", "services", "-o", "name")).isEqualTo("service/web\n");
        assertThat(kubectl.says("get", "services", "-o", "yaml"))
                .startsWith("apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Service\n")
                .contains("\nkind: List\n");
    }

    @Test
    void fieldsArePickedByJsonpathColumnsAndTemplates() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When, Then
        assertThat(kubectl.says("get", "service", "web", "-o", "jsonpath={.spec.ports[?(@.name==\"webserver\")].port}"))
                .isEqualTo("8080");
        assertThat(kubectl.says(
                        "get", "services", "-o", "custom-columns=NAME:.metadata.name,TYPE:.spec.type,NONE:.spec.none"))
                .matches("NAME +TYPE +NONE\nweb +NodePort +<none>\n");
        assertThat(kubectl.says("get", "service", "web", "-o", "go-template={{.spec.type}}"))
                .isEqualTo("NodePort");
        assertThat(kubectl.says("get", "services", "--no-headers").lines()).hasSize(1);
    }

    @Test
    void rowsAreSortedByAnyField() {
        // Given
        kubectl.apply(List.of("a", "b", "c").stream()
                .map(name -> Manifests.nodePort(name).replace("port: 8080", "port: " + (9000 - name.charAt(0))))
                .reduce("", (all, one) -> all + "---\n" + one));
        // When
        String byPort = kubectl.says("get", "services", "--sort-by=.spec.ports[0].port");
        // Then
        assertThat(names(byPort)).containsExactly("c", "b", "a");
        assertThat(names(kubectl.says("get", "services"))).containsExactly("a", "b", "c");
    }

    @Test
    void labelsSelectAndAreShown() {
        // Given
        kubectl.apply(labeled("a", "tier: front, x: 'y'") + "---\n" + labeled("b", "tier: back") + "---\n"
                + Manifests.nodePort("c"));
        // When, Then
        assertThat(names(kubectl.says("get", "services", "-l", "tier=front"))).containsExactly("a");
        assertThat(names(kubectl.says("get", "services", "-l", "tier in (front,back),tier!=front")))
                .containsExactly("b");
        assertThat(names(kubectl.says("get", "services", "-l", "!tier"))).containsExactly("c");
        assertThat(kubectl.says("get", "services", "-L", "tier"))
                .containsPattern("(?m)^NAME .* AGE +TIER$")
                .containsPattern("(?m)^b .*s +back$");
        assertThat(kubectl.says("get", "services", "--show-labels"))
                .containsPattern("(?m)^a .* tier=front,x=y$")
                .containsPattern("(?m)^c .* <none>$");
    }

    @Test
    void fieldsSelectAndUnknownOnesAreRefused() {
        // Given
        kubectl.apply(Manifests.nodePort("a") + "---\n" + Manifests.clusterIp("b"));
        // When
        Command.Result unknown = kubectl.run("get", "services", "--field-selector", "spec.colour=blue");
        // Then
        assertThat(names(kubectl.says("get", "services", "--field-selector", "metadata.name=b")))
                .containsExactly("b");
        assertThat(names(kubectl.says("get", "services", "--field-selector", "spec.type=NodePort")))
                .containsExactly("a");
        assertThat(names(kubectl.says("get", "services", "--field-selector", "metadata.name!=b")))
                .containsExactly("a");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.errors()).contains("field label not supported: spec.colour");
    }

    @Test
    void aListInPagesIsWhole() {
        // Given
        List<String> names = List.of("a", "b", "c", "d", "e");
        kubectl.apply(names.stream().map(Manifests::clusterIp).reduce("", (all, one) -> all + "---\n" + one));
        // When
        String paged = kubectl.says("get", "services", "--chunk-size=2");
        // Then
        assertThat(names(paged)).containsExactlyElementsOf(names);
        assertThat(kubectl.says("get", "services", "--chunk-size=2", "-o", "name")
                        .lines())
                .hasSize(5);
    }

    @Test
    void allShowsServicesAndPods() {
        // Given
        kubectl.apply(Manifests.nodePort("web") + "---\n" + Manifests.pod("by-hand"));
        // When
        String all = kubectl.says("get", "all");
        // Then
        assertThat(all).containsPattern("(?m)^service/web ").containsPattern("(?m)^pod/by-hand ");
        assertThat(kubectl.says("get", "services,pods", "-o", "name")).isEqualTo("service/web\npod/by-hand\n");
        assertThat(kubectl.says("get", "service/web", "pod/by-hand", "-o", "name"))
                .isEqualTo("service/web\npod/by-hand\n");
    }

    @Test
    void allNamespacesAreListedTogether() {
        // Given
        kubectl.apply(Manifests.nodePort("web"));
        // When
        String all = kubectl.says("get", "services", "-A");
        // Then
        assertThat(headings(all)).startsWith("NAMESPACE", "NAME");
        assertThat(all)
                .containsPattern("(?m)^" + namespace() + " +web ")
                .containsPattern("(?m)^default +kubernetes +ClusterIP ");
    }

    @Test
    void whatIsNotThereIsSaid() {
        // When
        Command.Result nothing = kubectl.run("get", "services");
        Command.Result noSuchKind = kubectl.run("get", "unicorns");
        // Then
        assertThat(nothing.exitCode()).isZero();
        assertThat(nothing.errors()).contains("No resources found in " + namespace() + " namespace.");
        assertThat(noSuchKind.exitCode()).isEqualTo(1);
        assertThat(noSuchKind.errors()).contains("the server doesn't have a resource type \"unicorns\"");
        assertThat(kubectl.run("get", "service", "none").errors())
                .contains("Error from server (NotFound): services \"none\" not found");
        assertThat(kubectl.says("get", "service", "none", "--ignore-not-found")).isEmpty();
    }

    @Test
    void aWatchPrintsEveryChange(@TempDir Path folder) throws IOException {
        // Given
        kubectl.apply(Manifests.clusterIp("before"));
        Path out = folder.resolve("out");
        Process watch = kubectl.command("get", "services", "-w", "--output-watch-events")
                .start(out, folder.resolve("err"));
        Eventually.until(() -> Files.readString(out).contains("before"));
        try {
            // When
            kubectl.apply(Manifests.nodePort("watched"));
            kubectl.apply(Manifests.nodePort("watched").replace("8080", "8081"));
            kubectl.says("delete", "service", "watched");
            // Then
            Eventually.until(() -> Files.readString(out)
                    .matches("(?s)EVENT +NAME .*ADDED +before .*ADDED +watched .*MODIFIED +watched .*8081.*"
                            + "DELETED +watched .*"));
        } finally {
            watch.destroy();
        }
    }

    private static String labeled(String name, String labels) {
        return Manifests.nodePort(name)
                .replace("  name: " + name + "\n", "  name: " + name + "\n  labels: {" + labels + "}\n");
    }

    private static List<String> headings(String table) {
        return List.of(table.lines().findFirst().orElse("").split(" +"));
    }

    private static List<String> names(String table) {
        return table.lines().skip(1).map(line -> line.split(" +")[0]).toList();
    }
}
