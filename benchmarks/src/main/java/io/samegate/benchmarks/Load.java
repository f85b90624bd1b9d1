package io.samegate.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** The Services that loads are about, and what is said of a load. */
final class Load {

    static final String SERVICES = "/api/v1/namespaces/default/services";

    private static final String JSON = "application/json";

    private Load() {}

    /** The name of the Service with a number. */
    static String name(String prefix, int number) {
        return prefix + "-" + number;
    }

    /**
     * Requests that create Services of type ClusterIP without a selector: the allocator gives each an address, and
     * nobody has endpoints to find. Otherwise they look like what people write.
     */
    static IntFunction<byte[]> creations(String prefix) {
        return number -> AnswerParser.request("POST", SERVICES, JSON, """
                {"apiVersion":"v1","kind":"Service","metadata":{"name":"%s","labels":{"app.kubernetes.io/name":"shop",\
                "app.kubernetes.io/part-of":"webshop","number":"%d"},"annotations":{"description":"one of very many"}},\
                "spec":{"ports":[{"name":"http","port":8080,"targetPort":80},{"name":"metrics","port":9090}]}}
                """.formatted(name(prefix, number), number));
    }

    static IntFunction<byte[]> deletions(String prefix) {
        return number -> AnswerParser.request("DELETE", SERVICES + "/" + name(prefix, number));
    }

    /** The headings of {@link #row}. */
    static Table table(String what) {
        return new Table(List.of(
                what, "requests/s", "p50 ms", "p99 ms", "max ms", "MB/s", "other answers", "load generator's cores"));
    }

    static List<String> row(String what, ClosedLoop.Result result) {
        Samples millis = result.millis();
        double megabytes = result.bytes() * result.perSecond() / millis.sorted().size() / 1e6;
        return List.of(
                what,
                String.format(Locale.ROOT, "%.0f", result.perSecond()),
                millis.text(50),
                millis.text(99),
                millis.text(100),
                String.format(Locale.ROOT, "%.1f", megabytes),
                result.others().isEmpty() ? "none" : result.others().toString().replace(',', ';'),
                String.format(Locale.ROOT, "%.2f", result.clientCpu()));
    }

    /** The CPU time that each process took per request. */
    static Table cpu(CpuTimes used) {
        Table cpu = new Table(List.of("process", "CPU ms per request"));
        used.millis()
                .forEach((program, millis) -> cpu.add(List.of(program, String.format(Locale.ROOT, "%.2f", millis))));
        return cpu.add(List.of("in all", String.format(Locale.ROOT, "%.2f", used.inAll())));
    }
}
