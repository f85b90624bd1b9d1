package io.samegate.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How long {@code kubectl get svc} takes when kubectl knows nothing yet, and when it knows the API. */
public final class KubectlCold {

    private KubectlCold() {}

    public static void main(String[] arguments) {
        Options options = Options.read(arguments, Map.of("--runs", 20));
        Installation installation = Installation.running();
        String machine = Machine.description();
        List<Double> alone = new ArrayList<>();
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        String version = kubectl(List.of("version", "--client")).output();
        for (int i = 0; i < options.get("--runs"); i++) {
            Path cache = temporary();
            List<String> get =
                    List.of("--server", installation.apiUrl(), "--cache-dir", cache.toString(), "get", "svc");
            alone.add(kubectl(List.of("version", "--client")).millis());
            cold.add(kubectl(get).millis());
            warm.add(kubectl(get).millis());
            delete(cache);
        }
        Table table = new Table(List.of("ms", "min", "p50", "max"))
                .add(row("kubectl get svc, empty cache", cold))
                .add(row("kubectl get svc, again", warm))
                .add(row("kubectl version --client: kubectl alone", alone));
        System.out.println(version.lines().findFirst().orElse("") + ", " + cold.size() + " runs: " + machine);
        System.out.print(table);
        table.write(installation, "kubectl-cold");
    }

    private record Run(double millis, String output) {}

    private static Run kubectl(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(arguments);
        long begin = System.nanoTime();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove("KUBECONFIG");
            builder.redirectInput(new File("/dev/null"));
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
            }
            return new Run((System.nanoTime() - begin) / 1e6, output);
        } catch (IOException e) {
            throw new UncheckedIOException("kubectl (expected: on the PATH)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> row(String what, List<Double> millis) {
        Samples samples = Samples.of(millis);
        return List.of(what, samples.text(0), samples.text(50), samples.text(100));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("kubectl-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
