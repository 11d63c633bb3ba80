package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slicelstm.Count;
import org.slicelstm.UserException;

/**
 * The labels of the CQ500 data set (Chilamkurthy et al. 2018, doi 10.1016/S0140-6736(18)31645-3): {@code
 * name,Category}, then 14 findings by each of three readers. The majority counts. A scan's folder has its name, which
 * the published archives write twice: {@code CQ500-CT-0} is {@code CQ500CT0 CQ500CT0}.
 */
public final class Cq500Labels {
    private static final List<String> FINDINGS = List.of("ICH", "IPH", "IVH", "SDH", "EDH", "SAH", "BleedLocation-Left",
            "BleedLocation-Right", "ChronicBleed", "Fracture", "CalvarialFracture", "OtherFracture", "MassEffect",
            "MidlineShift");
    private static final int READERS = 3;
    private static final int FIRST = 2;
    private static final String MASS = "mass";
    private static final String MASS_EFFECT = "MassEffect";
    /** The table's columns beyond the usual, and those of the usual that the source has. */
    private static final Map<String, String> FURTHER = further();

    private final LabelFile file;
    private final Path path;
    private final boolean massEffectIsMass;
    /** By the name as it is compared. */
    private final Map<String, Scan> scans = new LinkedHashMap<>();
    private int repeated;

    /** A row of the source, its three readers' majority for each finding, and the pictures that were found for it. */
    private static final class Scan {
        private final String name;
        private final int row;
        private final List<Label> findings;
        private String folder;
        private int slices;

        Scan(String name, int row, List<Label> findings) {
            this.name = name;
            this.row = row;
            this.findings = findings;
        }
    }

    private Cq500Labels(Path path, boolean massEffectIsMass) {
        this.path = path;
        this.massEffectIsMass = massEffectIsMass;
        file = new LabelFile(path, columns());
    }

