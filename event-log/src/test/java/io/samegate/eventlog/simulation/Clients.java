package io.samegate.eventlog.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.ResourceVersion;
import io.samegate.contracts.request.Answer;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import io.samegate.eventlog.simulation.Numbers.Held;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Everybody who asks: sends each request at most once, and reads the committed answers. */
final class Clients {

    private static final List<String> KEYS = List.of("a", "b", "c", "d");
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private final SimulatedLog log;
    private final Chance chance;
    private final History history;
    private final Checker checker;
    private long sent;
    private long listenedTo;

    Clients(SimulatedLog log, Chance chance, History history, Checker checker) {
        this.log = log;
        this.chance = chance;
        this.history = history;
        this.checker = checker;
    }

    /** Sends a request, which may get lost or come late. */
    void send() {
        if (!log.isUp()) {
            return;
        }
        Request request = request();
        history.add(History.Kind.REQUEST, "client", brief(request));
        if (!chance.oneIn(8)) {
            long unused = log.append(request);
        } else if (chance.oneIn(2)) {
            log.later(() -> {
                long unused = log.append(request);
            });
        }
    }

    /** Reads the answers there are. */
    void listen() {
        if (!log.isUp()) {
            return;
        }
        long until = log.answers.lastStable();
        for (SimulatedPartition.Data<Answer> answer : log.answers.committed(listenedTo, until, Integer.MAX_VALUE)) {
            history.tell("client", "hears the answer to ", answer.key());
            checker.heard(answer.key(), answer.value());
        }
        listenedTo = until;
    }

    private Request request() {
        String key = chance.oneOf(KEYS);
        sent++;
        RequestHeader header = new RequestHeader(
                new UUID(chance.bits(), sent).toString(),
                new ObjectRef(ObjectKind.SERVICE, ObjectKey.clusterScoped(key)),
                "client",
                BUDGET,
                chance.oneIn(8),
                Map.of());
        return switch (chance.below(3)) {
            case 0 -> new Request.Create(header, object(key));
            case 1 -> new Request.Replace(header, object(key), preconditions(key), Part.MAIN);
            default -> new Request.Delete(header, preconditions(key), Grace.OF_THE_OBJECT);
        };
    }

    private HasMetadata object(String key) {
        int number = chance.oneIn(2) ? 0 : chance.between(1, Numbers.HIGHEST);
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(key)
                .withAnnotations(Map.of("number", Integer.toString(number), "note", "note " + chance.below(3)))
                .endMetadata()
                .build();
    }

    private Preconditions preconditions(String key) {
        Held held = checker.state().held().get(key);
        if (held == null || chance.oneIn(2)) {
            return Preconditions.NONE;
        }
        return chance.oneIn(4)
                ? new Preconditions(held.holding().uid(), "")
                : Preconditions.resourceVersion(
                        ResourceVersion.of(chance.oneIn(4) ? held.offset() / 2 : held.offset()));
    }

    private static String brief(Request request) {
        return request.getClass().getSimpleName() + " " + NumberRules.key(request) + " "
                + request.header().id();
    }
}
