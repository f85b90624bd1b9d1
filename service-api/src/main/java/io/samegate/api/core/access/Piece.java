package io.samegate.api.core.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of a YAML file that knows where it stands, so that whoever does not understand it can say so. */
public sealed interface Piece {

    /** The first is 1. */
    int line();

    record Text(int line, String value) implements Piece {}

    record Items(int line, List<Piece> items) implements Piece {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** Fields in the order they stand in. */
    record Fields(int line, Map<String, Piece> fields) implements Piece {
        public Fields {
            fields = new LinkedHashMap<>(fields);
        }

        /** @throws MalformedException if there is one that is not among these: a misspelt field must not pass for none */
        void allowOnly(List<String> known) throws MalformedException {
            for (Map.Entry<String, Piece> field : fields.entrySet()) {
                if (!known.contains(field.getKey())) {
                    throw new MalformedException(
                            field.getValue().line(),
                            "unknown field \"" + field.getKey() + "\" (expected: " + String.join(", ", known) + ")");
                }
            }
        }

        /** Empty if it is absent. */
        String text(String name) throws MalformedException {
            return fields.containsKey(name) ? textOf(name, fields.get(name)) : "";
        }

        String requiredText(String name) throws MalformedException {
            String text = text(name);
            if (text.isEmpty()) {
                throw new MalformedException(line, "no " + name);
            }
            return text;
        }

        Fields requiredFields(String name) throws MalformedException {
            return of(name, fields.get(name));
        }

        /** Empty if it is absent. */
        List<Fields> list(String name) throws MalformedException {
            List<Fields> list = new ArrayList<>();
            for (Piece item : items(name)) {
                list.add(of("an item of " + name, item));
            }
            return list;
        }

        /** Empty if it is absent. */
        List<String> texts(String name) throws MalformedException {
            List<String> texts = new ArrayList<>();
            for (Piece item : items(name)) {
                texts.add(textOf("an item of " + name, item));
            }
            return texts;
        }

        private List<Piece> items(String name) throws MalformedException {
            Piece piece = fields.get(name);
            if (piece == null) {
                return List.of();
            }
            if (piece instanceof Items list) {
                return list.items();
            }
            throw new MalformedException(piece.line(), name + " is not a list");
        }

        private Fields of(String name, Piece piece) throws MalformedException {
            if (piece instanceof Fields found) {
                return found;
            }
            throw new MalformedException(
                    piece == null ? line : piece.line(), piece == null ? "no " + name : name + " has no fields");
        }

        private static String textOf(String name, Piece piece) throws MalformedException {
            if (piece instanceof Text text) {
                return text.value();
            }
            throw new MalformedException(piece.line(), name + " is not a string");
        }
    }
}
