package io.samegate.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How long {@code ./samegate up} takes, after a clean stop and after kill -9 of everything, and what it all weighs. */
public final class Start {

    /** A start is busy; what it leaves behind is weighed when it has come to rest. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Pattern READY = Pattern.compile("(?m)^ +(\\S+) +ready after ([0-9.]+) s");

    /** What came before the start. */
    private enum After {
        CLEAN_STOP("a clean stop") {
            @Override
            void end(Installation installation) {
                installation.samegate("down");
            }
        },
        KILL("kill -9 of everything") {
            @Override
            void end(Installation installation) {
                installation.killAll();
            }
        };

        private final String words;

        After(String words) {
            this.words = words;
        }

        abstract void end(Installation installation);
    }

    /**
     * One start.
     *
     * @param seconds until the command returned
     * @param ready per program, seconds after the launcher began
     * @param memory per program
     */
    private record Run(After after, double seconds, Map<String, Double> ready, Map<String, Memory> memory) {}

    private Start() {}

    public static void main(String[] arguments) {
        Options options = Options.read(arguments, Map.of("--runs", 5));
        Installation installation = Installation.running();
        String machine = Machine.description();
        List<Run> runs = new ArrayList<>();
        for (After after : After.values()) {
            for (int i = 0; i < options.get("--runs"); i++) {
                runs.add(run(installation, after));
            }
        }
        report(installation, machine, runs);
    }

    private static Run run(Installation installation, After after) {
        after.end(installation);
        long begin = System.nanoTime();
        String output = installation.samegate("up");
        double seconds = (System.nanoTime() - begin) / 1e9;
        LockSupport.parkNanos(REST.toNanos());
        Map<String, Double> ready = new TreeMap<>();
        READY.matcher(output)
                .results()
                .forEach((MatchResult line) -> ready.put(line.group(1), Double.parseDouble(line.group(2))));
        Map<String, Memory> memory = new TreeMap<>();
        installation
                .programs()
                .forEach(program -> memory.put(
                        program, Memory.of(installation.process(program).pid())));
        return new Run(after, seconds, ready, memory);
    }

    private static void report(Installation installation, String machine, List<Run> runs) {
        System.out.println("./samegate up: broker, 3 services, 3 gateways; " + machine);
        Table times = new Table(List.of("s until the command returned", "min", "p50", "max"));
        for (After after : After.values()) {
            Samples seconds = Samples.of(runs.stream()
                    .filter(run -> run.after == after)
                    .map(Run::seconds)
                    .toList());
            times.add(List.of("after " + after.words, seconds.text(0), seconds.text(50), seconds.text(100)));
        }
        System.out.println(times);
        Table programs = new Table(List.of("program (medians)", "ready s", "RSS MiB", "PSS MiB"));
        Table raw = new Table(List.of("after", "run", "up_s", "program", "ready_s", "rss_mib", "pss_mib"));
        for (String program : installation.programs()) {
            programs.add(List.of(
                    program,
                    Samples.of(runs.stream().map(run -> run.ready.get(program)).toList())
                            .text(50),
                    Samples.of(runs.stream()
                                    .map(run -> run.memory.get(program).rss())
                                    .toList())
                            .text(50),
                    Samples.of(runs.stream()
                                    .map(run -> run.memory.get(program).pss())
                                    .toList())
                            .text(50)));
            for (int i = 0; i < runs.size(); i++) {
                raw.add(row(runs.get(i), i, program));
            }
        }
        List<Memory> sums = runs.stream()
                .map(run -> run.memory.values().stream().reduce(new Memory(0, 0), Memory::plus))
                .toList();
        programs.add(List.of(
                "in all",
                "",
                Samples.of(sums.stream().map(Memory::rss).toList()).text(50),
                Samples.of(sums.stream().map(Memory::pss).toList()).text(50)));
        System.out.print(programs);
        raw.write(installation, "start");
    }

    private static List<String> row(Run run, int number, String program) {
        return List.of(
                run.after.words,
                Integer.toString(number),
                String.format(Locale.ROOT, "%.2f", run.seconds),
                program,
                Double.toString(run.ready.get(program)),
                String.format(Locale.ROOT, "%.1f", run.memory.get(program).rss()),
                String.format(Locale.ROOT, "%.1f", run.memory.get(program).pss()));
    }
}
