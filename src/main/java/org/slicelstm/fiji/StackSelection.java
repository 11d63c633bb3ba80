package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.gui.Roi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slicelstm.UserException;

/**
 * Which planes of an open image are the patient's slices.
 *
 * @param axis    {@code z}, {@code t} or {@code c}
 * @param numbers places on that axis, from 1, in order
 * @param planes  for each of them its index in the image's stack, from 1
 * @param notes   what was left aside, one sentence each
 */
record StackSelection(String axis, List<Integer> numbers, List<Integer> planes, List<String> notes) {
    /** What may be asked for; {@code auto} is the first of z, t and c that has more than one place. */
    static final List<String> AXES = List.of("auto", "z", "t", "c");

    private static final String CURRENT_ONE = "; the slices are those of the current one, ";
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?");

    StackSelection {
        numbers = List.copyOf(numbers);
        planes = List.copyOf(planes);
        notes = List.copyOf(notes);
    }

    /**
     * The planes of an image. Of the axes that are not the slices' the current place is taken.
     *
     * @param axis   one of {@link #AXES}
     * @param slices ranges of places from 1, such as {@code 5-20} or {@code 1,3,5-20}; all where empty
     * @throws UserException if the axis or the ranges do not fit the image
     */
    static StackSelection of(ImagePlus image, String axis, String slices) {
        String asked = Parameters.choice("axis", axis, AXES);
        String chosen = asked.equals("auto") ? longAxis(image) : asked;
        int size = size(image, chosen);
        List<Integer> numbers = numbers(slices, size, chosen);
        List<Integer> planes = new ArrayList<>();
        for (int number : numbers) {
            // Not getC, getZ and getT: of a plain stack they may lag behind.
            int[] place = image.convertIndexToPosition(image.getCurrentSlice());
            place[dimension(chosen)] = number;
            planes.add(image.getStackIndex(place[0], place[1], place[2]));
        }
        List<String> notes = new ArrayList<>();
        for (String other : List.of("c", "z", "t")) {
            if (!other.equals(chosen) && size(image, other) > 1) {
                notes.add("The open image has " + size(image, other) + " " + plural(other) + CURRENT_ONE
                        + current(image, other) + ".");
            }
        }
        if (numbers.size() < size) {
            notes.add("Slices " + slices.strip() + " of " + size + " were given.");
        }
        return new StackSelection(chosen, numbers, planes, notes);
    }

    /** Puts a region onto the plane of a slice, given by its place among the slices from 0. */
    void position(Roi roi, ImagePlus image, int slice) {
        if (image.isHyperStack()) {
            int[] place = image.convertIndexToPosition(planes.get(slice));
            roi.setPosition(place[0], place[1], place[2]);
        } else {
            roi.setPosition(planes.get(slice));
        }
    }

    /** What should be told before a patient is predicted from these slices, one sentence each. */
    List<String> doubts() {
        List<String> doubts = new ArrayList<>(notes.stream().filter(note -> note.contains(CURRENT_ONE)).toList());
        if (numbers.size() == 1) {
            doubts.add("Only one slice is given: a patient's prediction is meant for all slices of the head.");
        }
        return doubts;
    }

    private static String longAxis(ImagePlus image) {
        return image.getNSlices() > 1 ? "z" : image.getNFrames() > 1 ? "t" : image.getNChannels() > 1 ? "c" : "z";
    }

    private static int size(ImagePlus image, String axis) {
        return switch (axis) {
            case "z" -> image.getNSlices();
            case "t" -> image.getNFrames();
            default -> image.getNChannels();
        };
    }

    private static int current(ImagePlus image, String axis) {
        return image.convertIndexToPosition(image.getCurrentSlice())[dimension(axis)];
    }

    private static int dimension(String axis) {
        return List.of("c", "z", "t").indexOf(axis);
    }

    private static String plural(String axis) {
        return switch (axis) {
            case "z" -> "slices";
            case "t" -> "frames";
            default -> "channels";
        };
    }

    private static List<Integer> numbers(String text, int size, String axis) {
        if (Parameters.textOrNull(text) == null) {
            return IntStream.rangeClosed(1, size).boxed().toList();
        }
        List<Integer> numbers = new ArrayList<>();
        for (String part : text.strip().split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new UserException("'slices' is '" + text + "'; write a range such as 5-20, or 1,3,5-20.");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first < 1 || last < first || last > size) {
                throw new UserException("'slices' is '" + text + "', but the open image has the slices 1 to " + size
                        + " on its axis " + axis + "; write a range inside of them.");
            }
            IntStream.rangeClosed(first, last).forEach(numbers::add);
        }
        Collections.sort(numbers);
        return numbers.stream().distinct().toList();
    }
}
