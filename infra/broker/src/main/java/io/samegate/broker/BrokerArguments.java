package io.samegate.broker;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What the command line and the environment say about the broker; the command line wins. */
final class BrokerArguments {
    static final String USAGE = "options: --data DIR --host HOST --port PORT --controller-port PORT --set NAME=VALUE"
            + " --insecure; environment: SAMEGATE_HOME SAMEGATE_KAFKA_HOST SAMEGATE_KAFKA_PORT"
            + " SAMEGATE_KAFKA_CONTROLLER_PORT SAMEGATE_INSECURE";

    private static final String DEFAULT_PORT = "9092";

    private final Map<String, String> environment;
    private BrokerSettings settings;
    private boolean insecure;

    private BrokerArguments(Map<String, String> environment) {
        this.environment = environment;
        this.settings = BrokerSettings.inDirectory(Path.of(from("SAMEGATE_HOME", ".samegate"), "kafka"))
                .withHost(from("SAMEGATE_KAFKA_HOST", BrokerSettings.LOOPBACK))
                .withPort(port("SAMEGATE_KAFKA_PORT", from("SAMEGATE_KAFKA_PORT", DEFAULT_PORT)))
                .withControllerPort(
                        port("SAMEGATE_KAFKA_CONTROLLER_PORT", from("SAMEGATE_KAFKA_CONTROLLER_PORT", "0")));
        this.insecure = Boolean.parseBoolean(from("SAMEGATE_INSECURE", "false"));
    }

    /** @throws BrokerStartException with one sentence that names the offending option or variable */
    static BrokerSettings parse(List<String> arguments, Map<String, String> environment) {
        try {
            BrokerArguments parsed = new BrokerArguments(environment);
            Deque<String> rest = new ArrayDeque<>(arguments);
            while (!rest.isEmpty()) {
                parsed.take(rest.pop(), rest);
            }
            return parsed.checked();
        } catch (IllegalArgumentException e) {
            throw new BrokerStartException(e.getMessage(), e);
        }
    }

    private void take(String option, Deque<String> rest) {
        switch (option) {
            case "--data" -> settings = settings.withDataDirectory(Path.of(value(option, rest)));
            case "--host" -> settings = settings.withHost(value(option, rest));
            case "--port" -> settings = settings.withPort(port(option, value(option, rest)));
            case "--controller-port" -> settings = settings.withControllerPort(port(option, value(option, rest)));
            case "--set" -> override(value(option, rest));
            case "--insecure" -> insecure = true;
            default -> throw new IllegalArgumentException("unknown option " + option + " (" + USAGE + ")");
        }
    }

    private void override(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--set: " + assignment + " (expected: NAME=VALUE)");
        }
        settings = settings.withOverride(assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    /** The broker speaks without encryption and asks nobody who they are, so other machines get in only on request. */
    private BrokerSettings checked() {
        if (!insecure && !settings.isLoopback()) {
            throw new IllegalArgumentException("refusing to listen on " + settings.host()
                    + ", where other machines could write to the log; SAMEGATE_KAFKA_HOST chooses another address,"
                    + " and SAMEGATE_INSECURE=true allows this one");
        }
        return settings;
    }

    private String from(String variable, String otherwise) {
        String value = environment.getOrDefault(variable, "");
        return value.isBlank() ? otherwise : value;
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value (" + USAGE + ")");
        }
        return rest.pop();
    }

    private static int port(String where, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below, as one that is out of range.
        }
        throw new IllegalArgumentException(where + ": " + value + " (expected: a port from 0 to 65535)");
    }
}
