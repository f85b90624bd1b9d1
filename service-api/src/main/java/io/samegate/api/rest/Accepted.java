package io.samegate.api.rest;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of the media types a client accepts. Immutable.
 *
 * @param type such as {@code application/json}, or with stars
 * @param parameters in lower case
 */
record Accepted(String type, Map<String, String> parameters) {

    private static final Set<String> JSON = Set.of("*/*", "application/*", "application/json");
    private static final Set<String> YAML = Set.of("application/yaml");
    private static final String TABLE = "table";

    Accepted {
        parameters = Map.copyOf(parameters);
    }

    /** What a request wants most among what there is: objects and v1 Tables, as JSON or YAML. */
    static Optional<Accepted> best(HttpServerRequest request) {
        String header = request.headers().getAll("Accept").stream().reduce("", (one, more) -> one + "," + more);
        return best(header);
    }

    static Optional<Accepted> best(String header) {
        if (header.isBlank()) {
            return Optional.of(new Accepted("*/*", Map.of()));
        }
        return Arrays.stream(header.toLowerCase(Locale.ROOT).split(","))
                .filter(clause -> !clause.isBlank())
                .map(Accepted::parse)
                .filter(accepted -> accepted.weight() > 0 && accepted.isThere())
                .max(Comparator.comparingDouble(Accepted::weight)); // of equals the first
    }

    boolean isYaml() {
        return YAML.contains(type);
    }

    boolean isTable() {
        return TABLE.equals(parameters.get("as"));
    }

    private boolean isThere() {
        if (!JSON.contains(type) && !YAML.contains(type)) {
            return false;
        }
        String as = parameters.getOrDefault("as", "");
        return switch (as) {
            case "" -> true;
            case TABLE -> parameters.getOrDefault("v", "v1").equals("v1");
            default -> as.equals("apigroupdiscoverylist");
        };
    }

    private double weight() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static Accepted parse(String clause) {
        String[] parts = clause.split(";");
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            parameters.put(pair[0].strip(), pair.length > 1 ? pair[1].strip() : "");
        }
        return new Accepted(parts[0].strip(), parameters);
    }
}
