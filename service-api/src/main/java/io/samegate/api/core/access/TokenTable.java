package io.samegate.api.core.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Users by their tokens, from Kubernetes' static token file: lines of {@code token,user,uid,"group1,group2"}. Holds no
 * token but what it hashes to, and compares without telling by the time it takes how much was right. Immutable.
 */
public final class TokenTable implements Authenticator {

    /** A table is searched whole for every request, so it has an end. */
    public static final int MAX_TOKENS = 10_000;

    private static final class Row {
        private final byte[] hash;
        private final User user;

        private Row(byte[] hash, User user) {
            this.hash = hash;
            this.user = user;
        }
    }

    private final List<Row> rows;

    private TokenTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** @throws MalformedException naming the first line that is not understood */
    public static TokenTable parse(String text) throws MalformedException {
        List<Row> rows = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        List<String> all = text.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isBlank()) {
                int line = i + 1;
                List<String> fields = CsvLine.fields(all.get(i), line);
                rows.add(row(fields, line));
                Integer before = lines.put(fields.getFirst(), line);
                if (before != null) {
                    throw new MalformedException(line, "the token of line " + before + " again");
                }
            }
        }
        if (rows.size() > MAX_TOKENS) {
            throw new MalformedException(rows.size() + " tokens (expected: at most " + MAX_TOKENS + ")");
        }
        return new TokenTable(rows);
    }

    private static Row row(List<String> fields, int line) throws MalformedException {
        if (fields.size() < 3 || fields.size() > 4) {
            throw new MalformedException(
                    line, fields.size() + " fields (expected: token,user,uid or token,user,uid,\"group1,group2\")");
        }
        String token = fields.getFirst();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new MalformedException(line, "the token is empty, or has characters a header cannot carry");
        }
        if (fields.get(1).isEmpty()) {
            throw new MalformedException(line, "the user has no name");
        }
        List<String> groups = fields.size() < 4
                ? List.of()
                : List.of(fields.get(3).split(",")).stream()
                        .map(String::strip)
                        .filter(group -> !group.isEmpty())
                        .toList();
        return new Row(hash(token), User.authenticated(fields.get(1), fields.get(2), groups));
    }

    @Override
    public Finding check(Credentials credentials) {
        if (credentials.token().isEmpty()) {
            return new Finding.Silent();
        }
        byte[] asked = hash(credentials.token());
        Finding finding = new Finding.Rejected("the token is unknown");
        for (Row row : rows) {
            if (MessageDigest.isEqual(row.hash, asked)) {
                finding = new Finding.Known(row.user);
            }
        }
        return finding;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this Java", e);
        }
    }
}
