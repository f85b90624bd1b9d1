package io.samegate.api.core.defaults;

import static io.samegate.api.core.defaults.Defaults.isEmpty;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.samegate.api.core.RefusedException;
import io.samegate.contracts.Json;

/** Makes of a posted object the one that is asked for. Stateless. */
public final class NewObject {

    private NewObject() {}

    /**
     * A copy with its name, without what only the server sets (uid, timestamps, generation; the status of a Service or
     * Namespace), and with the defaults. A Pod's status stays: whoever registers a Pod knows it.
     *
     * @param namespace the namespace of the path; empty for cluster-scoped kinds
     * @param suffix what follows {@code generateName} where there is no name; see {@link GeneratedName#suffix}
     * @throws RefusedException 400 if the object names a resourceVersion
     */
    public static HasMetadata prepare(HasMetadata object, String namespace, String suffix) {
        ObjectMeta given = object.getMetadata() == null ? new ObjectMeta() : object.getMetadata();
        if (!isEmpty(given.getResourceVersion())) {
            throw RefusedException.badRequest("resourceVersion should not be set on objects to be created");
        }
        String name = isEmpty(given.getName()) && !isEmpty(given.getGenerateName())
                ? GeneratedName.of(given.getGenerateName(), suffix)
                : given.getName();
        ObjectMeta metadata = new ObjectMetaBuilder(given)
                .withName(name)
                .withUid(null)
                .withCreationTimestamp(null)
                .withDeletionTimestamp(null)
                .withDeletionGracePeriodSeconds(null)
                .withGeneration(null)
                .withResourceVersion(null)
                .withSelfLink(null)
                .build();
        return Defaults.apply(withoutStatus(object, metadata), namespace);
    }

    private static HasMetadata withoutStatus(HasMetadata object, ObjectMeta metadata) {
        if (object instanceof Service service) {
            return new ServiceBuilder(service)
                    .withMetadata(metadata)
                    .withNewStatus()
                    .withNewLoadBalancer()
                    .endLoadBalancer()
                    .endStatus()
                    .build();
        }
        if (object instanceof Namespace namespace) {
            return new NamespaceBuilder(namespace)
                    .withMetadata(metadata)
                    .withStatus(null)
                    .build();
        }
        HasMetadata copy = Json.mapper().convertValue(object, object.getClass());
        copy.setMetadata(metadata);
        return copy;
    }
}
