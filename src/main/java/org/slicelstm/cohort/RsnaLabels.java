package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slicelstm.UserException;

/**
 * The labels of the RSNA Intracranial Hemorrhage Detection challenge (Flanders et al. 2020, doi
 * 10.1148/ryai.2020190211): {@code ID,Label}, six rows a slice, {@code ID_<hex>_<subtype>}. The slice's file is
 * {@code ID_<hex>.dcm}; which slices are of one study and which studies of one person is told by the DICOM headers,
 * whose identifiers are kept in memory alone: studies and persons are numbered in the order of their files.
 */
public final class RsnaLabels {
    static final List<String> SUBTYPES =
            List.of("epidural", "intraparenchymal", "intraventricular", "subarachnoid", "subdural", "any");
    static final int ANY = SUBTYPES.indexOf("any");
    private static final Pattern IDENTIFIER = Pattern.compile("(ID_[0-9A-Za-z]+)_([A-Za-z]+)");
    /** Two bits for each subtype of a slice, and above them the slice's first row. */
    private static final int BITS = 2;
    private static final int ROW_SHIFT = BITS * SUBTYPES.size();

    private final LabelFile file;
    private final Path path;
    /** What is known of each slice, packed: the published file has 4.5 million rows. */
    private final Map<String, Long> slices = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private int repeated;

    private RsnaLabels(Path path) {
        this.path = path;
        file = new LabelFile(path, List.of("ID", "Label"));
    }

    /**
     * Reads labels and finds the studies they are of.
     *
     * @param labels the published CSV file
     * @param images the folder of the DICOM slices
     * @throws UserException if the file is not the published one or contradicts itself, or nothing comes together
     */
    public static ImportedLabels read(Path labels, ImageFolder images) {
        RsnaLabels source = new RsnaLabels(labels);
        source.file.read(source::take);
        if (!source.contradictions.isEmpty()) {
            throw new UserException("The labels '" + labels + "' say two things of one slice: "
                    + TableProblems.list(source.contradictions) + "; correct them.");
        }
        return source.match(images);
    }

    private void take(int row, List<String> fields) {
        Matcher identifier = IDENTIFIER.matcher(fields.get(0));
        int subtype = identifier.matches() ? SUBTYPES.indexOf(identifier.group(2).toLowerCase(Locale.ROOT)) : -1;
        if (subtype < 0) {
            throw new UserException("Row " + row + " of the labels '" + path + "' does not name a slice and a "
                    + "subtype as ID_<hex>_<subtype>; the subtypes are " + String.join(", ", SUBTYPES) + ".");
        }
        int code = file.label(row, "Label", fields.get(1)).ordinal() + 1;
        Long known = slices.get(identifier.group(1));
        long packed = known == null ? (long) row << ROW_SHIFT : known;
        int before = code(packed, subtype);
        if (before == 0) {
            long with = packed | (long) code << BITS * subtype;
            slices.put(identifier.group(1), with);
            bleedingWithoutAny(with, subtype)
                    .ifPresent(which -> contradicts(row, "any 0 beside " + which + " 1, of", with));
        } else if (before == code) {
            repeated++;
        } else {
            contradicts(row, SUBTYPES.get(subtype) + ", against", packed);
        }
    }

    private void contradicts(int row, String what, long packed) {
        contradictions.add("row " + row + " (" + what + " the slice whose rows begin at row " + (packed >> ROW_SHIFT)
                + ")");
    }

    /**
     * A subtype that is present where {@code any} is not, if this row makes it so. The other way round, {@code any} of
     * a kind that is none of the five, is no contradiction.
     */
    private static Optional<String> bleedingWithoutAny(long packed, int changed) {
        if (code(packed, ANY) != Label.ABSENT.ordinal() + 1) {
            return Optional.empty();
        }
        return SUBTYPES.subList(0, ANY).stream().filter(each -> changed == ANY || changed == SUBTYPES.indexOf(each))
                .filter(each -> code(packed, SUBTYPES.indexOf(each)) == Label.PRESENT.ordinal() + 1).findFirst();
    }

    /** Whether there is a row of the slice. */
    boolean names(String identifier) {
        return slices.containsKey(identifier);
    }

    Set<String> identifiers() {
        return slices.keySet();
    }

    /** What a slice's rows say; unknown where there is no such row. */
    Label label(String identifier, int subtype) {
        Long packed = slices.get(identifier);
        int code = packed == null ? 0 : code(packed, subtype);
        return code == 0 ? Label.UNKNOWN : Label.values()[code - 1];
    }

    private static int code(long packed, int subtype) {
        return (int) (packed >> BITS * subtype) & (1 << BITS) - 1;
    }

    private ImportedLabels match(ImageFolder images) {
        RsnaStudies studies = new RsnaStudies(this, images);
        if (studies.met() == 0) {
            throw new UserException("None of the " + slices.size() + " labelled slices is in '" + images.root()
                    + "': their files must be DICOM and keep their published names, ID_<hex>.dcm.");
        }
        return studies.table(notes(studies));
    }

    private List<String> notes(RsnaStudies studies) {
        List<String> notes = new ArrayList<>();
        notes.add("A row is a study; hemorrhage is present where any of its slices has it, and empty where none has "
                + "but some have no label. RSNA labels no ischemia, fracture, mass or edema: these columns are empty.");
        notes.add("Studies and persons are numbered in the order of their files; no identifier of a DICOM header is "
                + "written. group holds the person: splits keep one person's studies together.");
        if (repeated > 0) {
            notes.add(repeated + " rows repeat another one and count once.");
        }
        long incomplete = slices.values().stream()
                .filter(packed -> SUBTYPES.stream().anyMatch(each -> code(packed, SUBTYPES.indexOf(each)) == 0))
                .count();
        if (incomplete > 0) {
            notes.add(incomplete + " slices do not have all of their six rows; what is missing is unknown.");
        }
        if (studies.positivesMissing() > 0) {
            notes.add(Words.count(studies.positivesMissing(), "slice with a bleeding has",
                    "slices with a bleeding have") + " no file here; a study that shows it there alone counts as without. Give all files of a study.");
        }
        if (studies.strangers() > 0) {
            notes.add(studies.strangers() + " pictures are not DICOM with a StudyInstanceUID, so that their study is not "
                    + "known; "
                    + "they are left out.");
        }
        return notes;
    }
}
