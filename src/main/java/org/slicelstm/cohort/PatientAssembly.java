package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slicelstm.cohort.LeftOut.Status;
import org.slicelstm.cohort.Patient.OrderedBy;
import org.slicelstm.cohort.SeriesSelection.Series;

/**
 * Makes a patient of the slices that belong to it: leaves out what cannot take part, numbers and chooses series, puts
 * the slices in order. Every slice that comes in is either used or left out by name. The result does not depend on the
 * order in which the slices come in.
 */
final class PatientAssembly {
    /** In so small a series another plane means a projection that helped to plan the scan. */
    private static final int LOCALISER_AT_MOST = 2;

    private static final Comparator<LeftOut> BY_FILE =
            Comparator.comparing((LeftOut each) -> each.file(), NaturalOrder.INSTANCE).thenComparingInt(LeftOut::frame);

    private final CohortOptions options;
    private final OnePerson persons;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final List<Slice> slices = new ArrayList<>();
    private final List<Integer> seriesNumbers = new ArrayList<>();
    private OrderedBy orderedBy = OrderedBy.POSITION;

    private PatientAssembly(CohortOptions options, OnePerson persons) {
        this.options = options;
        this.persons = persons;
    }

    /**
     * Makes the patient.
     *
     * @param id      what it is called in results
     * @param found   its slices, before anything is left out
     * @param unread  what of its files is left out already
     * @param told    notes on how its files came together
     * @param options what the user decided
     * @param persons tells people apart where headers do not
     */
    static Patient assemble(String id, List<Slice> found, List<LeftOut> unread, List<String> told,
                            CohortOptions options, OnePerson persons) {
        PatientAssembly assembly = new PatientAssembly(options, persons);
        assembly.leftOut.addAll(unread);
        assembly.notes.addAll(told);
        assembly.add(found);
        assembly.leftOut.sort(BY_FILE);
        // Nothing was ordered: the least that can be said.
        OrderedBy order = assembly.slices.isEmpty() ? OrderedBy.NAME : assembly.orderedBy;
        return new Patient(id, assembly.slices, assembly.seriesNumbers, order, assembly.leftOut,
                List.copyOf(assembly.notes));
    }

    /** Why slices of which none can be used cannot. */
    static List<LeftOut> reasons(List<Slice> unusable, CohortOptions options) {
        PatientAssembly assembly = new PatientAssembly(options, new OnePerson((one, other) -> Double.NaN));
        series(unusable).forEach(assembly::usable);
        return assembly.leftOut;
    }

    private void add(List<Slice> found) {
        List<Slice> inOrder = new ArrayList<>(found);
        inOrder.sort(Comparator.comparing(Slice::shownAs, NaturalOrder.INSTANCE).thenComparingInt(Slice::frame));
        List<Slice> dicom = inOrder.stream().filter(Slice::isDicom).toList();
        List<Slice> pictures = inOrder.stream().filter(slice -> !slice.isDicom()).toList();
        boolean dicomIsUsed = dicom.stream().anyMatch(slice -> SliceUse.isUsable(slice.dicom(), options));
        addDicom(dicom);
        if (dicomIsUsed) {
            leaveOut(pictures, "a loose picture among DICOM slices; in a folder of its own it would be a patient");
        } else if (!pictures.isEmpty()) {
            take(SliceOrder.ofPictures(pictures), 1);
            noteStacks(pictures);
        }
        noteSizes();
    }

    private void addDicom(List<Slice> dicom) {
        List<List<Slice>> byUid = series(dicom).stream().map(each -> withoutCopies(usable(each))).toList();
        SeriesParts parts = SeriesParts.of(byUid, options.series().kind() == SeriesChoice.Kind.NAMED);
        notes.addAll(parts.notes());
        List<Series> candidates = new ArrayList<>();
        for (int i = 0; i < parts.series().size(); i++) {
            List<Slice> series = parts.series().get(i);
            if (series.isEmpty()) {
                continue;
            }
            if (persons.isMixed(series)) {
                refuse(series, "its series shows two different heads at one place, and nothing tells which slice is "
                        + "whose: give each patient a folder and a SeriesInstanceUID of its own");
            } else {
                candidates.add(Series.of(i + 1, series));
            }
        }
        SeriesSelection selection = SeriesSelection.of(candidates, parts.series().size(), options.series());
        notes.addAll(selection.notes());
        selection.reason().forEach((series, reason) -> leaveOut(series.slices(), reason));
        selection.chosen().forEach(series -> take(SliceOrder.ofSeries(series.slices()), series.number()));
        noteStudies();
    }

