package io.samegate.api.core.validate;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.samegate.api.core.events.EventForms;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.FieldError;
import java.util.List;

/**
 * What is wrong with a defaulted object, as far as the object alone tells, with Kubernetes' field paths and texts.
 * Stateless.
 *
 * <p>Whoever owns the kind judges the rest: what may not change, what is already taken, what the installation lacks.
 */
public final class Validation {

    private Validation() {}

    /** All that is wrong with an object to be created; empty if nothing is. */
    public static List<FieldError> onCreate(HasMetadata object) {
        return check(object, true);
    }

    /**
     * All that is wrong with an object that is to replace another, or its {@code /status}. What Kubernetes clears by
     * itself if the client left it as it was (node ports of a Service that becomes ClusterIP, say) is not judged here.
     */
    public static List<FieldError> onUpdate(HasMetadata object) {
        return check(object, false);
    }

    private static List<FieldError> check(HasMetadata object, boolean isNew) {
        Problems problems = new Problems();
        ObjectKind kind = ObjectKind.of(object);
        MetadataRules.check(object.getMetadata(), kind, problems);
        switch (kind) {
            case SERVICE -> new ServiceRules(((Service) object).getSpec(), isNew, problems).check();
            case POD -> PodRules.check((Pod) object, problems);
            case ENDPOINTS -> EndpointRules.check((Endpoints) object, problems);
            case ENDPOINT_SLICE -> EndpointRules.check((EndpointSlice) object, problems);
            case EVENT -> EventRules.check((Event) object, problems);
            case NEWER_EVENT -> EventRules.checkNewer(EventForms.older(object), isNew, problems);
            case NAMESPACE, NODE, LEASE -> {
                // Beyond its metadata there is nothing a client could get wrong about these.
            }
        }
        return problems.all();
    }
}
