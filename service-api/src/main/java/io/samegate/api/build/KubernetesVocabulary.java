package io.samegate.api.build;

import io.samegate.api.core.openapi.Vocabulary;
import io.samegate.contracts.ApiKind;
import java.util.Optional;

/** The vocabulary from Kubernetes' messages and the sources of the model. One thread. */
final class KubernetesVocabulary implements Vocabulary {

    private final Javadocs javadocs = new Javadocs();

    @Override
    public Optional<Class<?>> model(ApiKind kind) {
        return Protos.model(kind);
    }

    @Override
    public String name(ApiKind kind) {
        return Protos.definition(kind);
    }

    @Override
    public String name(Class<?> model) {
        return Protos.definition(model);
    }

    @Override
    public Optional<String> describe(Class<?> model) {
        return javadocs.of(model);
    }

    @Override
    public Optional<String> describe(Class<?> model, String field) {
        return javadocs.of(model, field);
    }

    @Override
    public boolean isTime(Class<?> model, String field) {
        return Protos.isTime(model, field);
    }
}
