package io.samegate.tracker.core;

import java.util.Map;
import java.util.Set;
import org.pcollections.TreePMap;

/**
 * What another service's topic says now, by record key.
 *
 * @param whole whether {@code present} is everything there is, so that whatever it leaves out is gone
 * @param gone keys without a value any more
 */
public record Seen<T>(boolean whole, Map<String, T> present, Set<String> gone) {

    public Seen {
        present = Map.copyOf(present);
        gone = Set.copyOf(gone);
    }

    public static <T> Seen<T> everything(Map<String, T> present) {
        return new Seen<>(true, present, Set.of());
    }

    public static <T> Seen<T> changes(Map<String, T> present, Set<String> gone) {
        return new Seen<>(false, present, gone);
    }

    TreePMap<String, T> onto(TreePMap<String, T> known) {
        return (whole ? TreePMap.<String, T>empty() : known).minusAll(gone).plusAll(present);
    }
}
