package io.samegate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.samegate.launcher.JvmCommand.Aot;
import io.samegate.launcher.Program.Listens;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {

    @TempDir
    private Path folder;

    private Home home;
    private ProcessTable processes;

    @BeforeEach
    void anInstallation() {
        home = new Home(folder.resolve("home"));
        home.create();
        processes = new ProcessTable(home, new JvmCommand(folder, Aot.OFF), Duration.ofSeconds(20));
    }

    @Test
    void findsWhatItStartedUntilItIsStopped() throws IOException {
        // Given
        ProcessHandle started = processes.start(aWebServer("pod-a"));
        assertThat(processes.find("pod-a")).contains(started);
        // When
        boolean clean = processes.stop("pod-a");
        // Then
        assertThat(clean).isTrue();
        assertThat(started.isAlive()).isFalse();
        assertThat(processes.find("pod-a")).isEmpty();
        assertThat(home.knownPrograms()).isEmpty();
    }

    @Test
    void aPidThatNowBelongsToAnotherProcessIsNotOurs() throws IOException {
        // Given
        Files.writeString(home.pidFile("broker"), ProcessHandle.current().pid() + "\n");
        // When
        boolean clean = processes.stop("broker");
        // Then
        assertThat(clean).isTrue();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
        assertThat(home.knownPrograms()).isEmpty();
    }

    @Test
    void halfAPidFileIsNoProcess() throws IOException {
        // Given
        Files.writeString(home.pidFile("broker"), "");
        // When, Then
        assertThat(processes.find("broker")).isEmpty();
        assertThat(home.knownPrograms()).containsExactly("broker");
    }

    private Program aWebServer(String name) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        return new Program(
                name,
                "pod",
                Path.of(System.getProperty("java.class.path").split(":", 2)[0]),
                "io.samegate.launcher.HostnamePod",
                List.of("-Xmx16m", "-cp", System.getProperty("java.class.path")),
                List.of("127.0.0.1", Integer.toString(port), name),
                Map.of(),
                new Listens("127.0.0.1", port),
                "/",
                Settings.POD_PORT);
    }
}
