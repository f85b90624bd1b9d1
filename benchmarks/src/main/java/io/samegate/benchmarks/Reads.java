package io.samegate.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;

/** Reading one Service, and all of very many, by many clients at once. */
public final class Reads {

    private static final String PREFIX = "read";

    private final Installation installation;
    private final int clients;
    private final Duration warmUp;
    private final Duration length;
    private final Table table;

    private Reads(Installation installation, Options options) {
        this.installation = installation;
        this.clients = options.get("--clients");
        this.warmUp = Duration.ofSeconds(options.get("--warm-up"));
        this.length = Duration.ofSeconds(options.get("--seconds"));
        this.table = Load.table(clients + " clients");
    }

    public static void main(String[] arguments) {
        Options options =
                Options.read(arguments, Map.of("--services", 2768, "--clients", 32, "--seconds", 20, "--warm-up", 10));
        int services = options.get("--services");
        Installation installation = Installation.running();
        String machine = Machine.description();
        Reads reads = new Reads(installation, options);
        new ClosedLoop(installation.apiPort(), Load.creations(PREFIX), 201).run(reads.clients, services);
        reads.measure("one Service", number -> one(number % services, ""));
        reads.measure(
                "one Service as cached (resourceVersion=0)", number -> one(number % services, "?resourceVersion=0"));
        byte[] all = AnswerParser.request("GET", Load.SERVICES);
        reads.measure("all " + (services + 1) + " Services", number -> all);
        System.out.println("Reads of " + reads.length.toSeconds() + " s each: " + machine);
        System.out.print(reads.table);
        System.out.printf(
                "service-api afterwards: %.0f MiB RSS%n",
                Memory.of(installation.process("service-api").pid()).rss());
        reads.table.write(installation, "reads");
        new ClosedLoop(installation.apiPort(), Load.deletions(PREFIX), 200).run(reads.clients, services);
    }

    private void measure(String what, IntFunction<byte[]> requests) {
        new ClosedLoop(installation.apiPort(), requests, 200).run(clients, warmUp);
        table.add(Load.row(what, new ClosedLoop(installation.apiPort(), requests, 200).run(clients, length)));
    }

    private static byte[] one(int number, String query) {
        return AnswerParser.request("GET", Load.SERVICES + "/" + Load.name(PREFIX, number) + query);
    }
}
