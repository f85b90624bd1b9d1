package io.samegate.systemtests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real kubectl pointed at an installation, with a discovery cache of its own. */
record Kubectl(Path program, Samegate samegate, Path cache) {

    /**
     * Every kubectl there is: Debian's 1.20 where system-tests/get-kubectl has unpacked it, and those on the PATH.
     *
     * @throws AssertionError in CI when there is none
     */
    static List<Path> programs() {
        List<Path> found = Stream.concat(
                        Stream.of(Path.of("target/kubectl/usr/bin/kubectl").toAbsolutePath()),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                                .map(folder -> Path.of(folder, "kubectl")))
                .filter(Files::isExecutable)
                .distinct()
                .toList();
        if (found.isEmpty()) {
            if (System.getenv("CI") != null) {
                throw new AssertionError("no kubectl (expected in CI: run system-tests/get-kubectl first)");
            }
            System.out.println(
                    "No kubectl on this machine: the kubectl tests are not run; see system-tests/README.md.");
        }
        return found;
    }

    static Kubectl of(Path program, Samegate samegate) {
        try {
            return new Kubectl(program, samegate, Files.createTempDirectory("kubectl-cache"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Command command(String... arguments) {
        return Command.of(List.of(program.toString(), "--cache-dir=" + cache))
                .with(arguments)
                .withEnvironment(Map.of("KUBECONFIG", samegate.kubeconfig().toString()))
                .in(Samegate.ROOT);
    }

    Command.Result run(String... arguments) {
        return command(arguments).run();
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
