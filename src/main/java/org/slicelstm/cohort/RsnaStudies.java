package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.slicelstm.UserException;

/**
 * Finds the studies that labelled slices are of. What a study's labels come to depends on all of its slices, so a
 * labelled file that cannot be read counts too: for its study where its header still tells that, or where it lies in
 * the folder of one study; else no study of its folder can be said to be without what it may show.
 */
final class RsnaStudies {
    private static final int NAMED = 40;

    private final RsnaLabels labels;
    private final ImageFolder images;
    private final Map<List<String>, Study> studies = new LinkedHashMap<>();
    /** For each folder its studies; null stands for pictures of no known study. */
    private final Map<String, Set<Study>> byFolder = new HashMap<>();
    private final Set<String> withDeeper = new HashSet<>();
    private final Set<String> met = new HashSet<>();
    private final List<Unread> unread = new ArrayList<>();
    private int unlabelled;
    private int strangers;

    /** The slices of one study of one person, and what their labels come to. */
    private static final class Study {
        private final String person;
        private final List<String> files = new ArrayList<>();
        private final Set<String> folders = new HashSet<>();
        private final boolean[] present = new boolean[RsnaLabels.SUBTYPES.size()];
        private final boolean[] unknown = new boolean[RsnaLabels.SUBTYPES.size()];
        private boolean labelled;
        /** As the table names it, where it has a row. */
        private String id;

        Study(String person) {
            this.person = person;
        }

        /** Present where any slice has it, absent where none has, unknown where that cannot be said. */
        Label any(int subtype) {
            return present[subtype] ? Label.PRESENT : unknown[subtype] ? Label.UNKNOWN : Label.ABSENT;
        }
    }

    /**
     * A file that is no slice of a known study and has labels, or a study's slice that is damaged.
     *
     * @param below      its folder
     * @param file       its path below the folder of the images
     * @param identifier the slice's
     * @param reason     what is wrong with it
     * @param header     what its header still says, or null
     */
    private record Unread(String below, String file, String identifier, String reason, DicomHeader header) { }

    /**
     * Reads all headers.
     *
     * @param labels what is known of the slices
     * @param images where their files are
     */
    RsnaStudies(RsnaLabels labels, ImageFolder images) {
        this.labels = labels;
        this.images = images;
        images.read(this::take);
    }

    private void take(FileWalk.Folder folder, HeaderScan.Found found) {
        if (folder.hasFolders()) {
            withDeeper.add(folder.below());
        }
        found.slices().forEach(slice -> take(folder, slice));
        for (LeftOut each : found.leftOut()) {
            Path file = Path.of(each.file());
            String name = file.getFileName().toString();
            DicomHeader header = images.reader().legibleHeader(file)
                    .filter(legible -> !legible.studyUid().isEmpty()).orElse(null);
            if (labels.names(identifier(name)) || header != null && each.status() == LeftOut.Status.REFUSED) {
                unread.add(new Unread(folder.below(), path(folder, name), identifier(name), each.reason(), header));
            }
        }
    }

    private void take(FileWalk.Folder folder, Slice slice) {
        String name = slice.file().getFileName().toString();
        String identifier = identifier(name);
        boolean known = labels.names(identifier);
        Set<Study> here = byFolder.computeIfAbsent(folder.below(), any -> new LinkedHashSet<>());
        if (!slice.isDicom() || slice.dicom().studyUid().isEmpty()) {
            strangers++;
            here.add(null);
            if (known) {
                unread.add(new Unread(folder.below(), path(folder, name), identifier,
                        "it does not name its study", null));
            }
            return;
        }
        if (known) {
            met.add(identifier);
        } else {
            unlabelled++;
        }
        Study study = studies.computeIfAbsent(key(slice.dicom()), any -> new Study(person(slice.dicom())));
        study.files.add(path(folder, name));
        study.folders.add(folder.below());
        here.add(study);
        count(study, identifier);
    }

    private void count(Study study, String identifier) {
        study.labelled |= labels.names(identifier);
        for (int subtype = 0; subtype < RsnaLabels.SUBTYPES.size(); subtype++) {
            Label label = labels.label(identifier, subtype);
            study.present[subtype] |= label == Label.PRESENT;
            study.unknown[subtype] |= !label.isKnown();
        }
    }

    private static List<String> key(DicomHeader header) {
        return List.of(header.studyUid(), header.patientKey());
    }

    private static String person(DicomHeader header) {
        return header.patientKey().isEmpty() ? "study " + header.studyUid() : header.patientKey();
    }

    private static String identifier(String name) {
        return name.replaceFirst("(?i)\\.dcm$", "");
    }

