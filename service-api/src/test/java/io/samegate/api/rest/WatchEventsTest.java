package io.samegate.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.samegate.api.core.select.FieldSelector;
import io.samegate.api.core.select.LabelSelector;
import io.samegate.api.rest.WatchEvents.WatchEvent;
import io.samegate.eventlog.follow.Change;
import io.samegate.eventlog.follow.Entry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchEventsTest {

    private static final Selection RED = new Selection("", LabelSelector.parse("color=red"), FieldSelector.EVERYTHING);

    @Test
    void whatComesIntoTheSelectionIsAdded() {
        assertThat(types(change(object("u", "blue"), object("u", "red")))).containsExactly("ADDED");
        assertThat(types(change(Optional.empty(), Optional.of(object("u", "red")))))
                .containsExactly("ADDED");
    }

    @Test
    void whatStaysInTheSelectionIsModified() {
        assertThat(types(change(object("u", "red"), object("u", "red")))).containsExactly("MODIFIED");
    }

    @Test
    void whatLeavesTheSelectionIsDeletedWithItsLastStateAndTheNewVersion() {
        WatchEvent event = WatchEvents.of(change(object("u", "red"), object("u", "blue")), RED)
                .getFirst();
        assertThat(event.type()).isEqualTo("DELETED");
        assertThat(event.seen().value().getMetadata().getLabels()).containsEntry("color", "red");
        assertThat(event.seen().resourceVersion()).isEqualTo("10");
    }

    @Test
    void whatIsOutsideBeforeAndAfterIsNotTold() {
        assertThat(types(change(object("u", "blue"), object("u", "blue")))).isEmpty();
        assertThat(types(change(Optional.of(object("u", "blue")), Optional.empty())))
                .isEmpty();
    }

    @Test
    void anotherObjectUnderTheSameNameIsADeletionAndAnAddition() {
        assertThat(types(change(object("u", "red"), object("v", "red")))).containsExactly("DELETED", "ADDED");
    }

    private static List<String> types(Change<HasMetadata> change) {
        return WatchEvents.of(change, RED).stream().map(WatchEvent::type).toList();
    }

    private static Change<HasMetadata> change(HasMetadata before, HasMetadata after) {
        return change(Optional.of(before), Optional.of(after));
    }

    private static Change<HasMetadata> change(Optional<HasMetadata> before, Optional<HasMetadata> after) {
        return new Change<>(
                "n", before.map(object -> new Entry<>(object, 4)), after.map(object -> new Entry<>(object, 9)), 9);
    }

    private static HasMetadata object(String uid, String color) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName("n")
                .withUid(uid)
                .addToLabels("color", color)
                .endMetadata()
                .build();
    }
}
