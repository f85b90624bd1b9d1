package io.samegate.gateway.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @TempDir
    Path root;

    @Test
    void namesTheSystemAsItNamesItself() throws IOException {
        write("etc/os-release", """
                NAME="Debian GNU/Linux"
                PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
                ID=debian
                """);

        assertThat(new Machine(root).system("0.1.0").osImage()).isEqualTo("Debian GNU/Linux 12 (bookworm)");
    }

    @Test
    void withoutSuchAFileTheRuntimesNameStandsIn() {
        assertThat(new Machine(root).system("0.1.0").osImage()).isEqualTo(System.getProperty("os.name"));
    }

    @Test
    void itsMemoryIsThatOfTheMachine() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/meminfo"), "MemTotal:        8011292 kB\nMemFree:         1 kB\n");
        assertThat(new Machine(root).system("0.1.0").capacity())
                .containsEntry("memory", "8011292Ki")
                .containsKeys("cpu", "pods");
    }

    @Test
    void readsTheLimitOfOpenFiles() throws IOException {
        write("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1024                 524288               files
                """);
        assertThat(new Machine(root).openFilesLimit()).contains(1024);
    }

    @Test
    void noLimitIsNone() throws IOException {
        write("proc/self/limits", "Max open files            unlimited            unlimited            files     \n");
        assertThat(new Machine(root).openFilesLimit()).isEmpty();
        assertThat(new Machine(root.resolve("nowhere")).openFilesLimit()).isEmpty();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
