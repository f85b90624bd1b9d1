package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** What kubectl makes without a manifest: {@code create service}, {@code create namespace}, {@code expose}, {@code run}. */
@WithEveryKubectl
class KubectlCreateTest extends KubectlCase {

    KubectlCreateTest(KubectlProgram program, Samegate samegate) {
        super(program, samegate);
    }

    @Test
    void aNodePortServiceIsCreated() {
        // When
        String any = kubectl.says("create", "service", "nodeport", "any", "--tcp=8080:80");
        // Then
        assertThat(any).isEqualTo("service/any created\n");
        JsonNode created = kubectl.object("service", "any");
        assertThat(created.at("/spec/type").asText()).isEqualTo("NodePort");
        assertThat(created.at("/spec/ports/0/name").asText()).isEqualTo("8080-80");
        assertThat(created.at("/spec/ports/0/targetPort").asInt()).isEqualTo(80);
        assertThat(created.at("/spec/ports/0/nodePort").asInt()).isBetween(30086, 32767);
        assertThat(created.at("/spec/selector/app").asText()).isEqualTo("any");
        assertThat(created.at("/metadata/labels/app").asText()).isEqualTo("any");
    }

    @Test
    void aNodePortAskedForIsGivenOnce() {
        // Given
        int free = kubectl.object("service", create("nodeport", "probe", "--tcp=80"))
                .at("/spec/ports/0/nodePort")
                .asInt();
        kubectl.says("delete", "service", "probe");
        // When
        create("nodeport", "asked", "--tcp=80", "--node-port=" + free);
        Command.Result again = kubectl.run("create", "service", "nodeport", "again", "--tcp=80", "--node-port=" + free);
        // Then
        assertThat(kubectl.says("get", "service", "asked")).contains("80:" + free + "/TCP");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errors())
                .contains("spec.ports[0].nodePort: Invalid value: " + free + ": provided port is already allocated");
    }

    @Test
    void clusterIpServicesAreCreatedWithAndWithoutAnAddress() {
        // When
        create("clusterip", "plain", "--tcp=80:8080", "--tcp=443:8443");
        create("clusterip", "headless", "--clusterip=None");
        // Then
        assertThat(kubectl.says("get", "service", "plain"))
                .containsPattern("(?m)^plain +ClusterIP +127\\.\\S+ +<none> +80/TCP,443/TCP ");
        assertThat(kubectl.says("get", "service", "headless"))
                .containsPattern("(?m)^headless +ClusterIP +None +<none> +<none> ");
    }

    @Test
    void loadBalancersHaveNodePortsAndTheAddressesOfTheNodes() {
        // When
        create("loadbalancer", "front", "--tcp=80");
        // Then
        Eventually.until(() -> kubectl.says("get", "service", "front")
                .contains(samegate().nodeAddress(1) + "," + samegate().nodeAddress(2)));
        assertThat(kubectl.says("get", "service", "front"))
                .containsPattern("(?m)^front +LoadBalancer +127\\.\\S+ +127\\.\\S+ +80:3\\d{4}/TCP ");
    }

    @Test
    void anExternalNameIsCreated() {
        // When
        create("externalname", "elsewhere", "--external-name=db.example.com");
        // Then
        assertThat(kubectl.says("get", "service", "elsewhere"))
                .containsPattern("(?m)^elsewhere +ExternalName +<none> +db\\.example\\.com +<none> ");
    }

    @Test
    void aDryRunByTheServerCreatesNothing() {
        // When
        String tried =
                kubectl.says("create", "service", "nodeport", "tried", "--tcp=80", "--dry-run=server", "-o", "yaml");
        // Then
        assertThat(tried).containsPattern("nodePort: 3\\d{4}");
        assertThat(kubectl.run("get", "service", "tried").errors()).contains("NotFound");
    }

    @Test
    void aNamespaceIsCreated() {
        // Given
        String name = namespace() + "-b";
        // When
        String said = kubectl.says("create", "namespace", name);
        // Then
        assertThat(said).isEqualTo("namespace/" + name + " created\n");
        assertThat(kubectl.says("get", "ns", name)).containsPattern("(?m)^" + name + " +Active +\\d+s$");
        assertThat(kubectl.object("namespace", name)
                        .at("/metadata/labels/kubernetes.io~1metadata.name")
                        .asText())
                .isEqualTo(name);
        assertThat(kubectl.run("create", "namespace", name).errors()).contains("(AlreadyExists)");
        kubectl.says("delete", "namespace", name);
    }

    @Test
    void runCreatesAPodThatWaitsForAnAddress() {
        // When
        String said = kubectl.says("run", "web", "--image=web", "--port=80", "--labels=app=web");
        // Then
        assertThat(said).isEqualTo("pod/web created\n");
        assertThat(kubectl.says("get", "pod", "web")).containsPattern("(?m)^web +0/1 +Pending +0 +\\d+s$");
    }

    @Test
    void runExposeCreatesItsServiceToo() {
        // When
        String said = kubectl.says("run", "web", "--image=web", "--port=80", "--expose");
        // Then
        assertThat(said).contains("pod/web created\n").contains("service/web created\n");
        assertThat(kubectl.object("service", "web").at("/spec/selector/run").asText())
                .isEqualTo("web");
    }

    @Test
    void exposeMakesAServiceOfAPodOrAService() {
        // Given
        kubectl.apply(Manifests.pod("by-hand"));
        // When
        String ofThePod = kubectl.says("expose", "pod", "by-hand", "--name=first", "--type=NodePort");
        String ofTheService = kubectl.says("expose", "service", "first", "--name=second", "--port=81");
        // Then
        assertThat(ofThePod).isEqualTo("service/first exposed\n");
        assertThat(kubectl.says("get", "service", "first")).containsPattern("(?m)^first +NodePort .* 80:3\\d{4}/TCP ");
        assertThat(ofTheService).isEqualTo("service/second exposed\n");
        assertThat(kubectl.object("service", "second").at("/spec/selector/app").asText())
                .isEqualTo("by-hand");
    }

    private String create(String type, String name, String... options) {
        String[] words = new String[options.length + 4];
        words[0] = "create";
        words[1] = "service";
        words[2] = type;
        words[3] = name;
        System.arraycopy(options, 0, words, 4, options.length);
        assertThat(kubectl.says(words)).isEqualTo("service/" + name + " created\n");
        return name;
    }
}
