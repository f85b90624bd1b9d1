package io.samegate.api.store;

import io.samegate.contracts.ApiKind;
import io.samegate.contracts.NamedKind;
import io.samegate.contracts.ObjectKind;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The views of all kinds. */
public final class Views {

    private final Map<ApiKind, ObjectView> byKind;

    /** There must be exactly one view of each kind there are objects of. */
    public Views(Collection<ObjectView> views) {
        byKind = views.stream().collect(Collectors.toMap(ObjectView::kind, Function.identity()));
        if (byKind.size() != ObjectKind.values().length) {
            throw new IllegalArgumentException("views of " + byKind.keySet() + " (expected: one of each of "
                    + Arrays.toString(ObjectKind.values()) + ")");
        }
    }

    public ObjectView of(ApiKind kind) {
        return switch (kind) {
            case ObjectKind known -> byKind.get(known);
            case NamedKind named -> new EmptyView(named);
        };
    }

    public boolean areReady() {
        return byKind.values().stream().allMatch(ObjectView::isReady);
    }
}
