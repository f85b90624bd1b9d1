package io.samegate.api.rest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.samegate.api.core.select.FieldSelector;
import io.samegate.api.core.select.LabelSelector;

/**
 * Which objects of a kind a list or watch is about.
 *
 * @param namespace empty for all
 */
record Selection(String namespace, LabelSelector labels, FieldSelector fields) {

    boolean contains(HasMetadata object) {
        return (namespace.isEmpty() || namespace.equals(object.getMetadata().getNamespace()))
                && labels.matches(object)
                && fields.matches(object);
    }
}
