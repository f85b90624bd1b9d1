package io.samegate.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/kubernetes-compatibility.md says is proven by a test that there is. */
class CompatibilityTableTest {

    private static final Path DOCUMENT = Samegate.ROOT.resolve("docs/kubernetes-compatibility.md");
    private static final Pattern REFERENCE = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        // Given
        Map<String, String> tests = testSources();
        // When
        List<String> missing = REFERENCE
                .matcher(Files.readString(DOCUMENT))
                .results()
                .filter(named -> !isThere(tests, named.group(1), Optional.ofNullable(named.group(2))))
                .map(named -> named.group())
                .toList();
        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void everyRowOfWhatWorksNamesATest() throws IOException {
        // Given
        String document = Files.readString(DOCUMENT);
        String works = document.substring(0, document.indexOf("\n## Not yet"));
        // When
        List<String> unproven = works.lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---") && !line.contains("| shown by |"))
                .filter(line ->
                        !REFERENCE.matcher(line).find() && !line.contains("not yet") && !line.contains("not tested"))
                .toList();
        // Then
        assertThat(unproven).isEmpty();
    }

    private static boolean isThere(Map<String, String> tests, String type, Optional<String> method) {
        String source = tests.getOrDefault(type, "");
        Matcher declared =
                Pattern.compile("\\bvoid " + method.orElse("\\w+") + "\\(").matcher(source);
        return declared.find() || (method.isEmpty() && source.contains("ArchRule"));
    }

    /** The source of every test class of all modules, by its name. */
    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> modules = Files.walk(Samegate.ROOT, 12)) {
            return modules.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            CompatibilityTableTest::read,
                            (one, other) -> one + other));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
