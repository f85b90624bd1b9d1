package io.samegate.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.samegate.contracts.Json;
import java.util.List;
import java.util.Map;

/**
 * A real kubectl pointed at an installation, working in one namespace. Programs of one version share a discovery cache, as
 * on somebody's desk.
 */
record Kubectl(KubectlProgram program, Samegate samegate, String namespace) {

    static Kubectl of(KubectlProgram program, Samegate samegate) {
        return new Kubectl(program, samegate, "default");
    }

    Kubectl in(String otherNamespace) {
        return new Kubectl(program, samegate, otherNamespace);
    }

    Command command(String... arguments) {
        return Command.of(List.of(
                        program.path().toString(),
                        "--cache-dir=" + samegate.home().resolve("kubectl-1." + program.minor()),
                        "--namespace=" + namespace))
                .with(arguments)
                .withEnvironment(Map.of("KUBECONFIG", samegate.kubeconfig().toString(), "TERM", "dumb"))
                .in(Samegate.ROOT);
    }

    Command.Result run(String... arguments) {
        return command(arguments).run();
    }

    /** What it prints, if it ends well. */
    String says(String... arguments) {
        return run(arguments).mustSucceed().output();
    }

    /** What it prints on reading this text, if it ends well. */
    String reads(String input, String... arguments) {
        return command(arguments).run(input).mustSucceed().output();
    }

    String apply(String manifest) {
        return reads(manifest, "apply", "-f", "-");
    }

    /** The object, as the server tells it. */
    JsonNode object(String kind, String name) {
        try {
            return Json.mapper().readTree(says("get", kind, name, "-o", "json"));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    boolean isOld() {
        return program.isOld();
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
