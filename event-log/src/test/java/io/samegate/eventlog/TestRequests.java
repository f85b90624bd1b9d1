package io.samegate.eventlog;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Part;
import io.samegate.contracts.request.Preconditions;
import io.samegate.contracts.request.Request;
import io.samegate.contracts.request.RequestHeader;
import java.time.Duration;

/** Requests about namespaces, which {@link NamespaceRules} decide. */
public final class TestRequests {

    private static final Duration BUDGET = Duration.ofSeconds(10);

    private TestRequests() {}

    public static ObjectRef namespace(String name) {
        return new ObjectRef(ObjectKind.NAMESPACE, ObjectKey.clusterScoped(name));
    }

    public static Request creation(String name) {
        return creation(name, BUDGET);
    }

    public static Request creation(String name, Duration budget) {
        return new Request.Create(RequestHeader.of(namespace(name), "tester", budget), object(name, "created"));
    }

    public static Request replace(String name, String value) {
        return new Request.Replace(header(name), object(name, value), Preconditions.NONE, Part.MAIN);
    }

    public static Request delete(String name) {
        return new Request.Delete(header(name), Preconditions.NONE, Grace.OF_THE_OBJECT);
    }

    public static Namespace object(String name, String value) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("value", value)
                .endMetadata()
                .build();
    }

    private static RequestHeader header(String name) {
        return RequestHeader.of(namespace(name), "tester", BUDGET);
    }
}
