package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walk-through of the README, typed with every real kubectl there is. */
@ExtendWith(SharedInstallation.class)
class WalkThroughTest {

    private static final String SERVICE = "hostname-svc-nodeport";
    private static final Pattern ROW = Pattern.compile(
            "(?m)^" + SERVICE + " +NodePort +(127\\.\\d+\\.\\d+\\.\\d+) +<none> +8080:(\\d+)/TCP +\\d+[sm].*$");

    private final Samegate samegate;

    WalkThroughTest(Samegate samegate) {
        this.samegate = samegate;
    }

    static List<KubectlProgram> kubectls() {
        return KubectlProgram.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kubectls")
    void worksAsWritten(KubectlProgram program) {
        // Given
        Kubectl kubectl = Kubectl.of(program, samegate);
        kubectl.run("delete", "service", SERVICE, "--ignore-not-found").mustSucceed();
        // When
        Command.Result applied = kubectl.run("apply", "-f", "examples/nodeport-service.yaml");
        // Then
        assertThat(applied.mustSucceed().output()).isEqualTo("service/" + SERVICE + " created\n");
        String services = kubectl.run("get", "service").mustSucceed().output();
        assertThat(services.lines().findFirst().orElseThrow().split(" +"))
                .containsExactly("NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE");
        assertThat(services).containsPattern("(?m)^kubernetes +ClusterIP +127\\.\\d+\\.\\d+\\.1 +<none> +443/TCP +");
        Matcher row = ROW.matcher(services);
        assertThat(row.find()).as(services).isTrue();
        int nodePort = Integer.parseInt(row.group(2));
        assertThat(nodePort).isBetween(30000, 32767);
        String nodes = kubectl.run("get", "nodes", "-o", "wide").mustSucceed().output();
        assertThat(nodes.lines().findFirst().orElseThrow())
                .matches("NAME +STATUS +ROLES +AGE +VERSION +INTERNAL-IP +EXTERNAL-IP +OS-IMAGE +KERNEL-VERSION"
                        + " +CONTAINER-RUNTIME");
        for (int node = 1; node <= 3; node++) {
            assertThat(nodes)
                    .containsPattern("(?m)^node" + node + " +Ready +\\S+ +\\S+ +\\S+ +"
                            + Pattern.quote(samegate.nodeAddress(node)) + " +<none> ");
            assertThat(podsAnsweringOn(samegate.nodeAddress(node), nodePort)).hasSize(3);
        }
        assertThat(podsAnsweringOn(row.group(1), 8080)).as("the cluster IP").hasSize(3);
        assertThat(kubectl.run("apply", "-f", "examples/nodeport-service.yaml").output())
                .isEqualTo("service/" + SERVICE + " unchanged\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kubectls")
    void anEditedManifestIsConfiguredAndKeepsItsPort(KubectlProgram program) {
        // Given
        Kubectl kubectl = Kubectl.of(program, samegate);
        kubectl.command("apply", "-f", "-").run(Manifests.nodePort("edited")).mustSucceed();
        String before = nodePortOf(kubectl, "edited");
        // When
        Command.Result applied = kubectl.command("apply", "-f", "-")
                .run(Manifests.nodePort("edited").replace("port: 8080", "port: 8081"));
        // Then
        assertThat(applied.mustSucceed().output()).isEqualTo("service/edited configured\n");
        assertThat(nodePortOf(kubectl, "edited")).isEqualTo(before);
        assertThat(kubectl.run("get", "service", "edited").output()).contains("8081:" + before + "/TCP");
        assertThat(kubectl.run("delete", "service", "edited").mustSucceed().output())
                .startsWith("service \"edited\" deleted");
    }

    private static String nodePortOf(Kubectl kubectl, String service) {
        return kubectl.run("get", "service", service, "-o", "jsonpath={.spec.ports[0].nodePort}")
                .mustSucceed()
                .output();
    }

    /** Connects until all three pods have answered, thirty times at most: successive connections reach different pods. */
    private static Set<String> podsAnsweringOn(String address, int port) {
        Set<String> answers = new HashSet<>();
        Eventually.until(() -> Curl.hello(address, port).isPresent());
        for (int i = 0; i < 30 && answers.size() < 3; i++) {
            Curl.hello(address, port).ifPresent(answers::add);
        }
        return answers;
    }
}
