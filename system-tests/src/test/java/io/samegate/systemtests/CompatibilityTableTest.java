package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What docs/kubernetes-compatibility.md says is proven by a test that there is, in the module it says. A module named
 * before a test holds for those that follow, up to the end of the cell or a semicolon; without one it is this module.
 */
class CompatibilityTableTest {

    private static final Path DOCUMENT = Samegate.ROOT.resolve("docs/kubernetes-compatibility.md");
    private static final String OWN_MODULE = "system-tests";
    private static final Pattern REFERENCE =
            Pattern.compile("(?:([a-z]+(?:-[a-z]+)?) )?`([A-Z]\\w*Test)(?:\\.(\\w+))?`");
    private static final Pattern LOOKS_LIKE_A_TEST = Pattern.compile("`[^`]*Tests?\\b[^`]*`");
    /** An annotation, and the first method after it. */
    private static final String TEST =
            "@(?:Test|ParameterizedTest|Property|RepeatedTest)\\b(?:(?!void )[\\s\\S])*+void ";

    private record Reference(String module, String type, Optional<String> method) {}

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        // Given
        Map<String, String> tests = testSources();
        // When
        List<Reference> missing =
                references().stream().filter(named -> !isThere(tests, named)).toList();
        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void noTestIsNamedInAnotherForm() throws IOException {
        // When
        List<String> unread = LOOKS_LIKE_A_TEST
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(MatchResult::group)
                .filter(named -> !REFERENCE.matcher(named).matches())
                .toList();
        // Then
        assertThat(unread).isEmpty();
    }

    @Test
    void everyRowOfWhatWorksNamesATest() throws IOException {
        // Given
        String document = Files.readString(DOCUMENT);
        String works = document.substring(0, document.indexOf("\n## Not yet"));
        // When
        List<String> unproven = works.lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---") && !line.contains("| shown by |"))
                .filter(line -> !namesATest(line) && !line.contains("| not yet") && !line.contains("| not tested"))
                .toList();
        // Then
        assertThat(unproven).isEmpty();
    }

    @Test
    void everyDifferenceHasItsReasonAndItsTest() throws IOException {
        // Given
        String document = Files.readString(DOCUMENT);
        String differences = document.substring(document.indexOf("\n## Different on purpose"));
        // When
        List<String> unproven = differences
                .lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---") && !line.contains("| shown by |"))
                .filter(line -> line.split("\\|", -1).length != 5
                        || line.contains("|  |")
                        || !(namesATest(line) || line.contains("| none of its own")))
                .toList();
        // Then
        assertThat(unproven).isEmpty();
    }

    private static boolean namesATest(String line) {
        return REFERENCE.matcher(line).find();
    }

    private static List<Reference> references() throws IOException {
        List<Reference> references = new ArrayList<>();
        for (String part : Files.readString(DOCUMENT).split("[|;\n]")) {
            String module = OWN_MODULE;
            for (Matcher named = REFERENCE.matcher(part); named.find(); ) {
                module = Optional.ofNullable(named.group(1))
                        .filter(word -> Files.isDirectory(Samegate.ROOT.resolve(word)))
                        .orElse(module);
                references.add(new Reference(module, named.group(2), Optional.ofNullable(named.group(3))));
            }
        }
        return references;
    }

    private static boolean isThere(Map<String, String> tests, Reference named) {
        String source = tests.getOrDefault(named.module() + "/" + named.type(), "");
        return Pattern.compile(TEST + named.method().orElse("\\w+") + "\\(")
                .matcher(source)
                .find();
    }

    /** The source of every test class of all modules, by its module and name. */
    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> modules = Files.walk(Samegate.ROOT, 12)) {
            return modules.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(CompatibilityTableTest::nameOf, CompatibilityTableTest::read));
        }
    }

    private static String nameOf(Path file) {
        String module = file.toString().replaceAll(".*?([^/]+)/src/test/java/.*", "$1");
        return module + "/" + file.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
