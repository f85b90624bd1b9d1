package io.samegate.api.core.table;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.samegate.api.core.events.EventForms;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The columns of an Event, which start with the time and end with the name. Stateless. */
final class EventCells {

    private EventCells() {}

    static List<Column> columns() {
        return List.of(
                time("Last Seen", "When it happened last.", EventCells::lastSeen),
                event("Type", "Normal, or Warning if somebody should look.", event -> Cells.or(event.getType(), "")),
                event("Reason", "What happened, in one word.", event -> Cells.or(event.getReason(), "")),
                event("Object", "What it happened to.", EventCells::object),
                event(
                                "Subobject",
                                "Which part of the object.",
                                event -> Cells.of(event.getInvolvedObject(), ObjectReference::getFieldPath, ""))
                        .wide(),
                event("Source", "Who says so.", EventCells::source).wide(),
                event(
                        "Message",
                        "What happened, in a sentence.",
                        event -> Cells.or(event.getMessage(), "").strip()),
                time("First Seen", "When it happened first.", EventCells::firstSeen)
                        .wide(),
                new Column("Count", "integer", "", "How often it happened.", 0, (object, now) -> count((Event) object))
                        .wide(),
                Column.objectName().wide());
    }

    /** The same for the form of {@code events.k8s.io}. */
    static List<Column> columnsOfNewer() {
        return columns().stream().map(column -> column.of(EventForms::older)).toList();
    }

    private static Column event(String name, String description, Function<Event, String> cell) {
        return Column.text(name, description, Event.class, cell);
    }

    private static Column time(String name, String description, BiFunction<Event, Instant, Object> cell) {
        return new Column(
                name,
                "string",
                "",
                description,
                0,
                (HasMetadata object, Instant now) -> cell.apply((Event) object, now));
    }

    private static String firstSeen(Event event, Instant now) {
        return Age.since(Cells.or(event.getFirstTimestamp(), micro(event.getEventTime())), now);
    }

    private static String lastSeen(Event event, Instant now) {
        EventSeries series = event.getSeries();
        String last = series == null ? event.getLastTimestamp() : micro(series.getLastObservedTime());
        return Cells.or(last, "").isEmpty() ? firstSeen(event, now) : Age.since(last, now);
    }

    private static int count(Event event) {
        Integer count =
                event.getSeries() == null ? event.getCount() : event.getSeries().getCount();
        return count == null || count == 0 ? 1 : count;
    }

    private static String object(Event event) {
        ObjectReference about = event.getInvolvedObject();
        String name = Cells.of(about, ObjectReference::getName, "");
        String kind = Cells.of(about, ObjectReference::getKind, "").toLowerCase(Locale.ROOT);
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(Event event) {
        String component =
                event.getSource() == null ? "" : Cells.or(event.getSource().getComponent(), "");
        String host =
                event.getSource() == null ? "" : Cells.or(event.getSource().getHost(), "");
        if (component.isEmpty()) {
            component = Cells.or(event.getReportingComponent(), "");
            host = Cells.or(event.getReportingInstance(), "");
        }
        return host.isEmpty() ? component : component + ", " + host;
    }

    private static String micro(MicroTime time) {
        return time == null ? "" : Cells.or(time.getTime(), "");
    }
}
