package io.samegate.benchmarks;

import java.util.Map;

/** Services created per second by many clients at once, each answered once it is committed and visible. */
public final class Creates {

    private static final String WARM_UP = "warm-up";
    private static final String CREATED = "created";

    private Creates() {}

    public static void main(String[] arguments) {
        Options options = Options.read(arguments, Map.of("--services", 5000, "--clients", 32, "--warm-up", 5000));
        Installation installation = Installation.running();
        String machine = Machine.description();
        int port = installation.apiPort();
        int clients = options.get("--clients");
        new ClosedLoop(port, Load.creations(WARM_UP), 201).run(clients, options.get("--warm-up"));
        new ClosedLoop(port, Load.deletions(WARM_UP), 200).run(clients, options.get("--warm-up"));
        int services = options.get("--services");
        CpuTimes before = CpuTimes.now(installation);
        ClosedLoop.Result created = new ClosedLoop(port, Load.creations(CREATED), 201).run(clients, services);
        CpuTimes used = CpuTimes.now(installation).since(before, services);
        ClosedLoop.Result deleted = new ClosedLoop(port, Load.deletions(CREATED), 200).run(clients, services);
        Table table = Load.table(clients + " clients")
                .add(Load.row("create a Service", created))
                .add(Load.row("delete a Service", deleted));
        System.out.println(services + " Services created and deleted: " + machine);
        System.out.print(table);
        System.out.print(Load.cpu(used));
        table.write(installation, "creates");
    }
}
