package io.samegate.api.rest;

import io.samegate.api.core.RefusedException;
import io.samegate.contracts.request.Statuses;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list in pages goes on. All pages show what was there at the first, whatever has happened since, and a watch
 * from there tells the rest.
 *
 * @param position of the first page
 * @param after namespace/name of the last object shown
 */
record Page(long position, String after) {

    /** The first one, of a list at whatever position it is. */
    static final Page FIRST = new Page(-1, "");

    static Page parse(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int space = text.indexOf(' ');
            long position = Long.parseLong(text.substring(0, space));
            if (position < 0) {
                throw notValid();
            }
            return new Page(position, text.substring(space + 1));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw notValid();
        }
    }

    private static RefusedException notValid() {
        return new RefusedException(Statuses.badRequest("continue key is not valid"));
    }

    String token() {
        String text = position + " " + after;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
