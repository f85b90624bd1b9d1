package io.samegate.api.core.openapi;

import java.util.List;

/** A path and what can be done there. Immutable. */
record ApiPath(String path, List<Parameter> parameters, List<Operation> operations) {

    ApiPath {
        parameters = List.copyOf(parameters);
        operations = List.copyOf(operations);
    }
}
