package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.SliceSummary;

class ContentHashesTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-02T03:04:05Z");

    private static final SliceSummary SUMMARY =
            new SliceSummary(true, 0.1, 1 / 3.0, 0, 1e-7, 0, 1, 4, false, true, false, true);

    @TempDir
    private Path folder;
    private Path picture;
    private Path memory;
    private final AtomicInteger looks = new AtomicInteger();

    @BeforeEach
    void picture() throws IOException {
        picture = Files.writeString(folder.resolve("Doe_John.jpg"), "12345");
        Files.setLastModifiedTime(picture, FileTime.from(LONG_AGO));
        memory = folder.resolve("cache/pictures.txt");
    }

    private PictureContent look(ContentHashes hashes, int frame) throws NotASliceException {
        return hashes.of(new Slice(picture, "p", frame, 2, 1, 1, null), slice -> new PictureContent("pixels" + frame,
                "shown" + looks.incrementAndGet(), frame == 1, SUMMARY));
    }

    @Test
    void looksOnceAtEachPicture() throws Exception {
        ContentHashes hashes = ContentHashes.open(memory, "1");
        assertThat(look(hashes, 0)).isEqualTo(new PictureContent("pixels0", "shown1", false, SUMMARY));
        assertThat(look(hashes, 0)).isEqualTo(new PictureContent("pixels0", "shown1", false, SUMMARY));
        assertThat(look(hashes, 1)).isEqualTo(new PictureContent("pixels1", "shown2", true, SUMMARY));
        hashes.save();
        ContentHashes again = ContentHashes.open(memory, "1");
        assertThat(look(again, 0)).isEqualTo(new PictureContent("pixels0", "shown1", false, SUMMARY));
        assertThat(look(again, 1)).isEqualTo(new PictureContent("pixels1", "shown2", true, SUMMARY));
        assertThat(looks).hasValue(2);
        assertThat(Files.readString(memory)).doesNotContain("Doe");
    }

    @Test
    void looksAgainWhenAnythingChanged() throws Exception {
        ContentHashes hashes = ContentHashes.open(memory, "1");
        look(hashes, 0);
        hashes.save();
        look(ContentHashes.open(memory, "2"), 0);
        assertThat(looks).hasValue(2);
        Files.setLastModifiedTime(picture, FileTime.from(LONG_AGO.plusSeconds(1)));
        look(ContentHashes.open(memory, "1"), 0);
        assertThat(looks).hasValue(3);
        Files.writeString(picture, "123456");
        Files.setLastModifiedTime(picture, FileTime.from(LONG_AGO));
        look(ContentHashes.open(memory, "1"), 0);
        assertThat(looks).hasValue(4);
    }

    @Test
    void doesNotTrustAFileThatChangedJustNow() throws Exception {
        Files.setLastModifiedTime(picture, FileTime.from(Instant.now()));
        ContentHashes hashes = ContentHashes.open(memory, "1");
        look(hashes, 0);
        look(hashes, 0);
        assertThat(looks).hasValue(2);
    }

    @Test
    void keepsWhatAnotherRunLearnedMeanwhile() throws Exception {
        ContentHashes one = ContentHashes.open(memory, "1");
        ContentHashes other = ContentHashes.open(memory, "1");
        look(one, 0);
        look(other, 1);
        one.save();
        other.save();
        look(ContentHashes.open(memory, "1"), 0);
        look(ContentHashes.open(memory, "1"), 1);
        assertThat(looks).hasValue(2);
    }

    @Test
    void aDamagedMemoryIsEmpty() throws Exception {
        Files.createDirectories(memory.getParent());
        Files.write(memory, new byte[] {(byte) 0xff, 0, 1});
        look(ContentHashes.open(memory, "1"), 0);
        Files.delete(picture);
        assertThatThrownBy(() -> look(ContentHashes.open(memory, "1"), 0)).isInstanceOf(NotASliceException.class);
    }
}
