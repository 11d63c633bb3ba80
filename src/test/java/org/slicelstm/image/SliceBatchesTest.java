package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slicelstm.Progress;
import org.slicelstm.cohort.LeftOut;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;

@Timeout(30)
class SliceBatchesTest {
    private static final Preprocessor PREPROCESSOR = new Preprocessor(Pictures.how(4, 4, false, Windowing.BRAIN));

    private final ExecutorService executor = Executors.newFixedThreadPool(3);

    @AfterEach
    void nothingRunsOn() throws InterruptedException {
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void batchesKeepTheOrderHoweverLongEachSliceTakes() {
        SliceDecoder slowAtFirst = slice -> {
            pause(number(slice) % 4 == 0 ? 20 : 1);
            return picture(number(slice));
        };
        List<Integer> numbers = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        try (SliceBatches batches = batches(slices(11), slowAtFirst, 4)) {
            while (batches.hasNext()) {
                SliceBatch batch = batches.next();
                sizes.add(batch.size());
                assertThat(batch.images().limit()).isEqualTo(batch.size() * 48);
                assertThat(batch.images().hasArray()).isTrue();
                for (int i = 0; i < batch.size(); i++) {
                    numbers.add(number(batch.slices().get(i)));
                    assertThat(batch.images().get(48 * i)).isEqualTo(number(batch.slices().get(i)));
                    assertThat(batch.statistics().get(i).storedMax()).isEqualTo(255);
                }
            }
            assertThat(batches.leftOut()).isEmpty();
            assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(numbers).isEqualTo(IntStream.range(0, 11).boxed().toList());
        assertThat(sizes).containsExactly(4, 4, 3);
    }

    @Test
    void noSlicesMakeNoBatches() {
        try (SliceBatches batches = batches(List.of(), slice -> picture(0), 4)) {
            assertThat(batches.hasNext()).isFalse();
            assertThat(batches.contentSeed()).isZero();
        }
    }

    @Test
    void whatIsRefusedLeavesNoHoleAndNamesItsFile() {
        SliceDecoder decoder = slice -> switch (number(slice)) {
            case 1 -> throw NotASliceException.refused("truncated");
            case 2 -> throw new ArrayIndexOutOfBoundsException("PatientName DOE^JANE at 7");
            case 4, 5, 6, 7 -> throw NotASliceException.leftOut("a localiser");
            case 9 -> Pictures.unsigned16(4, Pictures.levels(16, false, 1), new int[16]);
            default -> picture(number(slice));
        };
        List<Integer> numbers = new ArrayList<>();
        try (SliceBatches batches = batches(slices(10), decoder, 4)) {
            while (batches.hasNext()) {
                SliceBatch batch = batches.next();
                for (int i = 0; i < batch.size(); i++) {
                    numbers.add(number(batch.slices().get(i)));
                    assertThat(batch.images().get(48 * i)).isEqualTo(number(batch.slices().get(i)));
                }
            }
            assertThat(batches.leftOut()).extracting(LeftOut::file, LeftOut::status, LeftOut::reason).containsExactly(
                    tuple("1.png", Status.REFUSED, "truncated"),
                    tuple("2.png", Status.REFUSED, "its pixels could not be decoded (ArrayIndexOutOfBoundsException); "
                            + "convert it with another program"),
                    tuple("4.png", Status.LEFT_OUT, "a localiser"), tuple("5.png", Status.LEFT_OUT, "a localiser"),
                    tuple("6.png", Status.LEFT_OUT, "a localiser"), tuple("7.png", Status.LEFT_OUT, "a localiser"),
                    tuple("9.png", Status.REFUSED, "16 bits a pixel without a rescale to HU; give --intensity hu if "
                            + "its values are HU, or --intensity stored to show its own range from black to white"));
        }
        assertThat(numbers).containsExactly(0, 3, 8);
    }

    @Test
    void exactRepeatsAreLeftOutExceptOfEmptyPictures() {
        Map<Integer, Integer> shownBy = Map.of(0, 7, 1, 8, 2, 7, 3, -1, 4, -1, 5, 7);
        try (SliceBatches batches = batches(slices(6), slice -> picture(shownBy.get(number(slice))), 2)) {
            List<Integer> numbers = numbers(batches);
            assertThat(numbers).containsExactly(0, 1, 3, 4);
            assertThat(batches.leftOut()).extracting(LeftOut::file, LeftOut::status, LeftOut::reason).containsExactly(
                    tuple("2.png", Status.LEFT_OUT, "the same picture as 0.png"),
                    tuple("5.png", Status.LEFT_OUT, "the same picture as 0.png"));
        }
    }

    @Test
    void theContentSeedDependsOnThePicturesAlone() {
        List<Slice> forward = slices(7);
        List<Slice> backward = new ArrayList<>(forward);
        Collections.reverse(backward);
        long seed = seed(forward, slice -> picture(number(slice)), 3);
        assertThat(seed(backward, slice -> picture(number(slice)), 2)).isEqualTo(seed);
        // Other names for the same pictures, and a repeat of one of them.
        assertThat(seed(slices(8), slice -> picture(number(slice) == 7 ? 0 : 6 - number(slice)), 3)).isEqualTo(seed);
        assertThat(seed(forward, slice -> picture(number(slice) + 1), 3)).isNotEqualTo(seed);
        assertThat(seed(slices(6), slice -> picture(number(slice)), 3)).isNotEqualTo(seed);
    }

    @Test
    void theContentSeedIsKnownOnlyAtTheEnd() {
        try (SliceBatches batches = batches(slices(2), slice -> picture(number(slice)), 1)) {
            assertThatThrownBy(batches::contentSeed).isInstanceOf(IllegalStateException.class);
            numbers(batches);
            assertThat(batches.contentSeed()).isNotZero();
        }
    }

    @Test
    void itReadsOneChunkAheadAndNoFurther() throws InterruptedException {
        AtomicInteger decoded = new AtomicInteger();
        SliceDecoder decoder = slice -> {
            decoded.incrementAndGet();
            return picture(number(slice));
        };
        try (SliceBatches batches = batches(slices(30), decoder, 5)) {
            int taken = 0;
            while (batches.hasNext()) {
                taken += batches.next().size();
                int ahead = Math.min(30, taken + 5);
                while (decoded.get() < ahead) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                TimeUnit.MILLISECONDS.sleep(20);
                assertThat(decoded.get()).isEqualTo(ahead);
            }
        }
    }

    @Test
    void decodedSlicesAreLetGo() throws InterruptedException {
        Queue<WeakReference<StoredSlice>> decoded = new ConcurrentLinkedQueue<>();
        SliceDecoder decoder = slice -> {
            StoredSlice stored = picture(number(slice));
            decoded.add(new WeakReference<>(stored));
            return stored;
        };
        try (SliceBatches batches = batches(slices(60), decoder, 4)) {
            int taken = 0;
            while (batches.hasNext() && taken < 40) {
                taken += batches.next().size();
            }
            long alive = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 50 && alive > 8; attempt++) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(10);
                alive = decoded.stream().filter(each -> each.get() != null).count();
            }
            assertThat(decoded).hasSizeGreaterThanOrEqualTo(40);
            assertThat(alive).isLessThanOrEqualTo(8);
        }
    }

