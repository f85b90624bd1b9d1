package io.samegate.gateway.host;

import io.samegate.contracts.node.NodeSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the machine says of itself. Where a file is missing the Java runtime's own words stand in. */
public final class Machine {

    private static final Logger LOGGER = LoggerFactory.getLogger(Machine.class);

    private static final Pattern PRETTY_NAME = Pattern.compile("(?m)^PRETTY_NAME=\"?([^\"\\n]*)\"?$");
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files\\s+(\\d+)");

    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s+(\\d+) kB$");

    /** Nobody counts them; a number that is never reached. */
    private static final int MOST_PODS = 100_000;

    private final Path root;

    /** @param root the directory under which {@code etc} and {@code proc} stand */
    public Machine(Path root) {
        this.root = root;
    }

    /** What {@code kubectl get nodes -o wide} shows; the architecture and system by Kubernetes' names. */
    public NodeSystem system(String version) {
        String osName = System.getProperty("os.name");
        return new NodeSystem(
                "samegate-" + version,
                find("etc/os-release", PRETTY_NAME).orElse(osName),
                System.getProperty("os.version"),
                architecture(System.getProperty("os.arch")),
                osName.startsWith("Mac") ? "darwin" : osName.toLowerCase(Locale.ROOT),
                "samegate://" + version,
                capacity());
    }

    /** How many files this process may have open; empty where the system does not say or sets no limit. */
    public Optional<Integer> openFilesLimit() {
        return find("proc/self/limits", OPEN_FILES).map(Long::parseLong).map(limit ->
                (int) Math.min(limit, Integer.MAX_VALUE));
    }

    /** All nodes of one machine have the whole of it; where it does not say how much memory it has, it is this process's. */
    private Map<String, String> capacity() {
        String memory = find("proc/meminfo", MEMORY)
                .orElseGet(() -> Long.toString(Runtime.getRuntime().maxMemory() >> 10));
        return Map.of(
                "cpu", Integer.toString(Runtime.getRuntime().availableProcessors()),
                "memory", memory + "Ki",
                "pods", Integer.toString(MOST_PODS));
    }

    private Optional<String> find(String file, Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(Files.readString(root.resolve(file)));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            LOGGER.atDebug().addKeyValue("file", file).addKeyValue("cause", e).log("not readable");
            return Optional.empty();
        }
    }

    private static String architecture(String java) {
        return switch (java) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> java;
        };
    }
}
