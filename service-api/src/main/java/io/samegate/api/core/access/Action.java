package io.samegate.api.core.access;

/** What somebody wants to do, in the words that rules are written in. */
public sealed interface Action {

    /** {@code get}, {@code list}, {@code watch}, {@code create}, ... on a resource; a method in lower case on a path. */
    String verb();

    /**
     * @param group empty for the core group
     * @param resource the plural, such as {@code services}
     * @param subresource such as {@code status}; empty for the object itself
     * @param namespace empty for cluster-scoped kinds, and for all namespaces together
     * @param name empty for collections
     */
    record OnResource(String verb, String group, String resource, String subresource, String namespace, String name)
            implements Action {

        /** The same thing, to do something else with. */
        public OnResource with(String otherVerb) {
            return new OnResource(otherVerb, group, resource, subresource, namespace, name);
        }

        /** As rules name it: {@code services}, {@code services/status}. */
        public String qualified() {
            return subresource.isEmpty() ? resource : resource + "/" + subresource;
        }
    }

    /** A request for something that is no object, such as {@code /version}. */
    record OnPath(String verb, String path) implements Action {}
}
