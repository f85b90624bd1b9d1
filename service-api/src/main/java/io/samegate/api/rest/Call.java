package io.samegate.api.rest;

import io.samegate.api.core.access.User;
import io.samegate.api.core.resource.Resource;
import io.samegate.api.core.table.IncludeObject;
import io.samegate.contracts.ApiKind;
import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.ObjectRef;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request about a kind.
 *
 * @param namespace empty for cluster-scoped kinds, and for lists over all namespaces
 * @param name empty for collections
 * @param query the query parameters, each with its values in order
 */
record Call(RoutingContext context, Resource resource, String namespace, String name, Map<String, List<String>> query) {

    /** The kind, if it is one there are objects of; only then may it be asked for. */
    ObjectKind kind() {
        return (ObjectKind) resource.kind();
    }

    ApiKind named() {
        return resource.kind();
    }

    /** Who asks. */
    User user() {
        return Entrance.userOf(context);
    }

    ObjectKey key() {
        return new ObjectKey(namespace, name);
    }

    ObjectRef ref() {
        return new ObjectRef(kind(), key());
    }

    /** Empty if there is none. */
    String header(String header) {
        return Optional.ofNullable(context.request().getHeader(header)).orElse("");
    }

    /** Tables for whoever wants them most, objects for everybody else. */
    Shape shape(IncludeObject include, InstantSource clock) {
        boolean table =
                Accepted.best(context.request()).filter(Accepted::isTable).isPresent();
        return table ? new Shape.Table(named(), include, clock) : new Shape.Objects(named());
    }
}
