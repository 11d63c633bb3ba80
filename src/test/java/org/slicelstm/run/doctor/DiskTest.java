package org.slicelstm.run.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    private static final String NOW = "tensorflow-core-native-1.1.0-linux-x86_64.jar";
    private static final String OLD = "tensorflow-core-native-1.0.0-linux-x86_64.jar";
    private static final String CUDA = "cuda-12.6-9.5-1.5.11-linux-x86_64-redist.jar";

    @TempDir
    private Path cache;

    private void library(String jar) throws IOException {
        Path folder = Files.createDirectories(cache.resolve(jar).resolve("org/tensorflow"));
        Files.write(folder.resolve("lib.so.2"), new byte[1000]);
        Files.createSymbolicLink(folder.resolve("lib.so"), folder.resolve("lib.so.2"));
    }

    @Test
    void onlyOldLibrariesOfOursAreLeftOver() throws IOException {
        for (String jar : List.of(NOW, OLD, CUDA, "opencv-4.10.0-1.5.11-linux-x86_64.jar")) {
            library(jar);
        }
        Files.writeString(cache.resolve("tensorflow-core-native-0.9.0.jar"), "a file");

        List<Path> old = Disk.oldLibraries(cache, List.of(NOW));
        assertThat(old).containsExactly(cache.resolve(CUDA), cache.resolve(OLD));
        assertThat(Disk.leftovers(old).bytes()).isEqualTo(2000);
        assertThat(Disk.oldLibraries(cache, List.of(NOW, CUDA))).containsExactly(cache.resolve(OLD));
        assertThat(Disk.oldLibraries(cache.resolve("none"), List.of())).isEmpty();
    }

    @Test
    void aFolderIsRemovedAndWhatItsLinksLeadToIsNot() throws IOException {
        library(OLD);
        Path kept = Files.write(cache.resolve("kept"), new byte[10]);
        Files.createSymbolicLink(cache.resolve(OLD).resolve("link"), kept);

        assertThat(Disk.remove(cache.resolve(OLD))).isEqualTo(1000);
        assertThat(cache.resolve(OLD)).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void aFolderThatIsNotThereIsJudgedByTheOneAboveIt() throws IOException {
        Facts.Folder folder = Disk.folder("cached features", cache.resolve("a/b"), 0);
        assertThat(folder.writable()).isTrue();
        assertThat(folder.free()).isPositive();
        assertThat(cache).isEmptyDirectory();
    }
}
