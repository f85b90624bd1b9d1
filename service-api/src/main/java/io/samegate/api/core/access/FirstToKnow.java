package io.samegate.api.core.access;

import java.util.List;

/**
 * Several authenticators, asked in turn. The first who knows the user is right; without one, whoever shows something
 * that is not valid, or that nobody here looks at, is rejected rather than taken for anonymous. Immutable.
 */
public record FirstToKnow(List<Authenticator> authenticators) implements Authenticator {

    public FirstToKnow {
        authenticators = List.copyOf(authenticators);
    }

    @Override
    public Finding check(Credentials credentials) {
        if (credentials.equals(Credentials.NONE)) {
            return new Finding.Silent();
        }
        Finding finding = new Finding.Rejected("nobody here looks at such credentials");
        for (Authenticator authenticator : authenticators) {
            switch (authenticator.check(credentials)) {
                case Finding.Known known -> {
                    return known;
                }
                case Finding.Rejected rejected -> finding = rejected;
                case Finding.Silent silent -> {
                    // The next one may know.
                }
            }
        }
        return finding;
    }
}