    @Test
    void cancelStopsWithinASlice() {
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicInteger decoded = new AtomicInteger();
        Progress progress = cancellable(cancelled);
        SliceDecoder decoder = slice -> {
            if (decoded.incrementAndGet() == 5) {
                cancelled.set(true);
            }
            pause(5);
            return picture(number(slice));
        };
        try (SliceBatches batches = new SliceBatches(slices(500), decoder, PREPROCESSOR, 100, executor, progress)) {
            assertThatThrownBy(batches::hasNext).isInstanceOf(CancellationException.class);
            cancelled.set(false);
            assertThatThrownBy(batches::hasNext).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(batches::contentSeed).isInstanceOf(IllegalStateException.class);
        }
        assertThat(decoded.get()).isLessThan(10);
    }

    @Test
    void cancelIsHeardWhileASliceTakesForEver() throws InterruptedException {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        SliceDecoder stuck = slice -> {
            begun.countDown();
            await(release);
            return picture(0);
        };
        SliceBatches batches = new SliceBatches(slices(1), stuck, PREPROCESSOR, 1, executor, cancellable(cancelled));
        begun.await();
        cancelled.set(true);
        assertThatThrownBy(batches::hasNext).isInstanceOf(CancellationException.class);
        // Not a quiet end: the last slice is missing.
        assertThatThrownBy(batches::hasNext).isInstanceOf(IllegalStateException.class);
        release.countDown();
        batches.close();
    }

