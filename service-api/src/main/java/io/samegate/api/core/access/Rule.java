package io.samegate.api.core.access;

import java.util.List;

/**
 * Something a role allows, as in Kubernetes' PolicyRule: on resources, or on paths. {@code *} stands for all.
 *
 * @param verbs what may be done
 * @param groups of the resources; the empty string is the core group
 * @param resources plurals, {@code services/status} for a subresource, {@code *}{@code /status} for those of all
 * @param names of the objects; no names mean all
 * @param paths that are no resources; a {@code *} at the end stands for whatever follows
 */
public record Rule(
        List<String> verbs, List<String> groups, List<String> resources, List<String> names, List<String> paths) {

    private static final String ALL = "*";

    public Rule {
        verbs = List.copyOf(verbs);
        groups = List.copyOf(groups);
        resources = List.copyOf(resources);
        names = List.copyOf(names);
        paths = List.copyOf(paths);
    }

    public static Rule onResources(List<String> verbs, List<String> groups, List<String> resources) {
        return new Rule(verbs, groups, resources, List.of(), List.of());
    }

    public static Rule onPaths(List<String> verbs, List<String> paths) {
        return new Rule(verbs, List.of(), List.of(), List.of(), paths);
    }

    public boolean allows(Action action) {
        return has(verbs, action.verb())
                && switch (action) {
                    case Action.OnResource on -> covers(on);
                    case Action.OnPath on -> paths.stream().anyMatch(pattern -> matches(pattern, on.path()));
                };
    }

    private boolean covers(Action.OnResource on) {
        boolean covered = has(resources, on.qualified())
                || (!on.subresource().isEmpty() && resources.contains(ALL + "/" + on.subresource()));
        return covered && has(groups, on.group()) && (names.isEmpty() || names.contains(on.name()));
    }

    private static boolean has(List<String> allowed, String word) {
        return allowed.contains(ALL) || allowed.contains(word);
    }

    private static boolean matches(String pattern, String path) {
        return pattern.endsWith(ALL)
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }
}
