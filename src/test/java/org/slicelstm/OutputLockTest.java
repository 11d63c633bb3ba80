package org.slicelstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLockTest {
    @TempDir
    private Path folder;

    /** Holds a lock in a process of its own until its input is closed. */
    public static final class Holder {
        private Holder() {
        }

        public static void main(String[] arguments) throws IOException {
            try (OutputLock lock = OutputLock.of(Path.of(arguments[0]))) {
                System.out.println(lock.isKept());
                System.in.read();
            }
        }
    }

    @Test
    void oneProcessHasOneRunAtAnOutput() throws IOException {
        Path table = folder.resolve("results.csv");
        try (OutputLock lock = OutputLock.of(table)) {
            assertThat(lock.isKept()).isTrue();
            assertThatThrownBy(() -> OutputLock.of(table)).isInstanceOf(UserException.class)
                    .hasMessageContaining(table.toString()).hasMessageContaining("Another run");
        }
        OutputLock.of(table).close();
        assertThat(folder.resolve(".results.csv.lock")).as("it stays: a lock on a new file would protect nobody").exists();
    }

    @Test
    void twoProcessesHaveOneTooAndADeadOneGivesItBack() throws Exception {
        Path table = folder.resolve("results.csv");
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), table.toString()).start();
        try (BufferedReader says = holder.inputReader()) {
            assertThat(says.readLine()).isEqualTo("true");
            assertThatThrownBy(() -> OutputLock.of(table)).isInstanceOf(UserException.class);
            holder.destroyForcibly().waitFor();
        }
        OutputLock.of(table).close();
    }

    @Test
    void whatAKilledRunLeftAsideIsSweptAndNothingElse() throws IOException {
        String unique = "0b1e3c5a-1234-4abc-8def-0123456789ab";
        Path left = Files.writeString(folder.resolve(".results.csv." + unique + ".tmp"), "half");
        Path other = Files.writeString(folder.resolve(".other.csv." + unique + ".tmp"), "half");
        Path own = Files.writeString(folder.resolve(".results.csv.tmp"), "the user's own");
        AtomicFile.sweepOf(folder.resolve("results.csv"));
        assertThat(List.of(left)).noneMatch(Files::exists);
        assertThat(List.of(other, own)).allMatch(Files::exists);
        AtomicFile.sweep(folder);
        assertThat(other).doesNotExist();
        assertThat(own).exists();
    }

    @Test
    void draftsOfDeadRunsAreRemovedAndThoseOfLivingOnesStay() throws IOException {
        Path dead = Files.createDirectories(folder.resolve(".model-123/folder")).getParent();
        Files.writeString(dead.resolve("lock"), "");
        Path foreign = Files.createDirectories(folder.resolve(".model-old"));
        AtomicFolder.write(folder.resolve("model"), inside -> {
            assertThat(dead).doesNotExist();
            // Meanwhile somebody else writes the same.
            AtomicFolder.write(folder.resolve("model"), second -> Files.writeString(second.resolve("a"), "a"));
            assertThat(inside).exists();
            Files.delete(folder.resolve("model/a"));
            Files.writeString(inside.resolve("b"), "b");
        });
        assertThat(folder.resolve("model/b")).exists();
        assertThat(foreign).exists();
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedWithTheCause() {
        Path file = folder.resolve("results.csv");
        assertThatThrownBy(() -> AtomicFile.write(file, aside -> {
            throw new IOException("No space left on device");
        })).isInstanceOf(IOException.class).hasMessageContaining(file.toString())
                .hasMessageContaining("No space left on device");
        assertThat(folder).isEmptyDirectory();
    }
}