    @Test
    void whenItIsClosedNothingOfItRuns() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(3);
        SliceDecoder decoder = slice -> {
            running.incrementAndGet();
            begun.countDown();
            pause(50);
            running.decrementAndGet();
            return picture(number(slice));
        };
        SliceBatches batches = batches(slices(40), decoder, 20);
        begun.await();
        batches.close();
        assertThat(running.get()).isZero();
        TimeUnit.MILLISECONDS.sleep(30);
        assertThat(running.get()).isZero();
        batches.close();
        assertThat(executor.isShutdown()).isFalse();
    }

    @Test
    void outOfMemoryIsNotASlicesFault() {
        SliceDecoder decoder = slice -> {
            throw new OutOfMemoryError("as if");
        };
        try (SliceBatches batches = batches(slices(3), decoder, 2)) {
            assertThatThrownBy(batches::hasNext).isInstanceOf(OutOfMemoryError.class).hasMessage("as if");
        }
    }

    @Test
    void whoeverWantsToSeesEveryDecodedSlice() {
        Map<Slice, StoredSlice> decoded = new ConcurrentHashMap<>();
        try (SliceBatches batches = new SliceBatches(slices(5), slice -> picture(3), PREPROCESSOR, 2, executor,
                Progress.NONE, decoded::put)) {
            assertThat(numbers(batches)).containsExactly(0);
        }
        assertThat(decoded).containsOnlyKeys(slices(5));
    }

    @Test
    void theObserverMayRefuseButItsOwnFaultsAreNotTheSlices() {
        SliceBatches.Observer refusing = (slice, stored) -> {
            throw NotASliceException.refused("seen and refused");
        };
        try (SliceBatches batches = new SliceBatches(slices(1), slice -> picture(3), PREPROCESSOR, 1, executor,
                Progress.NONE, refusing)) {
            assertThat(batches.hasNext()).isFalse();
            assertThat(batches.leftOut()).extracting(LeftOut::reason).containsExactly("seen and refused");
        }
        SliceBatches.Observer faulty = (slice, stored) -> {
            throw new IllegalStateException("a fault");
        };
        try (SliceBatches batches = new SliceBatches(slices(1), slice -> picture(3), PREPROCESSOR, 1, executor,
                Progress.NONE, faulty)) {
            assertThatThrownBy(batches::hasNext).isInstanceOf(IllegalStateException.class).hasMessage("a fault");
        }
    }

    private SliceBatches batches(List<Slice> slices, SliceDecoder decoder, int chunk) {
        return new SliceBatches(slices, decoder, PREPROCESSOR, chunk, executor, Progress.NONE);
    }

    private long seed(List<Slice> slices, SliceDecoder decoder, int chunk) {
        try (SliceBatches batches = batches(slices, decoder, chunk)) {
            numbers(batches);
            return batches.contentSeed();
        }
    }

    private static List<Integer> numbers(SliceBatches batches) {
        List<Integer> numbers = new ArrayList<>();
        batches.forEachRemaining(batch -> batch.slices().forEach(slice -> numbers.add(number(slice))));
        return numbers;
    }

    /** 4 x 4 grey levels of the number, and one white pixel; of a negative number all black. */
    private static StoredSlice picture(int number) {
        int[] values = new int[16];
        // Of a number below 0 an empty picture, all but one pixel of it.
        Arrays.fill(values, Math.max(number, 0));
        values[15] = number < 0 ? 1 : 255;
        return Pictures.grey(4, values);
    }

    private static List<Slice> slices(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Slice(Path.of(i + ".png"), i + ".png", 0, 1, 4, 4, null))
                .toList();
    }

    private static int number(Slice slice) {
        return Integer.parseInt(slice.shownAs().replace(".png", ""));
    }

    private static Progress cancellable(AtomicBoolean cancelled) {
        return new Progress() {
            @Override
            public void update(String what, long done, long total) {
                throw new AssertionError("how far it is, the one who takes the batches tells");
            }

            @Override
            public boolean isCancelled() {
                return cancelled.get();
            }
        };
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