    private static Map<String, String> further() {
        Map<String, String> further = new LinkedHashMap<>();
        further.put("epidural", "EDH");
        further.put("intraparenchymal", "IPH");
        further.put("intraventricular", "IVH");
        further.put("subarachnoid", "SAH");
        further.put("subdural", "SDH");
        further.put("chronic_bleed", "ChronicBleed");
        further.put("mass_effect", MASS_EFFECT);
        further.put("midline_shift", "MidlineShift");
        return Collections.unmodifiableMap(further);
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("name", "Category"));
        for (int reader = 1; reader <= READERS; reader++) {
            for (String finding : FINDINGS) {
                columns.add("R" + reader + ":" + finding);
            }
        }
        return columns;
    }

    /**
     * Reads labels and finds the scans they are of.
     *
     * @param labels           the published {@code reads.csv}
     * @param images           the folder below which the scans' folders are
     * @param massEffectIsMass whether mass effect stands in the column {@code mass}
     * @throws UserException if the file is not the published one or contradicts itself, a scan has two folders, or
     *                       nothing comes together
     */
    public static ImportedLabels read(Path labels, ImageFolder images, boolean massEffectIsMass) {
        Cq500Labels source = new Cq500Labels(labels, massEffectIsMass);
        source.file.read(source::take);
        return source.match(images);
    }

    private void take(int row, List<String> fields) {
        String name = fields.get(0);
        if (plain(name).isEmpty()) {
            throw new UserException("Row " + row + " of the labels '" + path + "' has no name.");
        }
        List<Label> findings = new ArrayList<>();
        for (int finding = 0; finding < FINDINGS.size(); finding++) {
            int[] votes = new int[Label.values().length];
            for (int reader = 0; reader < READERS; reader++) {
                votes[file.label(row, "R" + (reader + 1) + ":" + FINDINGS.get(finding),
                        fields.get(FIRST + reader * FINDINGS.size() + finding)).ordinal()]++;
            }
            findings.add(2 * votes[Label.PRESENT.ordinal()] > READERS ? Label.PRESENT
                    : 2 * votes[Label.ABSENT.ordinal()] > READERS ? Label.ABSENT : Label.UNKNOWN);
        }
        Scan before = scans.putIfAbsent(plain(name), new Scan(name, row, findings));
        if (before != null && !before.findings.equals(findings)) {
            throw new UserException("Rows " + before.row + " and " + row + " of the labels '" + path
                    + "' say different things of the scan '" + name + "'; keep one of them.");
        }
        repeated += before == null ? 0 : 1;
    }

    /** A name as it is compared: without signs and capitals, and once where it is written twice. */
    private static String plain(String name) {
        List<String> words = Arrays.stream(name.trim().split("\\s+"))
                .map(word -> word.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT)).distinct().toList();
        return String.join("", words);
    }

    private ImportedLabels match(ImageFolder images) {
        int[] unmatched = {0};
        images.read((folder, found) -> {
            Scan scan = scan(folder.below());
            if (scan == null) {
                unmatched[0] += found.slices().size();
            } else {
                scan.slices += found.slices().size();
            }
        });
        List<String> names = new ArrayList<>(ImportedLabels.USUAL);
        names.addAll(FURTHER.keySet());
        List<ImportedLabels.Row> rows = new ArrayList<>();
        int slices = 0;
        for (Scan scan : scans.values()) {
            if (scan.slices > 0) {
                rows.add(new ImportedLabels.Row(scan.name, scan.folder, labels(scan, names), scan.name));
                slices += scan.slices;
            }
        }
        if (rows.isEmpty()) {
            throw new UserException("None of the " + Count.of(scans.size(), "scan")
                    + " that the labels name has a folder with "
                    + "pictures "
                    + "in '" + images.root() + "': a folder must be called as the scan, with or without the hyphens.");
        }
        return new ImportedLabels(names, rows, new ImportedLabels.Counts(rows.size(), rows.size(), slices,
                scans.size() - rows.size(), "scans", unmatched[0]), notes());
    }

    /** The scan of a folder or of one above it, the outermost where several have a scan's name. */
    private Scan scan(String below) {
        String[] names = below.split("/");
        for (int depth = 0; depth < names.length; depth++) {
            Scan scan = scans.get(plain(names[depth]));
            if (scan != null) {
                String folder = String.join("/", Arrays.copyOf(names, depth + 1));
                if (scan.folder != null && !scan.folder.equals(folder)) {
                    throw new UserException("The scan '" + scan.name + "' has two folders, '" + scan.folder + "' and '"
                            + folder + "'; keep one of them.");
                }
                scan.folder = folder;
                return scan;
            }
        }
        return null;
    }

    private List<Label> labels(Scan scan, List<String> names) {
        Map<String, String> sources = new HashMap<>(FURTHER);
        sources.put("hemorrhage", "ICH");
        sources.put("fracture", "Fracture");
        if (massEffectIsMass) {
            sources.put(MASS, MASS_EFFECT);
        }
        return names.stream().map(name -> sources.containsKey(name)
                ? scan.findings.get(FINDINGS.indexOf(sources.get(name))) : Label.UNKNOWN).toList();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("A label is what two of the three readers say, and empty where no two say the same. CQ500 labels no "
                + "ischemia and no edema: these columns are empty.");
        notes.add(massEffectIsMass
                ? "The column mass holds mass effect, a proxy: bleeding and oedema have mass effect too, without a "
                + "mass."
                : "CQ500 labels no mass, so that this column is empty; --mass-effect-as-mass would put mass effect "
                + "there, as a proxy.");
        notes.add("A row is named by the labels' name; no DICOM header was used to name anybody.");
        if (repeated > 0) {
            notes.add(Count.of(repeated, "row repeats", "rows repeat")
                    + " another one and count" + (repeated == 1 ? "s" : "") + " once.");
        }
        return notes;
    }
}
