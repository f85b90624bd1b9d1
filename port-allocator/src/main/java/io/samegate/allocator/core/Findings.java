package io.samegate.allocator.core;

import io.samegate.contracts.ObjectKey;
import io.samegate.contracts.event.FactType;
import java.util.List;
import java.util.Set;

/**
 * What repairs have found. A thing that stays as it is was told once: it is news again only after it was gone,
 * and once when another replica has taken over, which cannot know what was told.
 *
 * @param known what the last repair has found
 * @param news what of it the one before had not
 */
record Findings(Set<Finding> known, List<Finding> news) {

    static final Findings NONE = new Findings(Set.of(), List.of());

    /**
     * @param type what it is called
     * @param service whom it concerns
     * @param message for a person
     */
    record Finding(FactType type, ObjectKey service, String message) {}

    Findings {
        known = Set.copyOf(known);
        news = List.copyOf(news);
    }

    Findings then(List<Finding> found) {
        return new Findings(
                Set.copyOf(found),
                found.stream().filter(finding -> !known.contains(finding)).toList());
    }
}
