package io.samegate.systemtests;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One request as it goes over the wire; nothing in it need be lawful. {@code target} is path and query; headers are whole
 * lines, the body a character per byte. Those that no connection can be used after say so by {@code disruptive}.
 */
record FuzzRequest(int index, String method, String target, List<String> headers, String body, boolean disruptive) {

    private static final int SHOWN = 2_000;

    FuzzRequest {
        headers = List.copyOf(headers);
    }

    static FuzzRequest of(
            int index, String method, String target, List<String> headers, byte[] body, boolean disruptive) {
        return new FuzzRequest(
                index, method, target, headers, new String(body, StandardCharsets.ISO_8859_1), disruptive);
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** May be answered by a stream without an end. */
    boolean streams() {
        return method.equals("GET") && (target.contains("watch") || target.startsWith("/events"));
    }

    /** Whether a server of HTTP can tell where in the first line the method, the target and the version are. */
    boolean isHttp() {
        return !target.isEmpty() && target.chars().allMatch(character -> character > ' ' && character != 127);
    }

    byte[] onTheWire(String host) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(line -> line.startsWith("Host:"))) {
            head.append("Host: ").append(host).append("\r\n");
        }
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (!body.isEmpty() || !reads()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return head.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        String text = new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return "request " + index + ": " + method + " " + target + "\n" + String.join("\n", headers) + "\n"
                + (text.length() > SHOWN ? text.substring(0, SHOWN) + "... (" + body.length() + " bytes)" : text);
    }
}
