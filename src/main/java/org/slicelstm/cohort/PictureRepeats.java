package org.slicelstm.cohort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.slicelstm.Progress;
import org.slicelstm.cohort.LeftOut.Status;

/** Finds loose pictures whose files are the same byte for byte: copies under another name. */
final class PictureRepeats {
    private static final int BUFFER = 1 << 16;

    private PictureRepeats() {
    }

    /**
     * Leaves out every loose picture whose file repeats an earlier one. Only files of one size are read.
     *
     * @param found what the files of one patient hold
     */
    static HeaderScan.Found without(HeaderScan.Found found, Progress progress) {
        Map<Long, List<Path>> bySize = new LinkedHashMap<>();
        Map<Path, LeftOut> out = new HashMap<>();
        found.slices().stream().filter(slice -> !slice.isDicom()).map(Slice::file).distinct().forEach(
                file -> size(file, out).ifPresent(size -> bySize.computeIfAbsent(size, any -> new ArrayList<>())
                        .add(file)));
        bySize.values().stream().filter(files -> files.size() > 1).forEach(files -> compare(files, out, progress));
        if (out.isEmpty()) {
            return found;
        }
        List<LeftOut> leftOut = new ArrayList<>(found.leftOut());
        List<Slice> kept = new ArrayList<>();
        for (Slice slice : found.slices()) {
            LeftOut why = slice.isDicom() ? null : out.get(slice.file());
            if (why == null) {
                kept.add(slice);
            } else {
                leftOut.add(LeftOut.slice(slice, why.status(), why.reason()));
            }
        }
        return new HeaderScan.Found(kept, leftOut);
    }

    private static OptionalLong size(Path file, Map<Path, LeftOut> out) {
        try {
            return OptionalLong.of(Files.size(file));
        } catch (IOException e) {
            out.put(file, notOpened(file, e));
            return OptionalLong.empty();
        }
    }

    private static void compare(List<Path> files, Map<Path, LeftOut> out, Progress progress) {
        Map<Long, List<Path>> bySum = new HashMap<>();
        for (Path file : files) {
            progress.checkCancelled();
            try {
                List<Path> alike = bySum.computeIfAbsent(sum(file), any -> new ArrayList<>());
                for (Path other : alike) {
                    if (Files.mismatch(other, file) < 0) {
                        out.put(file, LeftOut.file(file.toString(), Status.LEFT_OUT, "a copy of " + other));
                        break;
                    }
                }
                alike.add(file);
            } catch (IOException e) {
                out.put(file, notOpened(file, e));
            }
        }
    }

    private static LeftOut notOpened(Path file, IOException e) {
        return LeftOut.file(file.toString(), Status.REFUSED, Words.whyNotOpened(e));
    }

    private static long sum(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sum.update(buffer, 0, count);
            }
        }
        return sum.getValue();
    }
}
