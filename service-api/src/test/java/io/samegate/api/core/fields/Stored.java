package io.samegate.api.core.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.samegate.api.core.Objects;
import io.samegate.api.core.body.ObjectReader;
import io.samegate.api.core.defaults.Defaults;
import io.samegate.contracts.Json;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The Service web in the namespace shop as it is stored, or not, and what becomes of it. Immutable. */
record Stored(Optional<HasMetadata> found, Instant now) {

    static Stored nothing() {
        return new Stored(Optional.empty(), Instant.parse("2026-01-05T10:00:00Z"));
    }

    Stored at(Instant later) {
        return new Stored(found, later);
    }

    Stored apply(String manager, String labels, String spec) {
        return apply(manager, Objects.tree(text(labels, spec)), Part.MAIN, false);
    }

    Stored force(String manager, String labels, String spec) {
        return apply(manager, Objects.tree(text(labels, spec)), Part.MAIN, true);
    }

    Stored apply(String manager, JsonNode body, Part part, boolean force) {
        Applied applied = Applied.read(body, ObjectKind.SERVICE, "shop", "web");
        JsonNode next = new ServerSideApply(applied, manager, part, force, now).onto(found);
        HasMetadata object = ObjectReader.read(next, ObjectKind.SERVICE, "shop", "web");
        return new Stored(Optional.of(Defaults.apply(object, "shop")), now);
    }

    /** Created by an updater. */
    Stored created(String manager, String labels, String spec) {
        HasMetadata object = Defaults.apply(Objects.object(text(labels, spec)), "shop");
        return new Stored(Optional.of(FieldManager.created(object, manager, now)), now);
    }

    /** Replaced whole, without anybody coming to manage what is new. */
    Stored edited(String labels, String spec) {
        HasMetadata next = Objects.object(text(labels, spec));
        next.getMetadata().setManagedFields(object().getMetadata().getManagedFields());
        return new Stored(Optional.of(next), now);
    }

    HasMetadata object() {
        return found.orElseThrow();
    }

    JsonNode tree() {
        return Json.tree(object());
    }

    JsonNode at(String pointer) {
        return tree().at(pointer);
    }

    List<String> managers() {
        return object().getMetadata().getManagedFields().stream()
                .map(ManagedFieldsEntry::getManager)
                .toList();
    }

    JsonNode managedBy(String manager, String operation) {
        return object().getMetadata().getManagedFields().stream()
                .filter(entry -> entry.getManager().equals(manager))
                .filter(entry -> entry.getOperation().equals(operation))
                .map(entry -> (JsonNode) Json.tree(entry.getFieldsV1()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(String labels, String spec) {
        return "{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','namespace':'shop','labels':" + labels
                + "}" + (spec.equals("{}") ? "" : ",'spec':" + spec) + "}";
    }
}
