package io.samegate.benchmarks;

import java.util.HashMap;
import java.util.Map;

/** What the command line says; every option is a positive number. */
record Options(Map<String, Integer> values) {

    Options {
        values = Map.copyOf(values);
    }

    /**
     * Reads {@code --name N ...} over the defaults.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Options read(String[] arguments, Map<String, Integer> defaults) {
        Map<String, Integer> values = new HashMap<>(defaults);
        for (int i = 0; i < arguments.length; i += 2) {
            boolean isNumber = i + 1 < arguments.length && arguments[i + 1].matches("[1-9]\\d{0,5}");
            if (!defaults.containsKey(arguments[i]) || !isNumber) {
                throw new IllegalArgumentException("option \"" + arguments[i] + "\" (expected: one of "
                        + defaults.keySet() + ", followed by a number from 1)");
            }
            values.put(arguments[i], Integer.parseInt(arguments[i + 1]));
        }
        return new Options(values);
    }

    int get(String name) {
        return values.get(name);
    }
}
