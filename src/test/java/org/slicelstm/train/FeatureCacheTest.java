package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;

class FeatureCacheTest {
    private static final FeatureKey KEY = new FeatureKey("w", "brain 224", "rotation 10", "1", "cpu",
            List.of("a", "b"), 0);
    private static final Features FEATURES = new Features(2, 3, new float[] {1, -2, Float.MIN_VALUE, 4, 5e30f, 0});
    private static final long LARGE = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatItWasGiven() {
        FeatureCache cache = FeatureCache.in(folder.resolve("cache"), LARGE);
        assertThat(cache.get(KEY)).isEmpty();
        cache.put(KEY, FEATURES);
        Features back = FeatureCache.in(folder.resolve("cache"), LARGE).get(KEY).orElseThrow();
        assertThat(back.values()).containsExactly(FEATURES.values());
        assertThat(List.of(back.pictures(), back.width())).containsExactly(2, 3);
    }

    @Test
    void everythingThatFeaturesDependOnMakesAnotherKey() {
        List<FeatureKey> keys = List.of(KEY,
                new FeatureKey("x", "brain 224", "rotation 10", "1", "cpu", List.of("a", "b"), 0),
                new FeatureKey("w", "brain 225", "rotation 10", "1", "cpu", List.of("a", "b"), 0),
                new FeatureKey("w", "brain 224", "rotation 11", "1", "cpu", List.of("a", "b"), 0),
                new FeatureKey("w", "brain 224", "rotation 10", "2", "cpu", List.of("a", "b"), 0),
                new FeatureKey("w", "brain 224", "rotation 10", "1", "gpu", List.of("a", "b"), 0),
                new FeatureKey("w", "brain 224", "rotation 10", "1", "cpu", List.of("b", "a"), 0),
                new FeatureKey("w", "brain 224", "rotation 10", "1", "cpu", List.of("ab"), 0),
                new FeatureKey("w", "brain 224", "rotation 10", "1", "cpu", List.of("a", "b"), 1),
                new FeatureKey("wb", "rain 224", "rotation 10", "1", "cpu", List.of("a", "b"), 0));
        Set<String> names = new HashSet<>();
        keys.forEach(key -> names.add(key.fileName()));
        assertThat(names).hasSize(keys.size());
    }

    @Test
    void aDamagedFileIsDeletedAndCountsAsAMiss() throws IOException {
        FeatureCache cache = FeatureCache.in(folder, LARGE);
        cache.put(KEY, FEATURES);
        Path file = folder.resolve(KEY.fileName());
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);
            assertThat(cache.get(KEY)).as("byte %d", at).isEmpty();
            assertThat(file).doesNotExist();
        }
        for (int length : new int[] {0, 20, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(cache.get(KEY)).as("%d bytes", length).isEmpty();
            assertThat(file).doesNotExist();
        }
        // A whole file under another name is of other features.
        Files.write(file, whole);
        FeatureKey other = new FeatureKey("w", "", "", "", "", List.of(), 9);
        Files.move(file, folder.resolve(other.fileName()));
        assertThat(cache.get(other)).isEmpty();
    }

    @Test
    void forgetsWhatWasUsedLongestAgo() throws IOException {
        long bytes = FeatureFile.bytes(FEATURES);
        FeatureCache cache = FeatureCache.in(folder, 10 * bytes);
        Instant start = Instant.now().minus(Duration.ofHours(20));
        for (int draw = 0; draw < 9; draw++) {
            cache.put(key(draw), FEATURES);
            Files.setLastModifiedTime(folder.resolve(key(draw).fileName()), FileTime.from(start.plusSeconds(draw)));
        }
        assertThat(cache.get(key(0))).isPresent();
        cache.put(key(9), FEATURES);
        assertThat(drawsIn(12)).containsExactly(0, 2, 3, 4, 5, 6, 7, 8, 9);
        Path mine = Files.writeString(folder.resolve("notes.txt"), "mine");
        cache.clear();
        assertThat(drawsIn(12)).isEmpty();
        assertThat(mine).exists();
    }

    @Test
    void clearsAwayWhatAnInterruptedRunLeft() throws IOException {
        Path old = Files.writeString(folder.resolve("." + KEY.fileName() + "1.tmp"), "half");
        Path now = Files.writeString(folder.resolve("." + KEY.fileName() + "2.tmp"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        FeatureCache.in(folder, LARGE).put(KEY, FEATURES);
        assertThat(old).doesNotExist();
        assertThat(now).exists();
    }

    @Test
    void withoutACacheNothingIsWritten() throws IOException {
        FeatureCache none = FeatureCache.none();
        none.put(KEY, FEATURES);
        assertThat(none.get(KEY)).isEmpty();
        none.clear();
        FeatureCache small = FeatureCache.in(folder, 10);
        small.put(KEY, FEATURES);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhenItsFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        FeatureCache cache = FeatureCache.in(file.resolve("cache"), LARGE);
        assertThatThrownBy(() -> cache.put(KEY, FEATURES)).isInstanceOf(UserException.class)
                .hasMessageContaining("--augment-draws 0");
    }

    @Test
    void severalRunsShareAFolder() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> runs = new ArrayList<>();
            for (int run = 0; run < 4; run++) {
                int start = run;
                runs.add(() -> {
                    FeatureCache cache = FeatureCache.in(folder, 12 * FeatureFile.bytes(FEATURES));
                    for (int i = 0; i < 200; i++) {
                        FeatureKey key = key((start * 7 + i) % 20);
                        float value = key.draw();
                        if (cache.get(key).map(found -> found.values()[0] != value).orElse(false)) {
                            throw new AssertionError("the features of another key");
                        }
                        cache.put(key, new Features(2, 3, new float[] {value, 0, 0, 0, 0, 0}));
                    }
                    return null;
                });
            }
            for (Future<Void> each : executor.invokeAll(runs)) {
                each.get();
            }
        } finally {
            executor.shutdown();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    private static FeatureKey key(int draw) {
        return new FeatureKey("w", "brain", "", "1", "cpu", List.of("a"), draw);
    }

    private List<Integer> drawsIn(int most) {
        List<Integer> draws = new ArrayList<>();
        for (int draw = 0; draw < most; draw++) {
            if (Files.exists(folder.resolve(key(draw).fileName()))) {
                draws.add(draw);
            }
        }
        return draws;
    }
}
