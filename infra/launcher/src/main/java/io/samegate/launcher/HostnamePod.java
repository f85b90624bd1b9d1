package io.samegate.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A web server of the demonstration: says which pod it is. Arguments: address, port, pod name. */
public final class HostnamePod {

    private HostnamePod() {}

    public static void main(String[] arguments) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 1024);
        byte[] page = page(arguments[2]).getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> answer(exchange, page));
        server.start();
        System.out.println(arguments[2] + " answers on " + arguments[0] + ":" + arguments[1]);
    }

    private static String page(String pod) {
        return """
            <!DOCTYPE html>
            <html>
            <head><title>Samegate</title></head>
            <body>
              <blockquote>
                    <p>Hello,  %s</p>     </blockquote>
            </body>
            </html>
            """.formatted(pod);
    }

    private static void answer(HttpExchange exchange, byte[] page) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : page.length);
            if (!head) {
                exchange.getResponseBody().write(page);
            }
        }
    }
}
