package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of patients that a killed Fiji left are taken away, those of a Fiji that runs are not. */
class TemporaryFilesTest {
    @TempDir
    private Path folder;

    private Path file(long process, Duration age) throws IOException {
        Path file = Files.createFile(folder.resolve("slicelstm-" + process + "-" + age.toMinutes() + ".raw"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }

    @Test
    void onlyWhatAProcessThatIsGoneLeftIsTakenAway() throws Exception {
        Process gone = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        gone.waitFor();
        Path left = file(gone.pid(), Duration.ofHours(2));
        Path pictures = Files.createDirectory(folder.resolve("slicelstm-" + gone.pid() + "-123"));
        Files.createFile(pictures.resolve("0.png"));
        Files.setLastModifiedTime(pictures, FileTime.from(Instant.EPOCH));
        Path recent = file(gone.pid(), Duration.ofMinutes(5));
        Path running = file(ProcessHandle.current().pid(), Duration.ofHours(2));
        Path other = Files.createFile(folder.resolve("slicelstm-notes.raw"));
        Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));

        Path made = TemporaryFiles.pictures(folder);

        assertThat(left).doesNotExist();
        assertThat(pictures).doesNotExist();
        assertThat(folder).isDirectoryNotContaining(left::equals).isDirectoryContaining(made::equals)
                .isDirectoryContaining(recent::equals).isDirectoryContaining(running::equals)
                .isDirectoryContaining(other::equals);
    }
}
