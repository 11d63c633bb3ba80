package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;

/** Heads of a few slices as ImageJ holds them, the same on every machine. */
final class Stacks {
    static final int SLICES = 6;
    private static final int WIDTH = 80;
    private static final int HEIGHT = 64;
    private static final int AIR = -1_000;

    private Stacks() {
    }

    /** Folders p0, p1 and so on, each with two slices as PNG that no other patient has. */
    static void savePatients(Path folder, int patients) throws IOException {
        for (int patient = 0; patient < patients; patient++) {
            Path own = Files.createDirectories(folder.resolve("p" + patient));
            for (int slice = 1; slice <= 2; slice++) {
                ImagePlus one = new ImagePlus("", bytes().getStack().getProcessor(slice + patient % 2 * 2));
                one.getProcessor().set(patient, slice, 99);
                new FileSaver(one).saveAsPng(own.resolve(slice + ".png").toString());
            }
        }
    }

    /** Whole HU: air around a skull, brain, and in some slices a bright spot. */
    static int hounsfield(int slice, int x, int y) {
        double across = (x - 40 - slice) / 30.0;
        double down = (y - 32) / 26.0;
        double radius = Math.sqrt(across * across + down * down);
        boolean spot = slice % 2 == 1 && Math.hypot(x - 50, y - 30) < 3 + slice;
        return radius > 1 ? AIR : radius > 0.9 ? 900 : spot ? 75 : 25 + (x * 7 + y * 3 + slice) % 13;
    }

    static ImagePlus floats() {
        return stack(slice -> plane(new FloatProcessor(WIDTH, HEIGHT), slice, hu -> hu));
    }

    /** HU as unsigned 16 bits that begin at −1024. */
    static ImagePlus unsigned() {
        return stack(slice -> plane(new ShortProcessor(WIDTH, HEIGHT), slice, hu -> hu + 1024));
    }

    /** HU as ImageJ holds signed 16 bits. */
    static ImagePlus signed() {
        ImagePlus image = stack(slice -> plane(new ShortProcessor(WIDTH, HEIGHT), slice, hu -> hu + 32_768));
        image.getCalibration().setSigned16BitCalibration();
        return image;
    }

    /** Grey levels of a window from 0 to 80 HU. */
    static ImagePlus bytes() {
        return stack(slice -> plane(new ByteProcessor(WIDTH, HEIGHT), slice, hu -> grey(hu)));
    }

    static ImagePlus colour() {
        return stack(slice -> {
            ColorProcessor plane = new ColorProcessor(WIDTH, HEIGHT);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int level = grey(hounsfield(slice, x, y));
                    plane.set(x, y, level << 16 | level / 2 << 8 | 255 - level);
                }
            }
            return plane;
        });
    }

    /** Many slices, each another picture: with many orders or a big network, work for a while. */
    static ImagePlus many(int slices) {
        ImageStack stack = new ImageStack(WIDTH, HEIGHT);
        for (int i = 0; i < slices; i++) {
            ImageProcessor plane = bytes().getStack().getProcessor(1 + i % SLICES);
            plane.set(i % WIDTH, i / WIDTH, 200);
            stack.addSlice(plane);
        }
        return new ImagePlus("many", stack);
    }

    static int grey(double hu) {
        return (int) Math.max(0, Math.min(255, Math.round(hu * 255 / 80)));
    }

    private static ImagePlus stack(IntFunction<ImageProcessor> planes) {
        ImageStack stack = new ImageStack(WIDTH, HEIGHT);
        for (int slice = 0; slice < SLICES; slice++) {
            stack.addSlice(planes.apply(slice));
        }
        return new ImagePlus("Schädel von O'Brien", stack);
    }

    private static ImageProcessor plane(ImageProcessor plane, int slice, DoubleFunction<Number> value) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                plane.setf(x, y, value.apply(hounsfield(slice, x, y)).floatValue());
            }
        }
        return plane;
    }
}
