package io.samegate.api.rest;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Query parameters as the core reads them. Stateless. */
final class Query {

    private Query() {}

    static Map<String, List<String>> of(MultiMap parameters) {
        Map<String, List<String>> query = new TreeMap<>();
        parameters.names().forEach(name -> query.put(name, parameters.getAll(name)));
        return query;
    }

    /** The first value, empty if there is none. */
    static String first(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
