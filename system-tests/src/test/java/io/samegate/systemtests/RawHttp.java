package io.samegate.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.samegate.contracts.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** HTTP/1.1 by hand, since no client library sends what is not lawful. One connection; for one thread. */
final class RawHttp implements AutoCloseable {

    /** Longer than any answer may take: writes are answered within 5 s, watches say their first word at once. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final int STREAM_MILLIS = 100;
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** {@code text} is the body, empty where the answer is a stream; header names are in lower case. */
    record Reply(int code, Map<String, String> headers, String text) {

        Reply {
            headers = Map.copyOf(headers);
        }

        boolean accepted() {
            return code >= 200 && code < 300;
        }

        /** What the body says, in JSON or in YAML; empty if it is neither. */
        Optional<JsonNode> document() {
            boolean yaml = headers.getOrDefault("content-type", "").startsWith("application/yaml");
            try {
                return Optional.of((yaml ? YAML : Json.mapper()).readTree(text));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        }
    }

    private final int port;
    private Optional<Socket> connection = Optional.empty();

    RawHttp(int port) {
        this.port = port;
    }

    /**
     * The answer; empty if the connection was cut instead.
     *
     * @throws SocketTimeoutException if there is none within the deadline
     */
    Optional<Reply> send(FuzzRequest request) throws IOException {
        if (request.disruptive()) {
            close();
        }
        Socket socket = connected();
        try {
            socket.getOutputStream().write(request.onTheWire("127.0.0.1:" + port));
            Reply reply = read(socket, request);
            if (request.disruptive()
                    || request.streams()
                    || "close".equalsIgnoreCase(reply.headers().get("connection"))) {
                close();
            }
            return Optional.of(reply);
        } catch (SocketTimeoutException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        if (connection.isPresent()) {
            connection.get().close();
            connection = Optional.empty();
        }
    }

    private Socket connected() throws IOException {
        if (connection.isEmpty()) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            connection = Optional.of(socket);
        }
        return connection.get();
    }

    private static Reply read(Socket socket, FuzzRequest request) throws IOException {
        socket.setSoTimeout((int) DEADLINE.toMillis());
        InputStream in = new BufferedInputStream(socket.getInputStream());
        int code;
        Map<String, String> headers = new HashMap<>();
        do {
            code = Integer.parseInt(line(in).split(" ")[1]);
            headers.clear();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        } while (code < 200);
        if (request.method().equals("HEAD") || code == 204 || code == 304) {
            return new Reply(code, headers, "");
        }
        if (request.streams() && code == 200) {
            readAWhile(socket, in);
            return new Reply(code, headers, "");
        }
        return new Reply(code, headers, new String(body(in, headers), StandardCharsets.UTF_8));
    }

    /** Reads what a stream says at once; a stream that has ended or goes on is the same here. */
    private static void readAWhile(Socket socket, InputStream in) throws IOException {
        socket.setSoTimeout(STREAM_MILLIS);
        try {
            in.skipNBytes(4096);
        } catch (SocketTimeoutException | EOFException e) {
            // that was all for now
        }
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int size;
            do {
                size = Integer.parseInt(line(in), 16);
                all.write(whole(in, size));
                line(in);
            } while (size > 0);
            return all.toByteArray();
        }
        String length = headers.get("content-length");
        return length == null ? in.readAllBytes() : whole(in, Integer.parseInt(length));
    }

    private static byte[] whole(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("cut after " + bytes.length + " of " + size + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
