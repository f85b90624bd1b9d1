package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.Statuses;
import io.vertx.core.http.HttpServerRequest;

/** What a request asks for must be readable before anybody reads it. Stateless. */
final class RequestLine {

    /** The longest path and query, in characters; longer ones than the HTTP server reads it refuses itself. */
    static final int MAX_LENGTH = 64 << 10;

    private RequestLine() {}

    /** @throws RefusedException 414 if it is too long, 400 if it is not properly encoded */
    static void check(HttpServerRequest request) {
        String asked = request.uri();
        if (asked.length() > MAX_LENGTH) {
            throw new RefusedException(Statuses.of(
                    414,
                    "RequestURITooLong",
                    "the path and query are too long: " + asked.length() + " characters (expected: at most "
                            + MAX_LENGTH + ")"));
        }
        for (int at = asked.indexOf('%'); at >= 0; at = asked.indexOf('%', at + 1)) {
            if (!isHex(asked, at + 1) || !isHex(asked, at + 2)) {
                throw RefusedException.badRequest("the path or query is not properly encoded: a % without two"
                        + " hexadecimal digits after it, at character " + at);
            }
        }
    }

    private static boolean isHex(String text, int at) {
        return at < text.length() && Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 128;
    }
}
