package io.samegate.contracts.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Status;
import io.samegate.contracts.Json;
import io.samegate.contracts.UnreadableRecordException;
import io.samegate.contracts.topic.Codec;

/** {@code {"outcome":"accepted","topic","offset"}}, {@code {"outcome":"simulated","object"}} or {@code {"outcome":"refused","status"}}. */
public final class AnswerCodec implements Codec<Answer> {

    private static final String ACCEPTED = "accepted";
    private static final String SIMULATED = "simulated";
    private static final String REFUSED = "refused";

    @Override
    public byte[] encode(Answer answer) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("outcome", outcome(answer));
        switch (answer) {
            case Answer.Accepted accepted -> {
                node.put("topic", accepted.topic());
                node.put("offset", accepted.offset());
            }
            case Answer.Simulated simulated -> node.set("object", Json.tree(simulated.object()));
            case Answer.Refused refused -> node.set("status", Json.tree(refused.status()));
        }
        return Json.write(node);
    }

    @Override
    public Answer decode(byte[] bytes) {
        JsonNode node = Json.read(bytes, JsonNode.class);
        String outcome = node.path("outcome").asText();
        return switch (outcome) {
            case ACCEPTED ->
                new Answer.Accepted(
                        node.path("topic").asText(), node.path("offset").asLong());
            case SIMULATED -> new Answer.Simulated(Json.readObject(node.path("object")));
            case REFUSED -> new Answer.Refused(Json.read(node.path("status"), Status.class));
            default ->
                throw new UnreadableRecordException("answer outcome \"" + outcome + "\" (expected: " + ACCEPTED + ", "
                        + SIMULATED + " or " + REFUSED + ")");
        };
    }

    @Override
    public String type(Answer answer) {
        return "io.samegate.answer." + outcome(answer);
    }

    private static String outcome(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> ACCEPTED;
            case Answer.Simulated simulated -> SIMULATED;
            case Answer.Refused refused -> REFUSED;
        };
    }
}
