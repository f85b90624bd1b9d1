package io.samegate.api.core.openapi;

import io.samegate.contracts.ApiKind;
import java.util.Optional;

/** What the model classes do not say themselves: Kubernetes' names for them, and what they are for. */
public interface Vocabulary {

    /** The class that stands for a kind; nothing if the model has none, or if there are never objects of it here. */
    Optional<Class<?>> model(ApiKind kind);

    /** Kubernetes' name for a kind, such as {@code io.k8s.api.apps.v1.Deployment}. */
    String name(ApiKind kind);

    /** Kubernetes' name for a class, such as {@code io.k8s.api.core.v1.Service}. */
    String name(Class<?> model);

    /** What objects of a class are, in a sentence or more. */
    Optional<String> describe(Class<?> model);

    /** What a field of a class is for. */
    Optional<String> describe(Class<?> model, String field);

    /** Whether a field that is a string in the model is a time. */
    boolean isTime(Class<?> model, String field);
}
