package io.samegate.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 answers of one connection as their bytes come, with as little work as that takes: the load must not
 * weigh more than what it measures. Knows lengths and chunks, nothing else. One thread.
 */
final class AnswerParser {

    /** Hears what the bytes mean. */
    interface Listener {
        /** A piece of a body, from the buffer's position to its limit; to be used at once. */
        void body(ByteBuffer piece);

        /** An answer is complete. */
        void end(int status);
    }

    private enum Expects {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private static final int LONGEST_LINE = 8192;

    private final Listener listener;
    private final StringBuilder line = new StringBuilder();
    private Expects expects = Expects.HEAD;
    private boolean statusLine = true;
    private int status;
    private long left; // bytes of a body or chunk still to come
    private boolean chunked;

    AnswerParser(Listener listener) {
        this.listener = listener;
    }

    /**
     * Takes all there is.
     *
     * @throws IllegalStateException if it is not HTTP/1.1
     */
    void read(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (expects == Expects.BODY || expects == Expects.CHUNK) {
                piece(bytes);
            } else if (completesLine(bytes)) {
                String complete = line.toString();
                line.setLength(0);
                lineOf(complete);
            }
        }
    }

    private void piece(ByteBuffer bytes) {
        int length = (int) Math.min(left, bytes.remaining());
        int end = bytes.limit();
        bytes.limit(bytes.position() + length);
        listener.body(bytes.slice());
        bytes.position(bytes.limit()).limit(end);
        left -= length;
        if (left == 0) {
            if (expects == Expects.CHUNK) {
                expects = Expects.CHUNK_END;
            } else {
                end();
            }
        }
    }

    private boolean completesLine(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            char next = (char) (bytes.get() & 0xff);
            if (next == '\n') {
                return true;
            }
            if (next != '\r') {
                line.append(next);
            }
            if (line.length() > LONGEST_LINE) {
                throw new IllegalStateException("not an HTTP/1.1 answer: " + line);
            }
        }
        return false;
    }

    private void lineOf(String text) {
        switch (expects) {
            case HEAD -> head(text);
            case CHUNK_SIZE -> {
                left = Long.parseLong(text.split(";", 2)[0].strip(), 16);
                expects = left == 0 ? Expects.TRAILER : Expects.CHUNK;
            }
            case CHUNK_END -> expects = Expects.CHUNK_SIZE;
            case TRAILER -> {
                if (text.isEmpty()) {
                    end();
                }
            }
            case BODY, CHUNK -> throw new IllegalStateException("a line within a body");
        }
    }

    private void head(String text) {
        if (statusLine) {
            status = Integer.parseInt(text.split(" ", 3)[1]);
            statusLine = false;
        } else if (text.isEmpty()) {
            expects = chunked ? Expects.CHUNK_SIZE : Expects.BODY;
            if (!chunked && left == 0) {
                end();
            }
        } else {
            String header = text.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                left = Long.parseLong(
                        header.substring("content-length:".length()).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.contains("chunked");
            }
        }
    }

    private void end() {
        expects = Expects.HEAD;
        statusLine = true;
        chunked = false;
        left = 0;
        listener.end(status);
    }

    /** A request without a body, over a kept connection. */
    static byte[] request(String method, String path) {
        return (method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A request with a JSON body, over a kept connection. */
    static byte[] request(String method, String path, String contentType, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
                        + "Content-Type: " + contentType + "\r\nContent-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(head.length + content.length)
                .put(head)
                .put(content)
                .array();
    }
}
