package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells which slices belong to one patient, whatever their folders look like. */
final class PatientGrouping {
    private PatientGrouping() {
    }

    /**
     * Slices by patient.
     *
     * @param patients the patients by first appearance, at least one; loose pictures are with the first
     * @param unusable slices of those of whom nothing can be used, beside somebody of whom something can
     */
    record Grouped(List<Group> patients, List<Slice> unusable) { }

    /**
     * A patient's slices.
     *
     * @param slices its slices
     * @param notes  what the user should know of how they came together
     */
    record Group(List<Slice> slices, List<String> notes) { }

    /**
     * Splits what was found together by patient.
     *
     * @param found   slices in the order in which patients are counted
     * @param options what the user decided of which slices can be used
     * @param persons tells people apart where headers do not
     */
    static Grouped byPatient(List<Slice> found, CohortOptions options, OnePerson persons) {
        Map<String, String> patientOfStudy = patientOfStudy(found);
        Map<String, List<Slice>> groups = new LinkedHashMap<>();
        List<Slice> pictures = new ArrayList<>();
        for (Slice slice : found) {
            if (slice.isDicom()) {
                groups.computeIfAbsent(key(slice.dicom(), patientOfStudy), any -> new ArrayList<>()).add(slice);
            } else {
                pictures.add(slice);
            }
        }
        List<Group> patients = new ArrayList<>();
        List<Slice> unusable = new ArrayList<>();
        for (Group group : spelledInTwoWays(groups, options, persons)) {
            for (Group person : byPerson(group, options, persons)) {
                if (usable(person.slices(), options).isEmpty()) {
                    unusable.addAll(person.slices());
                } else {
                    patients.add(person);
                }
            }
        }
        if (patients.isEmpty()) {
            return new Grouped(List.of(new Group(found, List.of())), List.of());
        }
        patients.get(0).slices().addAll(pictures);
        return new Grouped(patients, unusable);
    }

    /** The DICOM slices that can be used. */
    static List<Slice> usable(List<Slice> slices, CohortOptions options) {
        return slices.stream().filter(slice -> slice.isDicom() && SliceUse.isUsable(slice.dicom(), options)).toList();
    }

    /** Joins those whose slices are of one series and of one person: a name or an identifier is spelled in two ways. */
    private static List<Group> spelledInTwoWays(Map<String, List<Slice>> groups, CohortOptions options,
                                                OnePerson persons) {
        List<Group> joined = new ArrayList<>();
        Map<String, List<Group>> holders = new HashMap<>();
        for (List<Slice> slices : groups.values()) {
            Map<String, List<Slice>> series = bySeries(slices, options);
            Group same = series.entrySet().stream()
                    .flatMap(each -> holders.getOrDefault(each.getKey(), List.of()).stream()
                            .filter(group -> persons.reasonAgainst(
                                    bySeries(group.slices(), options).get(each.getKey()), each.getValue()) == null))
                    .findFirst().orElse(null);
            if (same == null) {
                Group own = new Group(slices, new ArrayList<>());
                joined.add(own);
                series.keySet().forEach(key -> holders.computeIfAbsent(key, any -> new ArrayList<>()).add(own));
            } else {
                same.slices().addAll(slices);
                if (same.notes().isEmpty()) {
                    same.notes().add("Its headers spell the patient's name or identifier in several ways; the series "
                            + "they share says that it is one patient.");
                }
            }
        }
        return joined;
    }

    /** The slices that can be used by study and SeriesInstanceUID; those without one are of no series. */
    private static Map<String, List<Slice>> bySeries(List<Slice> slices, CohortOptions options) {
        return usable(slices, options).stream().filter(slice -> !slice.dicom().seriesUid().isEmpty())
                .collect(Collectors.groupingBy(slice -> slice.dicom().studyUid() + "/" + slice.dicom().seriesUid(),
                        LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * Parts what one series of the headers cannot hold: several frames of reference, or at one place other heads on other
     * grids. Then an anonymiser gave one UID to several people.
     */
    private static List<Group> byPerson(Group group, CohortOptions options, OnePerson persons) {
        Collection<List<Slice>> series = bySeries(group.slices(), options).values();
        if (series.stream().anyMatch(FramesOfReference::tellApart)) {
            return parted(group, slice -> slice.dicom().scan().frameOfReferenceUid(),
                    "their frames of reference differ");
        }
        if (series.stream().anyMatch(persons::differByGrid)) {
            return parted(group, SeriesParts::grid, "at the same places they show other heads");
        }
        return List.of(group);
    }

    private static List<Group> parted(Group group, Function<Slice, Object> by, String why) {
        List<String> notes = new ArrayList<>(group.notes());
        notes.add("Its headers name the patient and series of other slices of the folder too, but " + why
                + ": each is a row of its own.");
        return group.slices().stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()))
                .values().stream().map(slices -> new Group(slices, notes)).toList();
    }

    /** Slices whose header names no patient belong to the one whose study they are of. */
    private static Map<String, String> patientOfStudy(List<Slice> found) {
        Map<String, String> patients = new HashMap<>();
        for (Slice slice : found) {
            if (slice.isDicom() && !slice.dicom().patientKey().isEmpty() && !slice.dicom().studyUid().isEmpty()) {
                patients.putIfAbsent(slice.dicom().studyUid(), slice.dicom().patientKey());
            }
        }
        return patients;
    }

    private static String key(DicomHeader header, Map<String, String> patientOfStudy) {
        if (!header.patientKey().isEmpty()) {
            return "patient " + header.patientKey();
        }
        String patient = patientOfStudy.get(header.studyUid());
        return patient != null ? "patient " + patient : "study " + header.studyUid();
    }

    /**
     * Whether a folder's headers name the same patient and study as those of the folders before it: perhaps the series
     * of one patient in folders of their own. The patient alone is not enough, since anonymised patients often share one
     * identifier; where two spellings of it share a series, they may be one. Folders that have an instance in common are
     * copies of each other, not parts of one study.
     *
     * @param before the slices of the folders before
     * @param next   the slices of the folder
     */
    static boolean isSameStudy(List<Slice> before, List<Slice> next) {
        Set<String> patients = Stream.concat(before.stream(), next.stream()).filter(Slice::isDicom)
                .map(slice -> slice.dicom().patientKey()).collect(Collectors.toSet());
        boolean onePatient = patients.size() == 1 || haveInCommon(before, next, DicomHeader::seriesUid);
        return onePatient && haveInCommon(before, next, DicomHeader::studyUid)
                && !haveInCommon(before, next, DicomHeader::instanceUid);
    }

    private static boolean haveInCommon(List<Slice> before, List<Slice> next, Function<DicomHeader, String> uid) {
        return !Collections.disjoint(uids(before, uid), uids(next, uid));
    }

    private static Set<String> uids(List<Slice> slices, Function<DicomHeader, String> uid) {
        return slices.stream().filter(Slice::isDicom).map(slice -> uid.apply(slice.dicom()))
                .filter(each -> !each.isEmpty()).collect(Collectors.toSet());
    }

    /**
     * Why folders that name one patient and study are rows of their own all the same; null where they are one patient's,
     * or nothing of one of them can be used.
     */
    static String reasonAgainst(List<Slice> before, List<Slice> next, CohortOptions options, OnePerson persons) {
        List<Slice> usableBefore = usable(before, options);
        List<Slice> usableNext = usable(next, options);
        return usableBefore.isEmpty() || usableNext.isEmpty() ? null : persons.reasonAgainst(usableBefore, usableNext);
    }
}