    private static String path(FileWalk.Folder folder, String name) {
        return folder.below().isEmpty() ? name : folder.below() + "/" + name;
    }

    /** How many labelled slices have a picture in a study. */
    int met() {
        return met.size();
    }

    /** How many labelled slices with a bleeding have no file at all. */
    int positivesMissing() {
        Set<String> there = new HashSet<>(met);
        unread.forEach(each -> there.add(each.identifier()));
        return (int) labels.identifiers().stream()
                .filter(each -> labels.label(each, RsnaLabels.ANY) == Label.PRESENT && !there.contains(each)).count();
    }

    /** How many pictures name no study. */
    int strangers() {
        return strangers;
    }

    /**
     * The table's rows and what is told of them.
     *
     * @param notes about the files that cannot be read, added to
     */
    ImportedLabels table(List<String> notes) {
        Map<Unread, Set<Study>> mayBeOf = new LinkedHashMap<>();
        unread.forEach(each -> mayBeOf.put(each, count(each)));
        List<ImportedLabels.Row> rows = new ArrayList<>();
        Map<String, String> groups = new HashMap<>();
        int pictures = 0;
        for (Study study : studies.values()) {
            if (study.labelled) {
                String group = groups.computeIfAbsent(study.person,
                        any -> String.format(Locale.ROOT, "person-%04d", groups.size() + 1));
                study.id = String.format(Locale.ROOT, "study-%04d", rows.size() + 1);
                rows.add(new ImportedLabels.Row(study.id, path(study), row(study), group));
                pictures += study.files.size();
            }
        }
        mayBeOf.entrySet().stream().limit(NAMED).forEach(each -> notes.add(sentence(each.getKey(), each.getValue())));
        if (mayBeOf.size() > NAMED) {
            notes.add("So it is with " + (mayBeOf.size() - NAMED) + " more files.");
        }
        List<String> names = new ArrayList<>(ImportedLabels.USUAL);
        names.addAll(RsnaLabels.SUBTYPES.subList(0, RsnaLabels.ANY));
        return new ImportedLabels(names, rows, new ImportedLabels.Counts(groups.size(), rows.size(), pictures,
                labels.identifiers().size() - met.size(), "slices", unlabelled + strangers), notes);
    }

    /** Lets the labels of a file that cannot be read count; returns the studies it may be of. */
    private Set<Study> count(Unread each) {
        if (each.header() != null) {
            Study study = studies.get(key(each.header()));
            if (study == null) {
                return Set.of();
            }
            count(study, each.identifier());
            return Set.of(study);
        }
        Set<Study> here = new LinkedHashSet<>(byFolder.getOrDefault(each.below(), Set.of()));
        here.removeIf(Objects::isNull);
        for (Study study : here) {
            if (here.size() == 1) {
                count(study, each.identifier());
            } else {
                for (int subtype = 0; subtype < RsnaLabels.SUBTYPES.size(); subtype++) {
                    study.unknown[subtype] |= labels.label(each.identifier(), subtype) != Label.ABSENT;
                }
            }
        }
        return here;
    }

    private String sentence(Unread each, Set<Study> of) {
        String start = "'" + each.file() + "' cannot be used (" + each.reason() + ")";
        if (of.isEmpty()) {
            return start + "; no other slice of its study is here, so that it has no row.";
        }
        String only = of.iterator().next().id;
        if (of.size() == 1) {
            return start + (labels.names(each.identifier()) ? "; its labels count for " + only + "."
                    : " and has no label; what " + (only == null ? "its study" : only) + " does not show is unknown.");
        }
        boolean harmless = IntStream.range(0, RsnaLabels.SUBTYPES.size())
                .allMatch(subtype -> labels.label(each.identifier(), subtype) == Label.ABSENT);
        return start + (harmless ? "; its labels are all 0 and change no study's."
                : ", nor can its study be told: what it may show is unknown, and not 0, of all " + of.size()
                + " studies in its folder; get the file again.");
    }

    private static List<Label> row(Study study) {
        Label[] row = new Label[ImportedLabels.USUAL.size() + RsnaLabels.ANY];
        Arrays.fill(row, Label.UNKNOWN);
        row[ImportedLabels.USUAL.indexOf("hemorrhage")] = study.any(RsnaLabels.ANY);
        for (int subtype = 0; subtype < RsnaLabels.ANY; subtype++) {
            row[ImportedLabels.USUAL.size() + subtype] = study.any(subtype);
        }
        return List.of(row);
    }

    /** The study's folder where it has one of its own, else its files. */
    private String path(Study study) {
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
}
