package org.slicelstm.fiji;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slicelstm.UserException;
import org.slicelstm.job.RawStack.Rescale;

/**
 * What the text of a DICOM header says of a picture's values. ImageJ writes {@code 0028,1052  Rescale Intercept: -1024}
 * into a slice's label or an image's Info, Bio-Formats {@code 0028,1052 Rescale Intercept = -1024} into Info.
 *
 * @param bioFormats whether Bio-Formats wrote it, which never applies a rescale
 * @param hounsfield whether slope and intercept give HU, by the same rules as for files (PS3.3 section C.8.2.1)
 * @param signed     whether stored values are signed
 * @param inverted   MONOCHROME1: low values are meant to be shown bright
 * @param paddingLow lowest stored value that means "outside the picture", or null
 * @param paddingHigh highest such value; null with it
 */
record HeaderText(boolean bioFormats, boolean hounsfield, double slope, double intercept, boolean signed,
                  boolean inverted, Double paddingLow, Double paddingHigh) {
    private static final Set<String> CT_STORAGE = Set.of("1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.2.1",
            "1.2.840.10008.5.1.4.1.1.2.2");
    private static final Pattern IMAGEJ = Pattern.compile("(?m)^\\p{XDigit}{4},\\p{XDigit}{4} +[^:=\\n]*: ");
    private static final Pattern BIO_FORMATS = Pattern.compile(
            "(?m)^(?:[^:=\\n]* )?\\p{XDigit}{4},\\p{XDigit}{4} [^:=\\n]*= ");
    private static final int PICTURE_BITS = 8;
    private static final int SIGNED_RANGE = 1 << 16;

    /**
     * Reads a text.
     *
     * @param text  a slice's label or an image's Info; may be null
     * @param where whose it is, for sentences
     * @return nothing where the text is no header of a picture
     * @throws UserException if the header contradicts itself
     */
    static Optional<HeaderText> read(String text, String where) {
        if (text == null || !text.contains("0028,0")) {
            return Optional.empty();
        }
        boolean bioFormats = !IMAGEJ.matcher(text).find();
        if (bioFormats && !BIO_FORMATS.matcher(text).find()) {
            return Optional.empty();
        }
        Optional<Double> slope = number(text, "0028,1053", where);
        Optional<Double> intercept = number(text, "0028,1052", where);
        if (slope.isPresent() != intercept.isPresent() || slope.filter(value -> value == 0).isPresent()) {
            throw new UserException("The DICOM header in " + where + " is damaged: of Rescale Slope and Rescale "
                    + "Intercept " + (slope.isPresent() == intercept.isPresent() ? "the first is 0"
                    : "only one is there") + "; open other files, or say in 'Pixel values are' what the values are.");
        }
        boolean signed = number(text, "0028,0103", where).orElse(0.0) == 1;
        Double first = padding(text, "0028,0120", signed, where);
        Double last = padding(text, "0028,0121", signed, where);
        last = last == null ? first : last;
        return Optional.of(new HeaderText(bioFormats, slope.isPresent() && isHounsfield(text, where), slope.orElse(1.0),
                intercept.orElse(0.0), signed, value(text, "0028,0004", where).equals("MONOCHROME1"),
                first == null ? null : Double.valueOf(Math.min(first, last)),
                first == null ? null : Double.valueOf(Math.max(first, last))));
    }

    private static boolean isHounsfield(String text, String where) {
        boolean ct = CT_STORAGE.contains(value(text, "0008,0016", where))
                || value(text, "0008,0060", where).equals("CT");
        double bits = number(text, "0028,0101", where).or(() -> number(text, "0028,0100", where)).orElse(16.0);
        String type = value(text, "0028,1054", where);
        return ct && bits > PICTURE_BITS && (type.isEmpty() || type.equals("HU"))
                && values(text, "0028,3000").isEmpty();
    }

    /** Both write the padding value as if it were unsigned, or as it is. */
    private static Double padding(String text, String tag, boolean signed, String where) {
        return number(text, tag, where).map(value -> signed && value >= SIGNED_RANGE / 2 ? value - SIGNED_RANGE : value)
                .orElse(null);
    }

    private static Optional<Double> number(String text, String tag, String where) {
        String value = value(text, tag, where).split("\\\\")[0].strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Double.valueOf(value));
        } catch (NumberFormatException e) {
            throw new UserException("The DICOM header in " + where + " is damaged: its element " + tag + " is no "
                    + "number; open other files, or say in 'Pixel values are' what the values are.", e);
        }
    }

    /** The value of a tag, empty where there is none; of the frames of one object all must have the same. */
    private static String value(String text, String tag, String where) {
        List<String> found = values(text, tag);
        if (Set.copyOf(found).size() > 1) {
            throw new UserException("The DICOM header in " + where + " has different values for its element " + tag
                    + "; open the folder by its path, or say in 'Pixel values are' what the values are.");
        }
        return found.isEmpty() ? "" : found.get(0);
    }

    /** Those of the header itself; where it has none, those in its sequences, which ImageJ marks by {@code >}. */
    private static List<String> values(String text, String tag) {
        Pattern line = Pattern.compile("(?m)^(?:[^:=\\n]* )?" + tag + " +(>*)[^:=\\n]*(?:: |= |:$|=$)(.*)$");
        return line.matcher(text).results()
                .collect(Collectors.groupingBy(each -> each.group(1).isEmpty(),
                        Collectors.mapping(each -> each.group(2).strip(), Collectors.toList())))
                .entrySet().stream().max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue).orElse(List.of());
    }

    /** The same meaning, wherever it stands. */
    boolean saysTheSame(HeaderText other) {
        return hounsfield == other.hounsfield && slope == other.slope && intercept == other.intercept
                && signed == other.signed;
    }

    /** What has to be added to ImageJ's number to get the stored value: signed ones are held with an offset. */
    double offset() {
        return signed ? -SIGNED_RANGE / 2.0 : 0;
    }

    /** HU of a number as ImageJ holds it. */
    double hounsfield(double held) {
        return (held + offset()) * slope + intercept;
    }

    /** The stored value of HU. */
    double stored(double hounsfield) {
        return (hounsfield - intercept) / slope;
    }

    /** From stored values to HU. */
    Rescale rescale() {
        return new Rescale(slope, intercept, paddingLow, paddingHigh);
    }
}
