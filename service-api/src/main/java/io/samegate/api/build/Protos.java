package io.samegate.api.build;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Policy;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.NamedKind;
import io.samegate.contracts.ObjectKind;
import java.util.Map;
import java.util.Optional;

/** Kubernetes' own messages, which tell its packages and times apart where the model does not. Stateless. */
final class Protos {

    private static final String MODEL = HasMetadata.class.getPackageName();

    /** What is posted and answered, but never kept; without the kinds that have no fields to post. */
    private static final Map<String, Class<?>> POSTED = Map.of(
            "SelfSubjectAccessReview",
            SelfSubjectAccessReview.class,
            "SelfSubjectRulesReview",
            SelfSubjectRulesReview.class,
            "Eviction",
            Eviction.class);

    private Protos() {}

    /** Kubernetes' name for a class of the model. */
    static String definition(Class<?> model) {
        String group = model.getPackageName().equals(MODEL)
                ? isMeta(model) ? "apimachinery.pkg.apis.meta.v1" : "api.core.v1"
                : "api" + model.getPackageName().substring(MODEL.length());
        return "io.k8s." + group + "." + model.getSimpleName();
    }

    /** Kubernetes' name for a kind the model need not have. */
    static String definition(ApiKind kind) {
        String group = kind.group().isEmpty() ? "core" : kind.group().split("\\.", 2)[0];
        return kind.group().equals("apiextensions.k8s.io")
                ? "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions." + kind.version() + "." + kind.kind()
                : "io.k8s.api." + group + "." + kind.version() + "." + kind.kind();
    }

    /** The class that stands for a kind of which there may be objects, or which is posted. */
    static Optional<Class<?>> model(ApiKind kind) {
        return switch (kind) {
            case ObjectKind known -> Optional.of(known.model());
            case NamedKind named -> Optional.ofNullable(POSTED.get(named.kind()));
        };
    }

    /** The message that carries a class, if there is one. */
    static Optional<Descriptor> message(Class<?> model) {
        String name = model.getSimpleName();
        return switch (model.getPackageName().substring(MODEL.length())) {
            case "" ->
                Optional.ofNullable(
                        (isMeta(model) ? Meta.getDescriptor() : V1.getDescriptor()).findMessageTypeByName(name));
            case ".authorization.v1" ->
                Optional.ofNullable(V1Authorization.getDescriptor().findMessageTypeByName(name));
            case ".policy.v1" -> Optional.ofNullable(V1Policy.getDescriptor().findMessageTypeByName(name));
            default -> LaterMessages.find(model.getName().substring(MODEL.length() + 1));
        };
    }

    static boolean isTime(Class<?> model, String field) {
        return message(model)
                .map(message -> Optional.ofNullable(message.findFieldByName(field))
                        .filter(found -> found.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .map(found -> found.getMessageType().getName())
                        .filter("Time"::equals)
                        .isPresent())
                .orElse(false);
    }

    private static boolean isMeta(Class<?> model) {
        return Meta.getDescriptor().findMessageTypeByName(model.getSimpleName()) != null;
    }
}
