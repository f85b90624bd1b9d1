package io.samegate.api.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samegate.api.core.access.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {

    @TempDir
    private Path folder;

    @Test
    void aChangeIsNoticedAndWhatIsNotUnderstoodChangesNothing() throws Exception {
        // Given
        Path file = write("a", "1");
        WatchedFiles<Integer> watched = open(file);
        assertThat(watched.current()).isEqualTo(1);
        // When, then
        write("a", "2");
        watched.look();
        assertThat(watched.current()).isEqualTo(2);
        write("a", "two");
        watched.look();
        assertThat(watched.current()).isEqualTo(2);
        watched.look(); // at what is still not understood
        assertThat(watched.current()).isEqualTo(2);
        Files.delete(file);
        watched.look();
        assertThat(watched.current()).isEqualTo(2);
        write("a", "3");
        watched.look();
        assertThat(watched.current()).isEqualTo(3);
    }

    @Test
    void filesThatBelongTogetherAreReadTogether() throws Exception {
        // Given
        List<WatchedFiles.Named> both = List.of(
                new WatchedFiles.Named("first", write("a", "1")), new WatchedFiles.Named("second", write("b", "10")));
        WatchedFiles<Integer> sum =
                WatchedFiles.open(both, contents -> number(contents.get(0)) + number(contents.get(1)));
        // When
        write("b", "20");
        sum.look();
        // Then
        assertThat(sum.current()).isEqualTo(21);
    }

    @Test
    void aFileThatIsNotThereIsNamedWithItsSetting() {
        Path file = folder.resolve("none");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(FileProblemException.class)
                .hasMessage("the.setting=" + file + " is not there");
    }

    @Test
    void whatIsNotUnderstoodAtTheStartIsNamedWithItsSetting() throws IOException {
        Path file = write("a", "one");
        assertThatThrownBy(() -> open(file))
                .hasMessage("the.setting=" + file + " is not understood: line 1: no number");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> open(folder)).hasMessageStartingWith("the.setting=" + folder + " cannot be read");
    }

    private static WatchedFiles<Integer> open(Path file) throws FileProblemException {
        return WatchedFiles.open(
                List.of(new WatchedFiles.Named("the.setting", file)), contents -> number(contents.getFirst()));
    }

    private static int number(byte[] content) throws MalformedException {
        try {
            return Integer.parseInt(new String(content, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            throw new MalformedException(1, "no number");
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
