package io.samegate.benchmarks;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How much CPU time each process has used, in milliseconds; hardly depends on what else the machine does. */
record CpuTimes(Map<String, Double> millis) {

    CpuTimes {
        millis = Collections.unmodifiableMap(new TreeMap<>(millis));
    }

    static CpuTimes now(Installation installation) {
        Map<String, Double> millis = new TreeMap<>();
        installation
                .programs()
                .forEach(program -> millis.put(program, (double) installation
                        .process(program)
                        .info()
                        .totalCpuDuration()
                        .orElseThrow()
                        .toMillis()));
        return new CpuTimes(millis);
    }

    /** That of the measuring program itself. */
    static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    /** What was used between {@code earlier} and this, shared among {@code count} pieces of work. */
    CpuTimes since(CpuTimes earlier, int count) {
        Map<String, Double> each = new TreeMap<>();
        millis.forEach((program, used) -> each.put(program, (used - earlier.millis.get(program)) / count));
        return new CpuTimes(each);
    }

    double inAll() {
        return millis.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
