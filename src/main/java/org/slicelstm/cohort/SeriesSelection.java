package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Chooses among the series of one patient.
 *
 * @param chosen the series that take part, by number
 * @param reason for each series that does not, why not
 * @param notes  what was chosen and why, where there was a choice
 */
record SeriesSelection(List<Series> chosen, Map<Series, String> reason, List<String> notes) {

    /**
     * A series of a patient.
     *
     * @param number  its place among the patient's series, from 1
     * @param uid     SeriesInstanceUID, empty where missing
     * @param slices  its slices that may take part, at least one
     * @param places  at how many places they lie
     * @param dynamic whether they show these again and again in time
     */
    record Series(int number, String uid, List<Slice> slices, int places, boolean dynamic) {
        static Series of(int number, List<Slice> slices) {
            return new Series(number, slices.get(0).dicom().seriesUid(), slices, Places.of(slices).size(),
                    SeriesParts.isDynamic(slices));
        }

        private KernelKind kernel() {
            return KernelKind.of(slices.get(0).dicom().kernel());
        }

        private boolean isSharp() {
            return kernel() == KernelKind.SHARP;
        }

        private boolean hasContrast() {
            return slices.stream().anyMatch(slice -> slice.dicom().contrast());
        }

        private boolean isSecondary() {
            return slices.stream().allMatch(slice -> SliceUse.isSecondary(slice.dicom()));
        }

        private String size() {
            return Words.count(dynamic ? slices.size() : places, "slice", "slices");
        }

        private String words() {
            String kernel = switch (kernel()) {
                case SHARP -> "bone kernel";
                case SOFT -> "soft kernel";
                case UNKNOWN -> "unknown kernel, taken for soft";
            };
            return (dynamic ? "a series in time, " : "") + kernel
                    + (hasContrast() ? ", with contrast, " : ", without contrast, ") + size();
        }
    }

    /** A reason to prefer a series, and what is said of the one that loses by it. */
    private record Criterion(Comparator<Series> better, Function<Series, String> lost) { }

    private static final List<Criterion> CRITERIA = List.of(
            new Criterion(Comparator.comparing(Series::dynamic), series -> "a series in time"),
            new Criterion(Comparator.comparing(Series::isSecondary), series -> "secondary captures"),
            new Criterion(Comparator.comparing(Series::isSharp), series -> "bone kernel"),
            new Criterion(Comparator.comparing(Series::hasContrast), series -> "with contrast"),
            new Criterion(Comparator.comparing((Series series) -> -series.places()),
                    series -> "only " + Words.count(series.places(), "slice", "slices")),
            new Criterion(Comparator.comparingInt(Series::number), series -> "a later series, otherwise alike"));

    /**
     * Chooses.
     *
     * @param candidates series with slices that may take part, by number; may be empty
     * @param total      how many series the patient has, those included of which nothing may take part
     * @param choice     what the user asked for
     */
    static SeriesSelection of(List<Series> candidates, int total, SeriesChoice choice) {
        return switch (choice.kind()) {
            case ALL -> all(candidates);
            case NAMED -> named(candidates, total, choice);
            case AUTO -> auto(candidates, total);
        };
    }

    private static SeriesSelection all(List<Series> candidates) {
        List<String> notes = new ArrayList<>();
        if (candidates.size() > 1) {
            List<String> numbers = candidates.stream().map(series -> String.valueOf(series.number())).toList();
            notes.add(candidates.size() + " series are in one prediction, one after the other: "
                    + String.join(", ", numbers) + ".");
        }
        return new SeriesSelection(candidates, Map.of(), notes);
    }

    private static SeriesSelection named(List<Series> candidates, int total, SeriesChoice choice) {
        List<Series> asked = candidates.stream().filter(series -> choice.names(series.uid())).toList();
        // One UID may hold several reconstructions: of these the best.
        SeriesSelection best = auto(asked, total);
        List<String> notes = new ArrayList<>(best.notes());
        String why = "not the one asked for";
        if (asked.isEmpty() && !candidates.isEmpty()) {
            why = "none of this patient's series that can be used is the one asked for";
            notes.add("No series of this patient that can be used has the SeriesInstanceUID asked for.");
        }
        Map<Series, String> reason = new LinkedHashMap<>(best.reason());
        for (Series series : candidates) {
            if (!asked.contains(series)) {
                reason.put(series, place(series, total) + why);
            }
        }
        return new SeriesSelection(best.chosen(), reason, notes);
    }

    private static SeriesSelection auto(List<Series> candidates, int total) {
        if (candidates.size() < 2) {
            return new SeriesSelection(candidates, Map.of(), List.of());
        }
        Comparator<Series> order = CRITERIA.stream().map(Criterion::better).reduce(Comparator::thenComparing)
                .orElseThrow();
        Series best = candidates.stream().min(order).orElseThrow();
        Map<Series, String> reason = new LinkedHashMap<>();
        for (Series series : candidates) {
            if (series != best) {
                reason.put(series, place(series, total) + "not the one chosen (" + lostBy(series, best) + ")");
            }
        }
        String note = "Series " + best.number() + " of " + total + " was chosen: " + best.words() + ".";
        return new SeriesSelection(List.of(best), reason, List.of(note));
    }

    private static String lostBy(Series series, Series best) {
        return CRITERIA.stream().filter(criterion -> criterion.better().compare(series, best) > 0).findFirst()
                .orElseThrow().lost().apply(series);
    }

    private static String place(Series series, int total) {
        return "series " + series.number() + " of " + total + ": ";
    }
}
