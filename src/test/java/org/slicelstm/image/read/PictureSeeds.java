package org.slicelstm.image.read;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slicelstm.image.encode.Jpeg2000Codestream;
import org.slicelstm.image.encode.LoosePicture;
import org.slicelstm.jpeg.DctEncoder;
import org.slicelstm.jpeg.DrawnSamples;
import org.slicelstm.jpeg.LosslessEncoder;
import org.slicelstm.jpeg.LsEncoder;

/** Healthy files and frames from which fuzzing starts, by target: {@code scripts/fuzz-pictures} has them written. */
public final class PictureSeeds {
    static final List<String> TARGETS = List.of("lossless", "jpeg-ls", "extended", "baseline", "progressive", "rle",
            "deflated", "jpeg2000", "dicom", "tiff", "png");
    private static final int COLUMNS = 21;
    private static final int ROWS = 18;

    private PictureSeeds() {
    }

    /** @param arguments the target and the folder */
    public static void main(String[] arguments) throws IOException {
        List<byte[]> seeds = of(arguments[0]);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(Path.of(arguments[1], "seed-" + i), seeds.get(i));
        }
    }

    static List<byte[]> of(String target) {
        int[] grey = DrawnSamples.draw(COLUMNS, ROWS, 1, 12, 0.02);
        int[] colours = DrawnSamples.draw(COLUMNS, ROWS, 3, 8, 0.02);
        List<byte[]> seeds = new ArrayList<>();
        switch (target) {
            case "lossless" -> {
                for (int predictor = 1; predictor <= 7; predictor++) {
                    seeds.add(LosslessEncoder.grey(12, predictor).encode(grey, COLUMNS, ROWS));
                }
                seeds.add(new LosslessEncoder(8, 4, 3, true, 5, 1).encode(colours, COLUMNS, ROWS));
                seeds.add(new LosslessEncoder(8, 7, 3, false, 0, 0).encode(colours, COLUMNS, ROWS));
            }
            case "jpeg-ls" -> {
                seeds.add(LsEncoder.grey(12, 0).encode(grey, COLUMNS, ROWS).stream());
                seeds.add(LsEncoder.grey(16, 5).every(4).encode(grey, COLUMNS, ROWS).stream());
                for (int interleave = 0; interleave < 3; interleave++) {
                    seeds.add(new LsEncoder(8, interleave, 3, interleave, 0, new int[] {255, 0, 0, 0, 16})
                            .encode(colours, COLUMNS, ROWS).stream());
                }
            }
            case "extended" -> {
                seeds.add(DctEncoder.grey(12, 9).encode(grey, COLUMNS, ROWS).stream());
                seeds.add(new DctEncoder(12, 3, true, 2, 3).encode(colours, COLUMNS, ROWS).stream());
                seeds.add(new DctEncoder(12, 3, false, 0, 30).encode(colours, COLUMNS, ROWS).stream());
            }
            case "baseline" -> images().forEach(image -> seeds.add(LoosePicture.jpeg(image)));
            case "progressive" -> images().forEach(image -> seeds.add(LoosePicture.progressiveJpeg(image, 0.7f)));
            case "png" -> images().forEach(image -> seeds.add(LoosePicture.png(image)));
            case "tiff" -> images().forEach(image -> Stream.of("LZW", "Deflate", "PackBits", "None").forEach(how ->
                    seeds.add(LoosePicture.tiff(List.of(image), how.equals("None") ? null : how, 0))));
            case "jpeg2000" -> {
                seeds.add(Jpeg2000Codestream.encode(grey, COLUMNS, ROWS, 16));
                seeds.add(Jpeg2000Codestream.encode(DrawnSamples.draw(COLUMNS, ROWS, 1, 8, 0.1), COLUMNS, ROWS, 8));
            }
            case "rle" -> drawn(seeds, name -> name.startsWith("RLE"));
            case "deflated" -> drawn(seeds, name -> name.startsWith("deflated"));
            case "dicom" -> drawn(seeds, name -> name.endsWith("plicit"));
            default -> throw new IllegalArgumentException("no target " + target + "; there are " + TARGETS);
        }
        return seeds;
    }

    private static void drawn(List<byte[]> seeds, Predicate<String> names) {
        DrawnFiles.all().stream().filter(file -> names.test(file.name())).forEach(file -> seeds.add(file.bytes()));
    }

    private static List<BufferedImage> images() {
        return Stream.of(1, 3).map(components -> {
            int[] samples = DrawnSamples.draw(COLUMNS, ROWS, components, 8, 0.05);
            return LoosePicture.image(IntStream.range(0, components).mapToObj(c -> IntStream.range(0, COLUMNS * ROWS)
                    .map(i -> samples[i * components + c]).toArray()).toList(), COLUMNS, ROWS, 8);
        }).toList();
    }
}