    /** The patient's series by SeriesNumber, then UID: a series counts whether or not anything of it is used. */
    private static List<List<Slice>> series(List<Slice> dicom) {
        Map<String, List<Slice>> byUid = new LinkedHashMap<>();
        for (Slice slice : dicom) {
            DicomHeader header = slice.dicom();
            String key = header.seriesUid().isEmpty()
                    ? "no UID/" + header.studyUid() + "/" + header.seriesNumber() : header.seriesUid();
            byUid.computeIfAbsent(key, any -> new ArrayList<>()).add(slice);
        }
        List<Map.Entry<String, List<Slice>>> sorted = new ArrayList<>(byUid.entrySet());
        sorted.sort(Comparator.comparing((Map.Entry<String, List<Slice>> entry) -> lowestNumber(entry.getValue()),
                Comparator.nullsLast(Comparator.naturalOrder())).thenComparing(Map.Entry::getKey));
        return sorted.stream().map(Map.Entry::getValue).toList();
    }

    private static Integer lowestNumber(List<Slice> series) {
        return series.stream().map(slice -> slice.dicom().seriesNumber()).filter(Objects::nonNull)
                .min(Comparator.naturalOrder()).orElse(null);
    }

    private List<Slice> usable(List<Slice> series) {
        boolean lone = series.size() <= LOCALISER_AT_MOST;
        List<Slice> usable = new ArrayList<>();
        for (Slice slice : series) {
            Optional<String> reason = SliceUse.reasonAgainst(slice.dicom(), options, lone);
            if (reason.isPresent()) {
                leaveOut(List.of(slice), reason.get());
            } else {
                usable.add(slice);
            }
        }
        return usable;
    }

    /** One header in two files. Position and number count too: a UID that every slice carries tells nothing. */
    private record Instance(String uid, int frame, Integer number, List<Double> position) { }

    private List<Slice> withoutCopies(List<Slice> series) {
        Map<Instance, Slice> first = new HashMap<>();
        List<Slice> kept = new ArrayList<>();
        for (Slice slice : series) {
            DicomHeader header = slice.dicom();
            Slice other = header.instanceUid().isEmpty() ? null : first.putIfAbsent(new Instance(header.instanceUid(),
                    slice.frame(), header.instanceNumber(), header.position()), slice);
            if (other == null) {
                kept.add(slice);
            } else {
                leaveOut(List.of(slice), "a copy of " + Words.name(other));
            }
        }
        return kept;
    }

    private void take(SliceOrder order, int series) {
        slices.addAll(order.slices());
        order.slices().forEach(slice -> seriesNumbers.add(series));
        leftOut.addAll(order.leftOut());
        notes.addAll(order.notes());
        // The weakest order among several series is the patient's.
        orderedBy = order.orderedBy().compareTo(orderedBy) > 0 ? order.orderedBy() : orderedBy;
    }

    private void leaveOut(List<Slice> these, String reason) {
        these.forEach(slice -> leftOut.add(LeftOut.slice(slice, Status.LEFT_OUT, reason)));
    }

    private void refuse(List<Slice> these, String reason) {
        these.forEach(slice -> leftOut.add(LeftOut.slice(slice, Status.REFUSED, reason)));
    }

    private void noteStudies() {
        long studies = slices.stream().map(slice -> slice.dicom().studyUid()).distinct().count();
        if (studies > 1) {
            notes.add("The slices are from " + studies + " studies.");
        }
    }

    private void noteStacks(List<Slice> pictures) {
        long stacks = pictures.stream().filter(slice -> slice.frames() > 1).map(Slice::shownAs).distinct().count();
        if (stacks > 1) {
            notes.add(stacks + " stack files of one folder are taken as one patient, one after the other.");
        }
    }

    private void noteSizes() {
        Map<String, Long> sizes = slices.stream().collect(Collectors.groupingBy(
                slice -> slice.rows() + " × " + slice.columns(), LinkedHashMap::new, Collectors.counting()));
        if (sizes.size() > 1) {
            notes.add("The slices differ in size (rows × columns): " + sizes.entrySet().stream()
                    .map(size -> size.getValue() + " of " + size.getKey()).collect(Collectors.joining(", ")) + ".");
        }
    }
}
