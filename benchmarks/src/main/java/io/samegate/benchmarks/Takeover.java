package io.samegate.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** How long nobody is answered when the active port allocator dies or is stopped. */
public final class Takeover {

    /** Before and after each run, so that runs do not touch. */
    private static final Duration CALM = Duration.ofSeconds(2);

    private final Installation installation;
    private final CreateLoad load;
    private final int runs;

    private Takeover(Installation installation, CreateLoad load, int runs) {
        this.installation = installation;
        this.load = load;
        this.runs = runs;
    }

    public static void main(String[] arguments) {
        Options options = Options.read(arguments, Map.of("--runs", 10));
        Installation installation = Installation.running();
        String machine = Machine.description();
        try (CreateLoad load = new CreateLoad(installation.apiUrl()).start()) {
            Takeover takeover = new Takeover(installation, load, options.get("--runs"));
            Map<String, List<Outage>> outages = new LinkedHashMap<>();
            outages.put("kill -9; no standby; ./samegate up", takeover.repeat(takeover::withoutStandby));
            try (Replica first = Replica.first(installation);
                    Replica second = Replica.second(installation, first)) {
                List<Replica> replicas = List.of(first, second);
                outages.put("kill -9; a standby takes over", takeover.repeat(() -> takeover.ofActive(replicas, true)));
                outages.put(
                        "clean stop; a standby takes over", takeover.repeat(() -> takeover.ofActive(replicas, false)));
            }
            report(installation, machine, outages);
        }
    }

    private List<Outage> repeat(Supplier<Outage> run) {
        List<Outage> outages = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            LockSupport.parkNanos(CALM.toNanos());
            load.forget();
            LockSupport.parkNanos(CALM.toNanos());
            outages.add(run.get());
        }
        return outages;
    }

    private Outage withoutStandby() {
        ProcessHandle allocator = installation.process("port-allocator");
        long signalled = System.nanoTime();
        allocator.destroyForcibly();
        allocator.onExit().join();
        long ended = System.nanoTime();
        installation.samegate("up");
        return outage(signalled, ended);
    }

    /** Ends the active one and starts it again as the standby. */
    private Outage ofActive(List<Replica> replicas, boolean byForce) {
        Replica active = replicas.stream()
                .filter(Replica::isActive)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no replica says that it is active"));
        long signalled = System.nanoTime();
        active.end(byForce);
        Outage outage = outage(signalled, System.nanoTime());
        active.start();
        return outage;
    }

    private Outage outage(long signalled, long ended) {
        load.awaitAnswerTo(ended);
        LockSupport.parkNanos(CALM.toNanos());
        return Outage.of(load.attempts(), signalled, ended);
    }

    private static void report(Installation installation, String machine, Map<String, List<Outage>> outages) {
        System.out.println("The active port allocator ends while 50 Services a second are created; " + machine);
        Table summary = new Table(List.of(
                "ms", "runs", "first answer p50", "max", "longest silence p50", "max", "not answered 201, max"));
        Table raw = new Table(List.of("case", "run", "first_answer_ms", "silence_ms", "not_201"));
        outages.forEach((name, ofCase) -> {
            Samples first = Samples.of(ofCase.stream().map(Outage::firstAnswer).toList());
            Samples silence = Samples.of(ofCase.stream().map(Outage::silence).toList());
            Samples refused = Samples.of(ofCase.stream().map(Outage::refused).toList());
            summary.add(List.of(
                    name,
                    Integer.toString(ofCase.size()),
                    first.text(50),
                    first.text(100),
                    silence.text(50),
                    silence.text(100),
                    String.format(Locale.ROOT, "%.0f", refused.percentile(100))));
            for (Outage outage : ofCase) {
                raw.add(List.of(
                        name,
                        Integer.toString(ofCase.indexOf(outage)),
                        String.format(Locale.ROOT, "%.1f", outage.firstAnswer()),
                        String.format(Locale.ROOT, "%.1f", outage.silence()),
                        Integer.toString(outage.refused())));
            }
        });
        System.out.print(summary);
        System.out.println("first answer: from the signal to the first committed answer to a request sent after the"
                + " process was gone");
        System.out.println("longest silence: the longest time without any committed answer");
        raw.write(installation, "takeover");
    }
}
