package io.samegate.api.core.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.request.FieldError;
import io.samegate.contracts.request.Statuses;
import java.util.List;

/**
 * The questions somebody asks about themselves by posting them: who am I, may I do this, what may I do. The answer is the
 * question with a status; nothing is kept. Stateless.
 */
public final class Reviews {

    private static final String RESOURCE = "resourceAttributes";
    private static final String PATH = "nonResourceAttributes";

    private final Authorizer authorizer;

    public Reviews(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * Answers one question.
     *
     * @param kind of the question
     * @param body as it came; a missing node if it was empty
     * @throws RefusedException 400 or 422 if it is no question of this kind
     */
    public ObjectNode answer(ApiKind kind, JsonNode body, User user) {
        requireKind(kind, body);
        ObjectNode answer =
                JsonNodeFactory.instance.objectNode().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        answer.putObject("metadata").putNull("creationTimestamp");
        JsonNode spec = body.path("spec");
        switch (kind.kind()) {
            case "SelfSubjectAccessReview" -> {
                answer.set("spec", spec);
                access(answer.putObject("status"), action(kind, spec), user);
            }
            case "SelfSubjectRulesReview" -> {
                answer.putObject("spec");
                rules(answer.putObject("status"), spec.path("namespace").asText(""), user);
            }
            case "SelfSubjectReview" -> identity(answer.putObject("status").putObject("userInfo"), user);
            default -> throw new IllegalArgumentException("kind: " + kind.kind() + " (expected: a review)");
        }
        return answer;
    }

    private static void requireKind(ApiKind kind, JsonNode body) {
        String given = body.path("kind").asText(kind.kind());
        String version = body.path("apiVersion").asText(kind.apiVersion());
        if (!body.isObject() || !given.equals(kind.kind()) || !version.equals(kind.apiVersion())) {
            throw RefusedException.badRequest(
                    "the object provided is unrecognized (must be of type " + kind.kind() + ")");
        }
    }

    private void access(ObjectNode status, Action action, User user) {
        switch (authorizer.decide(user, action)) {
            case Authorizer.Verdict.Allowed(String reason) ->
                status.put("allowed", true).put("reason", reason);
            case Authorizer.Verdict.Denied(String reason) -> {
                status.put("allowed", false);
                if (!reason.isEmpty()) {
                    status.put("reason", reason);
                }
            }
        }
    }

    private static Action action(ApiKind kind, JsonNode spec) {
        JsonNode resource = spec.path(RESOURCE);
        JsonNode path = spec.path(PATH);
        if (resource.isObject() && path.isObject()) {
            throw invalid(kind, PATH, "cannot be specified in combination with " + RESOURCE);
        }
        if (path.isObject()) {
            return new Action.OnPath(
                    path.path("verb").asText(""), path.path("path").asText(""));
        }
        if (!resource.isObject()) {
            throw invalid(kind, RESOURCE, "exactly one of " + PATH + " or " + RESOURCE + " must be specified");
        }
        return new Action.OnResource(
                resource.path("verb").asText(""),
                resource.path("group").asText(""),
                resource.path("resource").asText(""),
                resource.path("subresource").asText(""),
                resource.path("namespace").asText(""),
                resource.path("name").asText(""));
    }

    private void rules(ObjectNode status, String namespace, User user) {
        if (namespace.isEmpty()) {
            throw RefusedException.badRequest("no namespace on request");
        }
        ArrayNode onResources = status.putArray("resourceRules");
        ArrayNode onPaths = status.putArray("nonResourceRules");
        for (Rule rule : authorizer.rules(user, namespace)) {
            if (rule.paths().isEmpty()) {
                ObjectNode shown = onResources.addObject();
                strings(shown.putArray("verbs"), rule.verbs());
                strings(shown.putArray("apiGroups"), rule.groups());
                strings(shown.putArray("resources"), rule.resources());
                if (!rule.names().isEmpty()) {
                    strings(shown.putArray("resourceNames"), rule.names());
                }
            } else {
                ObjectNode shown = onPaths.addObject();
                strings(shown.putArray("verbs"), rule.verbs());
                strings(shown.putArray("nonResourceURLs"), rule.paths());
            }
        }
        status.put("incomplete", false);
    }

    private static void identity(ObjectNode userInfo, User user) {
        userInfo.put("username", user.name());
        if (!user.uid().isEmpty()) {
            userInfo.put("uid", user.uid());
        }
        strings(userInfo.putArray("groups"), user.groups());
    }

    private static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static RefusedException invalid(ApiKind kind, String field, String why) {
        return new RefusedException(
                Statuses.invalid(kind, "", List.of(FieldError.invalid("spec." + field, null, why))));
    }
}
