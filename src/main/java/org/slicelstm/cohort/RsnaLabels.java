package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final List<String> SUBTYPES =
            List.of("epidural", "intraparenchymal", "intraventricular", "subarachnoid", "subdural", "any");
    private static final int ANY = SUBTYPES.indexOf("any");
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

    /** The slices of one study of one person, and what their labels come to. */
    private static final class Study {
        private final String person;
        private final List<String> files = new ArrayList<>();
        private final Set<String> folders = new HashSet<>();
        private final boolean[] present = new boolean[SUBTYPES.size()];
        private final boolean[] unknown = new boolean[SUBTYPES.size()];
        private boolean labelled;

        Study(String person) {
            this.person = person;
        }

        /** Present where any slice has it, absent where none has, unknown where that cannot be said. */
        Label any(int subtype) {
            return present[subtype] ? Label.PRESENT : unknown[subtype] ? Label.UNKNOWN : Label.ABSENT;
        }
    }

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
        int before = (int) (packed >> BITS * subtype) & (1 << BITS) - 1;
        if (before == 0) {
            slices.put(identifier.group(1), packed | (long) code << BITS * subtype);
        } else if (before == code) {
            repeated++;
        } else {
            contradictions.add("row " + row + " (" + SUBTYPES.get(subtype) + ", against the slice whose rows begin "
                    + "at row "
                    + (packed >> ROW_SHIFT) + ")");
        }
    }

    /** What a slice's rows say; unknown where there is no such row. */
    private static Label label(Long packed, int subtype) {
        int code = packed == null ? 0 : (int) (packed >> BITS * subtype) & (1 << BITS) - 1;
        return code == 0 ? Label.UNKNOWN : Label.values()[code - 1];
    }

    private ImportedLabels match(ImageFolder images) {
        Map<List<String>, Study> studies = new LinkedHashMap<>();
        Map<String, Set<Study>> byFolder = new HashMap<>();
        Set<String> withDeeper = new HashSet<>();
        Set<String> met = new HashSet<>();
        int[] without = {0, 0};
        images.read((folder, found) -> {
            if (folder.hasFolders()) {
                withDeeper.add(folder.below());
            }
            for (Slice each : found) {
                if (!each.isDicom() || each.dicom().studyUid().isEmpty()) {
                    without[1]++;
                    byFolder.computeIfAbsent(folder.below(), any -> new HashSet<>()).add(null);
                    continue;
                }
                String name = each.file().getFileName().toString();
                String identifier = name.replaceFirst("(?i)\\.dcm$", "");
                Long labels = slices.get(identifier);
                if (labels == null) {
                    without[0]++;
                } else {
                    met.add(identifier);
                }
                DicomHeader header = each.dicom();
                Study study = studies.computeIfAbsent(List.of(header.studyUid(), header.patientKey()),
                        any -> new Study(header.patientKey().isEmpty() ? "study " + header.studyUid()
                                : header.patientKey()));
                study.files.add(folder.below().isEmpty() ? name : folder.below() + "/" + name);
                study.folders.add(folder.below());
                study.labelled |= labels != null;
                for (int subtype = 0; subtype < SUBTYPES.size(); subtype++) {
                    Label label = label(labels, subtype);
                    study.present[subtype] |= label == Label.PRESENT;
                    study.unknown[subtype] |= !label.isKnown();
                }
                byFolder.computeIfAbsent(folder.below(), any -> new HashSet<>()).add(study);
            }
        });
        if (met.isEmpty()) {
            throw new UserException("None of the " + slices.size() + " labelled slices is in '" + images.root()
                    + "': their files must be DICOM and keep their published names, ID_<hex>.dcm.");
        }
        List<ImportedLabels.Row> rows = new ArrayList<>();
        Map<String, String> groups = new HashMap<>();
        int pictures = 0;
        for (Study study : studies.values()) {
            if (study.labelled) {
                String group = groups.computeIfAbsent(study.person,
                        any -> String.format(Locale.ROOT, "person-%04d", groups.size() + 1));
                rows.add(new ImportedLabels.Row(String.format(Locale.ROOT, "study-%04d", rows.size() + 1),
                        path(study, byFolder, withDeeper), labels(study), group));
                pictures += study.files.size();
            }
        }
        List<String> names = new ArrayList<>(ImportedLabels.USUAL);
        names.addAll(SUBTYPES.subList(0, ANY));
        return new ImportedLabels(names, rows, new ImportedLabels.Counts(groups.size(), rows.size(), pictures,
                slices.size() - met.size(), "slices", without[0] + without[1]), notes(without[1]));
    }

    private static List<Label> labels(Study study) {
        Label[] labels = new Label[ImportedLabels.USUAL.size() + ANY];
        Arrays.fill(labels, Label.UNKNOWN);
        labels[ImportedLabels.USUAL.indexOf("hemorrhage")] = study.any(ANY);
        for (int subtype = 0; subtype < ANY; subtype++) {
            labels[ImportedLabels.USUAL.size() + subtype] = study.any(subtype);
        }
        return List.of(labels);
    }

    /** The study's folder where it has one of its own, else its files. */
    private static String path(Study study, Map<String, Set<Study>> byFolder, Set<String> withDeeper) {
        String folder = study.folders.iterator().next();
        if (study.folders.size() == 1 && !folder.isEmpty() && byFolder.get(folder).size() == 1
                && !withDeeper.contains(folder)) {
            return folder;
        }
        study.files.stream().filter(file -> file.matches(".*[,{}*?\\[\\]].*")).findFirst().ifPresent(file -> {
            throw new UserException("The file '" + file + "' cannot stand in a table; take , { } * ? [ and ] out of "
                    + "its name, or give each study a folder of its own.");
        });
        return study.files.size() == 1 ? study.files.get(0) : "{" + String.join(",", study.files) + "}";
    }

    private List<String> notes(int notDicom) {
        List<String> notes = new ArrayList<>();
        notes.add("A row is a study; hemorrhage is present where any of its slices has it, and empty where none has "
                + "but some have no label. RSNA labels no ischemia, fracture, mass or edema: these columns are empty.");
        notes.add("Studies and persons are numbered in the order of their files; no identifier of a DICOM header is "
                + "written. group holds the person: splits keep one person's studies together.");
        if (repeated > 0) {
            notes.add(repeated + " rows repeat another one and count once.");
        }
        long incomplete = slices.values().stream()
                .filter(packed -> SUBTYPES.stream().anyMatch(each -> !isThere(packed, SUBTYPES.indexOf(each)))).count();
        if (incomplete > 0) {
            notes.add(incomplete + " slices do not have all of their six rows; what is missing is unknown.");
        }
        if (notDicom > 0) {
            notes.add(notDicom + " pictures are not DICOM with a StudyInstanceUID, so that their study is not known; "
                    + "they are left out.");
        }
        return notes;
    }

    private static boolean isThere(long packed, int subtype) {
        return (packed >> BITS * subtype & (1 << BITS) - 1) != 0;
    }
}
