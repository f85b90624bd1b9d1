package io.samegate.api.core.access;

import java.util.ArrayList;
import java.util.List;

/** Reads a line of comma separated values; a field in quotes may have commas in it, and quotes by doubling them. Stateless. */
final class CsvLine {

    private CsvLine() {}

    /** @throws MalformedException if a quote is out of place or not closed */
    static List<String> fields(String text, int line) throws MalformedException {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (at <= text.length()) {
            StringBuilder field = new StringBuilder();
            at = at < text.length() && text.charAt(at) == '"'
                    ? quoted(text, at + 1, field, line)
                    : plain(text, at, field, line);
            fields.add(field.toString());
        }
        return fields;
    }

    /** Returns where the next field begins; one past the end of the line if there is none. */
    private static int plain(String text, int from, StringBuilder field, int line) throws MalformedException {
        int comma = text.indexOf(',', from);
        int end = comma < 0 ? text.length() : comma;
        field.append(text, from, end);
        if (field.indexOf("\"") >= 0) {
            throw new MalformedException(line, "a quote in a field that does not begin with one");
        }
        return end + 1;
    }

    private static int quoted(String text, int from, StringBuilder field, int line) throws MalformedException {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) != '"') {
                field.append(text.charAt(at));
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else if (at + 1 == text.length() || text.charAt(at + 1) == ',') {
                return at + 2;
            } else {
                throw new MalformedException(line, "something between a closing quote and the next comma");
            }
        }
        throw new MalformedException(line, "a quote that is not closed");
    }
}
