package io.samegate.api.core.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A parameter of a path or of its query. Immutable.
 *
 * @param type as JSON schemas name it
 */
record Parameter(String name, Place place, String type, String description) {

    /** Where it stands; what stands in a path is never left out. */
    enum Place {
        PATH,
        QUERY
    }

    static final Parameter NAMESPACE =
            new Parameter("namespace", Place.PATH, "string", "the namespace the objects are in");
    static final Parameter NAME = new Parameter("name", Place.PATH, "string", "the name of the object");
    static final Parameter PRETTY =
            text("pretty", "true to have the answer indented; without it curl, wget and browsers get it so");

    private static final Parameter DRY_RUN = text("dryRun", "All: decide and answer as if, but change nothing");
    private static final Parameter MANAGER =
            text("fieldManager", "who makes the change; at most 128 printable characters");
    private static final Parameter VALIDATION = text(
            "fieldValidation",
            "what becomes of unknown and duplicate fields: Ignore them, Warn of them (the default), or refuse them"
                    + " (Strict)");
    private static final Parameter FORCE =
            flag("force", "for server-side apply: take over the fields that others manage");
    private static final Parameter RESOURCE_VERSION =
            text("resourceVersion", "how new the answer must be at least; for a watch, where it begins");
    private static final Parameter MATCH =
            text("resourceVersionMatch", "whether resourceVersion is meant as Exact or as NotOlderThan");

    /** Of a list, and of the watch that it becomes with {@code watch}. */
    static final List<Parameter> LIST = List.of(
            flag("allowWatchBookmarks", "for watches: also tell now and then how far the watch has come"),
            text("continue", "where the page before this one ended"),
            text("fieldSelector", "only objects with these values in these fields"),
            text("labelSelector", "only objects with these labels"),
            number("limit", "the most objects on a page"),
            RESOURCE_VERSION,
            MATCH,
            flag("sendInitialEvents", "for watches: begin with everything there is, and mark the end of that"),
            number("timeoutSeconds", "for watches: when it ends"),
            flag("watch", "tell what changes, instead of listing"));

    static final List<Parameter> WRITE = List.of(DRY_RUN, MANAGER, VALIDATION);

    static final List<Parameter> PATCH = List.of(DRY_RUN, MANAGER, VALIDATION, FORCE);

    static final List<Parameter> DELETE = List.of(
            DRY_RUN,
            number("gracePeriodSeconds", "how long the object may take to end; 0 ends it at once"),
            flag("orphanDependents", "outdated: see propagationPolicy"),
            text("propagationPolicy", "what becomes of dependents: Orphan, Background or Foreground"));

    /** Of the deletion of whatever a list would show. */
    static final List<Parameter> DELETE_LISTED = Stream.of(DELETE, LIST)
            .flatMap(List::stream)
            .filter(parameter -> !List.of("watch", "allowWatchBookmarks").contains(parameter.name))
            .toList();

    /** With the parameters that every operation has. */
    static List<Parameter> withCommon(List<Parameter> parameters) {
        List<Parameter> all = new ArrayList<>(parameters);
        all.add(PRETTY);
        return all;
    }

    private static Parameter text(String name, String description) {
        return new Parameter(name, Place.QUERY, "string", description);
    }

    private static Parameter flag(String name, String description) {
        return new Parameter(name, Place.QUERY, "boolean", description);
    }

    private static Parameter number(String name, String description) {
        return new Parameter(name, Place.QUERY, "integer", description);
    }
}
