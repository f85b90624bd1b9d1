package io.samegate.api.core.validate;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names, labels, annotations and references, which all kinds have. Stateless. */
final class MetadataRules {

    private static final int ANNOTATIONS_LIMIT = 256 * 1024;

    private MetadataRules() {}

    static void check(ObjectMeta metadata, ObjectKind kind, Problems problems) {
        name(metadata, kind, problems);
        if (kind.namespaced() && problems.present("metadata.namespace", metadata.getNamespace())) {
            problems.invalid("metadata.namespace", metadata.getNamespace(), Names.dnsLabel(metadata.getNamespace()));
        }
        labels("metadata.labels", metadata.getLabels(), problems);
        annotations(metadata.getAnnotations(), problems);
        for (int i = 0; i < metadata.getOwnerReferences().size(); i++) {
            owner(
                    "metadata.ownerReferences[" + i + "]",
                    metadata.getOwnerReferences().get(i),
                    problems);
        }
        for (int i = 0; i < metadata.getFinalizers().size(); i++) {
            String finalizer = metadata.getFinalizers().get(i);
            problems.invalid("metadata.finalizers[" + i + "]", finalizer, Names.qualifiedName(finalizer));
        }
    }

    /** Labels and selectors; sorted, so that the same mistakes give the same message. */
    static void labels(String field, Map<String, String> labels, Problems problems) {
        new TreeMap<>(orNone(labels)).forEach((key, value) -> {
            problems.invalid(field, key, Names.qualifiedName(key));
            problems.invalid(field, value, Names.labelValue(value));
        });
    }

    private static void name(ObjectMeta metadata, ObjectKind kind, Problems problems) {
        String name = metadata.getName();
        if (name == null || name.isEmpty()) {
            problems.add(FieldError.required("metadata.name", "name or generateName is required"));
            return;
        }
        List<String> reasons = switch (kind) {
            case SERVICE -> Names.dns1035Label(name);
            case NAMESPACE -> Names.dnsLabel(name);
            case POD, NODE, ENDPOINTS, ENDPOINT_SLICE, EVENT, NEWER_EVENT, LEASE -> Names.dnsSubdomain(name);
        };
        problems.invalid("metadata.name", name, reasons);
    }

    private static void annotations(Map<String, String> annotations, Problems problems) {
        long size = 0;
        for (Map.Entry<String, String> entry : new TreeMap<>(orNone(annotations)).entrySet()) {
            String key = entry.getKey();
            problems.invalid("metadata.annotations", key, Names.qualifiedName(key.toLowerCase(Locale.ROOT)));
            size += bytes(key) + bytes(entry.getValue());
        }
        if (size > ANNOTATIONS_LIMIT) {
            problems.add(new FieldError(
                    "metadata.annotations",
                    "FieldValueTooLong",
                    "Too long: may not be more than " + ANNOTATIONS_LIMIT + " bytes"));
        }
    }

    private static void owner(String field, OwnerReference owner, Problems problems) {
        if (Problems.isEmpty(owner.getApiVersion())) {
            problems.invalid(field + ".apiVersion", "", "version must not be empty");
        }
        if (Problems.isEmpty(owner.getKind())) {
            problems.invalid(field + ".kind", "", "must not be empty");
        }
        if (Problems.isEmpty(owner.getName())) {
            problems.invalid(field + ".name", "", "must not be empty");
        }
        if (Problems.isEmpty(owner.getUid())) {
            problems.invalid(field + ".uid", "", "must not be empty");
        }
    }

    private static Map<String, String> orNone(Map<String, String> values) {
        return values == null ? Map.of() : values;
    }

    private static int bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }
}
