package io.samegate.api.core.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The forms Kubernetes asks of names, labels and ports. Each rule answers with what is wrong in Kubernetes' words, or
 * with an empty list. Stateless.
 */
public final class Names {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String DNS_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";

    private static final Form DNS_LABEL_FORM = new Form(
            LABEL,
            63,
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end"
                    + " with an alphanumeric character",
            "my-name",
            "123-abc");
    private static final Form DNS_SUBDOMAIN_FORM = new Form(
            SUBDOMAIN,
            253,
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                    + " start and end with an alphanumeric character",
            "example.com");
    private static final Form DNS_1035_FORM = new Form(
            DNS_1035,
            63,
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                    + " character, and end with an alphanumeric character",
            "my-name",
            "abc-123");
    private static final Form QUALIFIED_FORM = new Form(
            QUALIFIED,
            63,
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character",
            "MyName",
            "my.name",
            "123-abc");
    private static final Form LABEL_VALUE_FORM = new Form(
            LABEL_VALUE,
            63,
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                    + " start and end with an alphanumeric character",
            "MyValue",
            "my_value",
            "12345");

    private static final Pattern PORT_NAME_CHARACTERS = Pattern.compile("[-a-z0-9]+");
    private static final Pattern A_LETTER = Pattern.compile("[a-z]");

    private Names() {}

    /** A DNS-1123 label, at most 63 characters: namespaces, port and container names. */
    public static List<String> dnsLabel(String value) {
        if (!DNS_LABEL_FORM.matches(value) && DNS_SUBDOMAIN_FORM.matches(value)) {
            List<String> problems = DNS_LABEL_FORM.tooLong(value);
            problems.add("must not contain dots");
            return problems;
        }
        return DNS_LABEL_FORM.check(value);
    }

    /** A DNS-1123 subdomain, at most 253 characters: most object names. */
    public static List<String> dnsSubdomain(String value) {
        return DNS_SUBDOMAIN_FORM.check(value);
    }

    /** A DNS-1035 label, at most 63 characters: Service names. */
    public static List<String> dns1035Label(String value) {
        return DNS_1035_FORM.check(value);
    }

    /** A label or annotation key: a name, optionally after a DNS subdomain and a slash. */
    public static List<String> qualifiedName(String value) {
        String[] parts = value.split("/", -1);
        if (parts.length > 2) {
            return List.of("a qualified name " + QUALIFIED_FORM.explanation()
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        List<String> problems = new ArrayList<>();
        if (parts.length == 2) {
            List<String> ofPrefix = parts[0].isEmpty() ? List.of("must be non-empty") : dnsSubdomain(parts[0]);
            ofPrefix.forEach(problem -> problems.add("prefix part " + problem));
        }
        String name = parts[parts.length - 1];
        List<String> ofName = name.isEmpty() ? List.of("must be non-empty") : QUALIFIED_FORM.check(name);
        ofName.forEach(problem -> problems.add("name part " + problem));
        return problems;
    }

    /** The value of a label, at most 63 characters; may be empty. */
    public static List<String> labelValue(String value) {
        return LABEL_VALUE_FORM.check(value);
    }

    /** The name of a container port, at most 15 characters. */
    public static List<String> portName(String value) {
        List<String> problems = new ArrayList<>();
        if (value.length() > 15) {
            problems.add("must be no more than 15 characters");
        }
        if (!PORT_NAME_CHARACTERS.matcher(value).matches()) {
            problems.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (!A_LETTER.matcher(value).find()) {
            problems.add("must contain at least one letter (a-z)");
        }
        if (value.contains("--")) {
            problems.add("must not contain consecutive hyphens");
        }
        if (value.startsWith("-") || value.endsWith("-")) {
            problems.add("must not begin or end with a hyphen");
        }
        return problems;
    }

    /** A port number, 1 to 65535. */
    public static List<String> portNumber(int value) {
        return value >= 1 && value <= 65535 ? List.of() : List.of("must be between 1 and 65535, inclusive");
    }

    /** A regular expression with its greatest length and the way Kubernetes explains it. */
    private record Form(Pattern pattern, int longest, String explanation) {

        Form(String expression, int longest, String rule, String... examples) {
            this(
                    Pattern.compile(expression),
                    longest,
                    rule + " (e.g. '" + String.join("',  or '", examples) + "', regex used for validation is '"
                            + expression + "')");
        }

        /** Matching costs stack for each character, so what is absurdly long is not even tried. */
        boolean matches(String value) {
            return value.length() <= 1024 && pattern.matcher(value).matches();
        }

        List<String> tooLong(String value) {
            List<String> problems = new ArrayList<>();
            if (value.length() > longest) {
                problems.add("must be no more than " + longest + " characters");
            }
            return problems;
        }

        List<String> check(String value) {
            List<String> problems = tooLong(value);
            if (!matches(value)) {
                problems.add(explanation);
            }
            return problems;
        }
    }
}
