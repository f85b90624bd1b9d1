package io.samegate.contracts.event;

import io.samegate.contracts.ObjectRef;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that happened, in the past tense; for people and subscribers, never a source of state.
 *
 * <p>service-api shows it as a Kubernetes Event ({@code reason} is the type) and on {@code GET /events}.
 *
 * @param type one of {@link FactType}'s names, or a newer release's; a reader keeps what it does not know
 * @param about the object concerned
 * @param uid the object's uid, empty where it has none (a refused create)
 * @param node the node on which it happened, empty where that does not apply
 * @param message a sentence for a person
 * @param details named values for a program, such as {@code nodePort}
 */
public record Fact(
        String type,
        Severity severity,
        ObjectRef about,
        String uid,
        String node,
        Instant time,
        String message,
        Map<String, String> details) {

    /** The detail that says who asked for what happened; absent where nobody did, such as when a probe fails. */
    public static final String USER = "user";

    public Fact {
        details = Map.copyOf(details);
    }

    public static Fact of(FactType type, ObjectRef about, String uid, Instant time, String message) {
        return new Fact(type.wireName(), type.severity(), about, uid, "", time, message, Map.of());
    }

    /** The same with one more named value. */
    public Fact with(String name, String value) {
        Map<String, String> more = new TreeMap<>(details);
        more.put(name, value);
        return new Fact(type, severity, about, uid, node, time, message, more);
    }

    public Fact on(String nodeName) {
        return new Fact(type, severity, about, uid, nodeName, time, message, details);
    }
}
