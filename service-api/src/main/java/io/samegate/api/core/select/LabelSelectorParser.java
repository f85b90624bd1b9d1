package io.samegate.api.core.select;

import io.samegate.api.core.RefusedException;
import io.samegate.api.core.select.LabelSelector.Operator;
import io.samegate.api.core.select.LabelSelector.Requirement;
import io.samegate.api.core.validate.Names;
import io.samegate.contracts.request.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads one label selector, from left to right. Not thread-safe; used once. */
final class LabelSelectorParser {

    private static final String BINARY_OPERATORS = "in, notin, =, ==, !=, gt, lt";

    private final List<Token> tokens;
    private int next;

    LabelSelectorParser(String text) {
        tokens = Token.split(text);
    }

    List<Requirement> requirements() {
        List<Requirement> requirements = new ArrayList<>();
        while (true) {
            switch (peek().type()) {
                case WORD, NOT -> requirements.add(requirement());
                case END -> {
                    return requirements;
                }
                case COMMA, OPEN, CLOSE, OPERATOR -> throw found(peek(), "!, identifier, or 'end of string'");
            }
            Token separator = take();
            if (separator.type() == Type.END) {
                return requirements;
            }
            if (separator.type() != Type.COMMA) {
                throw found(separator, "',' or 'end of string'");
            }
            if (peek().type() != Type.WORD && peek().type() != Type.NOT) {
                throw found(peek(), "identifier after ','");
            }
        }
    }

    private Requirement requirement() {
        boolean negated = peek().type() == Type.NOT;
        if (negated) {
            take();
        }
        Token word = take();
        if (word.type() != Type.WORD) {
            throw found(word, "identifier");
        }
        String key = word.text();
        check(Names.qualifiedName(key), "key", key);
        if (negated) {
            return new Requirement(key, Operator.DOES_NOT_EXIST, List.of());
        }
        if (peek().type() == Type.END || peek().type() == Type.COMMA) {
            return new Requirement(key, Operator.EXISTS, List.of());
        }
        Operator operator = operator();
        List<String> values = operator == Operator.IN || operator == Operator.NOT_IN ? values() : List.of(value());
        return checked(new Requirement(key, operator, values));
    }

    private Operator operator() {
        Token token = take();
        return switch (token.text()) {
            case "in" -> Operator.IN;
            case "notin" -> Operator.NOT_IN;
            case "=", "==" -> Operator.EQUALS;
            case "!=" -> Operator.NOT_EQUALS;
            case ">" -> Operator.GREATER_THAN;
            case "<" -> Operator.LESS_THAN;
            default -> throw found(token, BINARY_OPERATORS);
        };
    }

    private String value() {
        if (peek().type() == Type.END || peek().type() == Type.COMMA) {
            return "";
        }
        Token token = take();
        if (token.type() != Type.WORD) {
            throw found(token, "identifier");
        }
        return token.text();
    }

    /** {@code (a,b)}; a place between commas or brackets that holds nothing is the empty value. */
    private List<String> values() {
        Token open = take();
        if (open.type() != Type.OPEN) {
            throw found(open, "'('");
        }
        TreeSet<String> values = new TreeSet<>();
        if (peek().type() == Type.CLOSE) {
            take();
            return List.of();
        }
        while (true) {
            if (peek().type() == Type.WORD) {
                values.add(take().text());
            } else if (peek().type() == Type.COMMA || peek().type() == Type.CLOSE) {
                values.add("");
            } else {
                throw found(peek(), "',', ')' or identifier");
            }
            Token after = take();
            if (after.type() == Type.CLOSE) {
                return List.copyOf(values);
            }
            if (after.type() != Type.COMMA) {
                throw found(after, "',' or ')'");
            }
        }
    }

    private static Requirement checked(Requirement requirement) {
        Operator operator = requirement.operator();
        List<String> values = requirement.values();
        if (values.isEmpty()) {
            throw refused(FieldError.required("values", "for 'in', 'notin' operators, values set can't be empty")
                    .toString());
        }
        if (operator == Operator.GREATER_THAN || operator == Operator.LESS_THAN) {
            if (!Requirement.isNumber(values.getFirst())) {
                throw refused(FieldError.invalid(
                                "values[0]",
                                values.getFirst(),
                                "for 'Gt', 'Lt' operators, the value must be an integer")
                        .toString());
            }
        }
        for (int i = 0; i < values.size(); i++) {
            check(Names.labelValue(values.get(i)), "values[" + i + "][" + requirement.key() + "]", values.get(i));
        }
        return requirement;
    }

    private static void check(List<String> problems, String field, String value) {
        if (!problems.isEmpty()) {
            throw refused(FieldError.invalid(field, value, String.join("; ", problems))
                    .toString());
        }
    }

    private static RefusedException found(Token token, String expected) {
        return refused("found '" + token.text() + "', expected: " + expected);
    }

    private static RefusedException refused(String why) {
        return RefusedException.badRequest("unable to parse requirement: " + why);
    }

    private Token peek() {
        return tokens.get(next);
    }

    /** The next token; the end stays where it is. */
    private Token take() {
        Token token = peek();
        if (token.type() != Type.END) {
            next++;
        }
        return token;
    }

    private enum Type {
        WORD,
        NOT,
        COMMA,
        OPEN,
        CLOSE,
        OPERATOR,
        END
    }

    private record Token(Type type, String text) {

        /** Cuts the text; the last token is always the end. */
        static List<Token> split(String text) {
            List<Token> tokens = new ArrayList<>();
            int at = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (isSpace(c)) {
                    at++;
                    continue;
                }
                Token token = isSign(c) ? sign(text, at) : word(text, at);
                tokens.add(token);
                at += token.text().length();
            }
            tokens.add(new Token(Type.END, ""));
            return List.copyOf(tokens);
        }

        private static Token sign(String text, int at) {
            String two = text.substring(at, Math.min(at + 2, text.length()));
            if (two.equals("==") || two.equals("!=")) {
                return new Token(Type.OPERATOR, two);
            }
            String one = text.substring(at, at + 1);
            return new Token(
                    switch (one) {
                        case "!" -> Type.NOT;
                        case "," -> Type.COMMA;
                        case "(" -> Type.OPEN;
                        case ")" -> Type.CLOSE;
                        default -> Type.OPERATOR;
                    },
                    one);
        }

        private static Token word(String text, int from) {
            int to = from;
            while (to < text.length() && !isSign(text.charAt(to)) && !isSpace(text.charAt(to))) {
                to++;
            }
            return new Token(Type.WORD, text.substring(from, to));
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t' || c == '\r' || c == '\n';
        }

        private static boolean isSign(char c) {
            return "=!(),><".indexOf(c) >= 0;
        }
    }
}
