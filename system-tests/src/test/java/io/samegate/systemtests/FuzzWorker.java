package io.samegate.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Sends the requests of one worker one after the other and judges each answer by itself. */
final class FuzzWorker implements Callable<FuzzWorker> {

    /** Beyond which nobody reads on. */
    private static final int ENOUGH = 20;

    private final List<FuzzRequest> requests;
    private final int port;
    private final FuzzModel model = new FuzzModel();
    private final List<String> complaints = new ArrayList<>();
    private final Map<Integer, Integer> codes = new TreeMap<>();
    private int cut;

    FuzzWorker(List<FuzzRequest> requests, int port) {
        this.requests = requests;
        this.port = port;
    }

    FuzzModel model() {
        return model;
    }

    List<String> complaints() {
        return complaints;
    }

    /** How many answers had which code. */
    Map<Integer, Integer> codes() {
        return codes;
    }

    /** Connections that ended without an answer. */
    int cut() {
        return cut;
    }

    @Override
    public FuzzWorker call() throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            for (FuzzRequest request : requests) {
                if (complaints.size() < ENOUGH) {
                    send(http, request);
                }
            }
        }
        return this;
    }

    private void send(RawHttp http, FuzzRequest request) throws IOException {
        try {
            Optional<RawHttp.Reply> reply = http.send(request);
            if (reply.isPresent()) {
                codes.merge(reply.get().code(), 1, Integer::sum);
                judge(request, reply.get());
            } else {
                cut++;
                model.unknown(request);
            }
        } catch (SocketTimeoutException e) {
            complain("no answer within " + RawHttp.DEADLINE, request);
        } catch (ConnectException e) {
            complain("nobody listens any more: " + e.getMessage(), request);
        }
    }

    private void judge(FuzzRequest request, RawHttp.Reply reply) {
        if (reply.accepted()) {
            if (!request.reads()) {
                learn(request, reply);
            }
        } else if (reply.code() == 503 || reply.code() == 504) {
            model.unknown(request);
        } else if (reply.code() >= 500 && !reply.text().contains("range is full")) {
            complain("answered " + reply.code() + ": " + reply.text(), request);
        }
        if (reply.code() >= 400 && !request.method().equals("HEAD") && !isStatus(reply) && !isBare(request, reply)) {
            complain(reply.code() + " without a Status: " + reply.text(), request);
        }
    }

    private void learn(FuzzRequest request, RawHttp.Reply reply) {
        reply.document()
                .filter(JsonNode::isObject)
                .ifPresentOrElse(
                        answer -> model.accepted(request, answer),
                        () -> complain("accepted with an answer that is no object: " + reply.text(), request));
    }

    private static boolean isStatus(RawHttp.Reply reply) {
        Predicate<JsonNode> says = field -> !field.asText().isBlank();
        return reply.document()
                .filter(status -> status.path("kind").asText().equals("Status"))
                .filter(status -> status.path("code").asInt() == reply.code())
                .filter(status -> says.test(status.path("message")) && says.test(status.path("reason")))
                .isPresent();
    }

    /** What is no HTTP the server refuses without a Status: see service-api's README, Limits. */
    private static boolean isBare(FuzzRequest request, RawHttp.Reply reply) {
        return reply.code() == 400 && !request.isHttp();
    }

    private void complain(String what, FuzzRequest request) {
        complaints.add(what + "\n" + request + "\n");
    }
}
