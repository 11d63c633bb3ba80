package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells which slices belong to one patient, whatever their folders look like. */
final class PatientGrouping {
    private PatientGrouping() {
    }

    /**
     * Slices by patient.
     *
     * @param patients the patients' slices by first appearance, at least one list; loose pictures are with the first
     * @param unusable slices of those of whom nothing can be used, beside somebody of whom something can
     */
    record Grouped(List<List<Slice>> patients, List<Slice> unusable) { }

    /**
     * Splits what was found together by patient.
     *
     * @param found   slices in the order in which patients are counted
     * @param options what the user decided of which slices can be used
     */
    static Grouped byPatient(List<Slice> found, CohortOptions options) {
        Map<String, String> patientOfStudy = patientOfStudy(found);
        Map<String, List<Slice>> groups = new LinkedHashMap<>();
        List<Slice> pictures = new ArrayList<>();
        Set<String> withUsable = new HashSet<>();
        for (Slice slice : found) {
            if (!slice.isDicom()) {
                pictures.add(slice);
                continue;
            }
            String key = key(slice.dicom(), patientOfStudy);
            groups.computeIfAbsent(key, any -> new ArrayList<>()).add(slice);
            if (SliceUse.isUsable(slice.dicom(), options)) {
                withUsable.add(key);
            }
        }
        if (withUsable.isEmpty()) {
            return new Grouped(List.of(found), List.of());
        }
        List<List<Slice>> patients = new ArrayList<>();
        List<Slice> unusable = new ArrayList<>();
        groups.forEach((key, slices) -> {
            if (withUsable.contains(key)) {
                patients.add(slices);
            } else {
                unusable.addAll(slices);
            }
        });
        patients.get(0).addAll(pictures);
        return new Grouped(patients, unusable);
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
     * Whether a folder's slices are of the same patient and study as those of the folders before it: the series of one
     * patient in folders of their own. The patient alone is not enough, since anonymised patients often share one
     * identifier. Folders that have an instance in common are copies of each other, not parts of one study.
     *
     * @param before the slices of the folders before
     * @param next   the slices of the folder
     */
    static boolean isSameStudy(List<Slice> before, List<Slice> next) {
        Set<String> patients = new HashSet<>();
        Set<String> studiesBefore = new HashSet<>();
        Set<String> studiesNext = new HashSet<>();
        Set<String> instancesBefore = new HashSet<>();
        collect(before, patients, studiesBefore, instancesBefore);
        Set<String> instancesNext = new HashSet<>();
        collect(next, patients, studiesNext, instancesNext);
        studiesBefore.retainAll(studiesNext);
        instancesBefore.retainAll(instancesNext);
        return patients.size() == 1 && !studiesBefore.isEmpty() && instancesBefore.isEmpty();
    }

    private static void collect(List<Slice> slices, Set<String> patients, Set<String> studies, Set<String> instances) {
        for (Slice slice : slices) {
            if (slice.isDicom()) {
                DicomHeader header = slice.dicom();
                patients.add(header.patientKey());
                if (!header.studyUid().isEmpty()) {
                    studies.add(header.studyUid());
                }
                if (!header.instanceUid().isEmpty()) {
                    instances.add(header.instanceUid());
                }
            }
        }
    }
}
