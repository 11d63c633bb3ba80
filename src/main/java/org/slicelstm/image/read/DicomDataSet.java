package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.cohort.NotASliceException;

/** The elements of a DICOM data set, or of an item of a sequence, that {@link Tag} names. */
final class DicomDataSet {
    private final ByteOrder order;
    private final Map<Tag, byte[]> values = new EnumMap<>(Tag.class);
    private final Map<Tag, List<DicomDataSet>> sequences = new EnumMap<>(Tag.class);

    DicomDataSet(ByteOrder order) {
        this.order = order;
    }

    void put(Tag tag, byte[] value) {
        values.put(tag, value);
    }

    void put(Tag tag, List<DicomDataSet> items) {
        sequences.put(tag, items);
    }

    /** Whether the element is there with a value. */
    boolean has(Tag tag) {
        byte[] value = values.get(tag);
        return value != null && value.length > 0;
    }

    /** The value as stored, or an empty array. */
    byte[] bytes(Tag tag) {
        return values.getOrDefault(tag, new byte[0]);
    }

    ByteOrder order() {
        return order;
    }

    /** The items of a sequence, none where it is missing. */
    List<DicomDataSet> items(Tag tag) {
        return sequences.getOrDefault(tag, List.of());
    }

    /** The value as text without its padding, empty where it is missing. */
    String text(Tag tag) {
        return new String(bytes(tag), StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    }

    /** The values of a text element, which backslashes part. */
    List<String> texts(Tag tag) {
        String text = text(tag);
        List<String> parts = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String part : text.split("\\\\", -1)) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    /** An integer written as text (IS), or null where it is missing; 1.0 and 1. are whole numbers too. */
    Integer integer(Tag tag) throws NotASliceException {
        List<String> texts = texts(tag);
        if (texts.isEmpty() || texts.get(0).isEmpty()) {
            return null;
        }
        try {
            return new BigDecimal(texts.get(0)).intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw refused("damaged header: " + tag.keyword() + " is not a whole number");
        }
    }

    /** Numbers written as text (DS), empty where the element is missing. */
    List<Double> numbers(Tag tag) throws NotASliceException {
        List<Double> numbers = new ArrayList<>();
        for (String text : texts(tag)) {
            double number;
            try {
                number = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                number = Double.NaN;
            }
            if (!Double.isFinite(number)) {
                throw refused("damaged header: " + tag.keyword() + " is not a number");
            }
            numbers.add(number);
        }
        return numbers;
    }

    /** Numbers as {@link #numbers}, but none where their count is not the one given or one of them is no number. */
    List<Double> numbersOrNone(Tag tag, int count) {
        try {
            List<Double> numbers = numbers(tag);
            return numbers.size() == count ? numbers : List.of();
        } catch (NotASliceException notNumbers) {
            return List.of();
        }
    }

    /** A 16-bit number (US), or null where it is missing. */
    Integer unsigned(Tag tag) throws NotASliceException {
        byte[] value = bytes(tag);
        if (value.length == 0) {
            return null;
        }
        if (value.length < 2) {
            throw refused("damaged header: " + tag.keyword() + " is not a number");
        }
        return ByteBuffer.wrap(value).order(order).getShort() & 0xFFFF;
    }

    /** A 16-bit number (US) that has to be there. */
    int required(Tag tag) throws NotASliceException {
        Integer value = unsigned(tag);
        if (value == null) {
            throw refused("damaged header: " + tag.keyword() + " is missing");
        }
        return value;
    }
}
