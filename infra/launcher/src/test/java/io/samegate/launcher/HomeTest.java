package io.samegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @TempDir
    private Path folder;

    @Test
    void aFolderThatCannotBeWrittenIsNamedWithTheSetting() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        // When, Then
        assertThatThrownBy(() -> new Home(file.resolve("home")).create())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Cannot write to " + file.resolve("home"))
                .hasMessageContaining("SAMEGATE_HOME");
    }

    @Test
    void aSecondCommandAtTheSameTimeIsRefused() {
        // Given
        Home home = new Home(folder);
        home.create();
        FileLock first = home.lock();
        // When, Then
        assertThatThrownBy(home::lock).isInstanceOf(UserError.class).hasMessageContaining("Another ./samegate command");
        Home.unlock(first);
        Home.unlock(home.lock());
    }

    @Test
    void gatewaysAreCountedByTheirPidFiles() throws IOException {
        // Given
        Home home = new Home(folder);
        home.create();
        for (String name : new String[] {"broker", "gateway-node1", "gateway-node2"}) {
            Files.writeString(home.pidFile(name), "1");
        }
        // When, Then
        assertThat(home.gateways()).isEqualTo(2);
    }
}
