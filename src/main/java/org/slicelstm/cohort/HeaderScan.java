package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slicelstm.Progress;

/** Reads the headers of many files at once. */
final class HeaderScan {

    /**
     * What files hold.
     *
     * @param slices  their slices, in the order of the files
     * @param leftOut the files that hold none
     */
    record Found(List<Slice> slices, List<LeftOut> leftOut) { }

    private final HeaderReader reader;
    private final Executor executor;
    private final Progress progress;

    HeaderScan(HeaderReader reader, Executor executor, Progress progress) {
        this.reader = reader;
        this.executor = executor;
        this.progress = progress;
    }

    /** Reads all files; the result does not depend on which is read first. */
    Found read(List<Path> files) {
        List<CompletableFuture<Found>> readings = new ArrayList<>(files.size());
        for (Path file : files) {
            readings.add(CompletableFuture.supplyAsync(() -> read(file), executor));
        }
        List<Slice> slices = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            Found found = join(readings.get(i));
            slices.addAll(found.slices());
            leftOut.addAll(found.leftOut());
            progress.update("Reading headers", i + 1, readings.size());
        }
        return new Found(slices, leftOut);
    }

    private Found read(Path file) {
        progress.checkCancelled();
        try {
            return new Found(reader.read(file, file.toString()), List.of());
        } catch (NotASliceException e) {
            return new Found(List.of(), List.of(LeftOut.file(file.toString(), e.status(), e.getMessage())));
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            // The message may quote the file's header; the kind of the error names nobody.
            return new Found(List.of(), List.of(LeftOut.file(file.toString(), LeftOut.Status.REFUSED,
                    "cannot be read (" + e.getClass().getSimpleName() + "); convert it with another program")));
        }
    }

    private static Found join(CompletableFuture<Found> reading) {
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
