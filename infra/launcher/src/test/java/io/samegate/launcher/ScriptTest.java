package io.samegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell script {@code samegate}, in a checkout whose Maven and JDK are scripts that note that they were called. */
@Timeout(60)
class ScriptTest {

    private static final Path CHECKOUT =
            Path.of("").toAbsolutePath().getParent().getParent();
    private static final List<String> TOOLS = List.of(
            "sh",
            "cat",
            "date",
            "dirname",
            "find",
            "grep",
            "head",
            "ln",
            "mkdir",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "tail",
            "touch");
    private static final String WAITING = "Another samegate command is building";

    @TempDir
    private Path root;

    @BeforeEach
    void aCheckout() throws IOException {
        for (String file : List.of("samegate", ".mvn/find-jdk.sh")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.copy(CHECKOUT.resolve(file), root.resolve(file));
        }
        for (String source : List.of("pom.xml", "api/pom.xml", "api/src/main/a", "infra/launcher/pom.xml")) {
            write(source, "");
        }
        write("infra/launcher/src/main/a", "");
        // A build that goes on until the test lets it end.
        write("mvnw", """
                #!/bin/sh
                cd "$(dirname "$0")"
                echo build >>builds
                until [ -e go ]; do sleep 0.1; done
                mkdir -p infra/launcher/target/launcher
                : >infra/launcher/target/launcher/launcher.jar
                """);
        write("jdk/release", "JAVA_VERSION=\"25\"\n");
        write("jdk/bin/java", "#!/bin/sh\necho \"launcher: $*\"\n");
        write("jdk/bin/javac", "");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoCommandsAtOnceBuildOnce(boolean withFlock) throws IOException, InterruptedException {
        String path = withFlock ? System.getenv("PATH") : pathWithoutFlock();
        // Given
        Process first = start(path, "first", "up");
        awaitText("builds", "build");
        Process second = start(path, "second", "status");
        awaitText("second", WAITING);
        // When
        write("go", "");
        // Then
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(root.resolve("builds")).hasContent("build");
        assertThat(root.resolve("first")).content().doesNotContain(WAITING).contains("launcher.jar up");
        assertThat(root.resolve("second")).content().contains("launcher.jar status");
    }

    @Test
    void aLockOfACommandThatDiedIsNobodys() throws IOException, InterruptedException {
        // Given
        Process dead = new ProcessBuilder("sh", "-c", "exit 0").start();
        dead.waitFor();
        Path target = Files.createDirectories(root.resolve("infra/launcher/target"));
        Files.createSymbolicLink(target.resolve("build.lock.link"), Path.of(Long.toString(dead.pid())));
        write("go", "");
        // When
        Process up = start(pathWithoutFlock(), "first", "up");
        // Then
        assertThat(up.waitFor()).isZero();
        assertThat(root.resolve("builds")).hasContent("build");
        assertThat(target.resolve("build.lock.link"))
                .satisfies(link -> assertThat(Files.isSymbolicLink(link)).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "--version"})
    void helpBuildsNothing(String option) throws IOException, InterruptedException {
        // When
        Process help = start(System.getenv("PATH"), "first", option);
        // Then
        assertThat(help.waitFor()).isZero();
        assertThat(root.resolve("first")).content().contains("./samegate up | demo");
        assertThat(root.resolve("builds")).doesNotExist();
    }

    private Process start(String path, String output, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", root.resolve("samegate").toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve(output).toFile());
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("PATH", path);
        return builder.start();
    }

    private String pathWithoutFlock() throws IOException {
        Path bin = root.resolve("bin");
        for (String tool : TOOLS) {
            for (String folder : System.getenv("PATH").split(":")) {
                Path program = Path.of(folder).resolve(tool);
                if (Files.isExecutable(program) && !Files.exists(bin.resolve(tool))) {
                    write("bin/" + tool, "#!/bin/sh\nexec " + program + " \"$@\"\n");
                }
            }
        }
        return bin.toString();
    }

    private void awaitText(String file, String text) throws IOException, InterruptedException {
        Path path = root.resolve(file);
        while (!Files.exists(path) || !Files.readString(path).contains(text)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
