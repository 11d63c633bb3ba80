package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells whether slices whose headers name one patient are of one person. Anonymised archives give many people one
 * PatientID, one StudyInstanceUID and sometimes one SeriesInstanceUID; exporters spell one person's name in two ways.
 *
 * <p>Two groups of slices are one person's where they continue each other as one series, or where pictures at the same
 * places are alike. They are not where their frames of reference differ, or where such pictures differ. What none of
 * this shows is not decided, and then nobody is mixed with anybody.
 *
 * <p>The limits of likeness are where these part, by {@link Anatomy} on phantoms and one real head CT: reconstructions of
 * one scan (bone and soft kernel, noise of 40 HU) reach .99 and more; a head moved by 3 mm .76; neighbouring slices 7 mm
 * apart .46 to .93; the same level of other phantoms at most .80. Twins who lay alike would not be told apart.
 */
final class OnePerson {
    /** Pictures of one place with one kernel, contrast and thickness. */
    private static final double ALIKE = 0.95;
    /** Pictures of about one place that may differ in kernel, contrast or thickness. */
    private static final double RATHER_ALIKE = 0.9;
    /** Below this, pictures of one place are of other anatomy, or of a head that has moved by millimetres. */
    private static final double UNLIKE = 0.8;
    private static final int MOST_PAIRS = 8;
    /** Positions closer than this are one place, in mm; two exporters may round them differently. */
    private static final double SAME_PLACE = 0.1;
    /** Gaps between the places of one series are not further apart than this from the usual one. */
    private static final double WIDEST_GAP = 2.5;
    private static final double NARROWEST_GAP = 0.4;

    private final Anatomy anatomy;

    OnePerson(Anatomy anatomy) {
        this.anatomy = anatomy;
    }

    /**
     * Why two groups of slices are taken for two people.
     *
     * @param one   slices that can be used, at least one
     * @param other slices that can be used, at least one
     * @return the reason as the end of a sentence, or null where they are one person's
     */
    String reasonAgainst(List<Slice> one, List<Slice> other) {
        Set<String> frames = FramesOfReference.of(one);
        Set<String> otherFrames = FramesOfReference.of(other);
        boolean framed = !frames.isEmpty() && !otherFrames.isEmpty();
        boolean common = !Collections.disjoint(frames, otherFrames);
        if (framed && !common && !FramesOfReference.areScattered(one) && !FramesOfReference.areScattered(other)) {
            return "their frames of reference differ";
        }
        if (continueEachOther(one, other)) {
            return null;
        }
        if (!common && Collections.disjoint(grids(one), grids(other))) {
            return "their matrices or pixel spacings differ, and no common frame of reference says that they are one "
                    + "person's";
        }
        double likeness = likeness(one, other);
        if (likeness >= 0) {
            return null;
        }
        return Double.isNaN(likeness) ? "nothing in them shows that they are one person's"
                : "pictures at the same place differ";
    }

    /** At least 0 where pictures of about the same places are alike, below where they differ, NaN where there are none. */
    private double likeness(List<Slice> one, List<Slice> other) {
        List<Pair> pairs = pairs(one, other);
        List<Pair> same = pairs.stream().filter(pair -> pair.distance() <= SAME_PLACE && pair.looksAgree()).toList();
        return same.isEmpty() ? median(pairs) - RATHER_ALIKE : median(same) - ALIKE;
    }

    /** Two slices and how far apart they lie, in mm. */
    private record Pair(Slice one, Slice other, double distance) {
        boolean looksAgree() {
            return SeriesParts.look(one).equals(SeriesParts.look(other));
        }
    }

    /** Each slice of the other group with the nearest of the one, where they lie within half a slice's thickness. */
    private static List<Pair> pairs(List<Slice> one, List<Slice> other) {
        SlicePlane plane = Places.commonPlane(one, other);
        if (plane == null) {
            return List.of();
        }
        List<Pair> pairs = new ArrayList<>();
        for (Slice slice : other) {
            Pair nearest = null;
            for (Slice candidate : one) {
                double distance = Math.abs(plane.along(slice.dicom().position())
                        - plane.along(candidate.dicom().position()));
                Pair pair = new Pair(candidate, slice, distance);
                boolean nearer = nearest == null || distance < nearest.distance()
                        || distance == nearest.distance() && pair.looksAgree() && !nearest.looksAgree();
                nearest = nearer ? pair : nearest;
            }
            double thickness = Math.max(slice.dicom().sliceThickness(), nearest.one().dicom().sliceThickness());
            if (nearest.distance() <= SAME_PLACE || nearest.distance() <= thickness / 2) {
                pairs.add(nearest);
            }
        }
        return pairs;
    }

    /** The median likeness of some pairs from all along the head; NaN where none can be compared. */
    private double median(List<Pair> pairs) {
        double[] found = new double[Math.min(MOST_PAIRS, pairs.size())];
        for (int i = 0; i < found.length; i++) {
            Pair pair = pairs.get((int) ((i + 0.5) * pairs.size() / found.length));
            found[i] = anatomy.likeness(pair.one(), pair.other());
        }
        double[] known = Arrays.stream(found).filter(each -> !Double.isNaN(each)).sorted().toArray();
        return known.length == 0 ? Double.NaN : known[known.length / 2];
    }

    /**
     * Whether slices make one series with others, as where a series is spread over folders: one grid, kernel and
     * contrast, other instance numbers, and places that go on evenly; without positions, instance numbers without a gap.
     */
    private static boolean continueEachOther(List<Slice> one, List<Slice> other) {
        List<Slice> both = new ArrayList<>(one);
        both.addAll(other);
        Slice first = both.get(0);
        boolean alike = both.stream().allMatch(slice -> slice.dicom().seriesUid().equals(first.dicom().seriesUid())
                && SeriesParts.grid(slice).equals(SeriesParts.grid(first))
                && slice.dicom().kernel().equals(first.dicom().kernel())
                && slice.dicom().contrast() == first.dicom().contrast());
        Set<Integer> numbers = new HashSet<>();
        both.forEach(slice -> numbers.add(slice.dicom().instanceNumber()));
        if (!alike || first.dicom().seriesUid().isEmpty() || numbers.contains(null) || numbers.size() < both.size()) {
            return false;
        }
        SlicePlane plane = Places.commonPlane(both);
        if (plane != null) {
            return isEven(both.stream().mapToDouble(slice -> plane.along(slice.dicom().position())).sorted().toArray());
        }
        return both.stream().allMatch(slice -> slice.dicom().position() == null)
                && Collections.max(numbers) - Collections.min(numbers) == numbers.size() - 1;
    }

    private static boolean isEven(double[] positions) {
        double[] gaps = new double[positions.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = positions[i + 1] - positions[i];
        }
        Arrays.sort(gaps);
        double usual = gaps[gaps.length / 2];
        return gaps[0] >= NARROWEST_GAP * usual && gaps[0] > SAME_PLACE && gaps[gaps.length - 1] <= WIDEST_GAP * usual;
    }

    private static Set<Object> grids(List<Slice> slices) {
        Set<Object> grids = new HashSet<>();
        slices.forEach(slice -> grids.add(SeriesParts.grid(slice)));
        return grids;
    }

    /** Whether the slices of one series UID show other anatomy at the same places on grids that differ. */
    boolean differByGrid(List<Slice> series) {
        Map<Object, List<Slice>> byGrid = series.stream()
                .collect(Collectors.groupingBy(SeriesParts::grid, LinkedHashMap::new, Collectors.toList()));
        List<List<Slice>> groups = List.copyOf(byGrid.values());
        for (int i = 1; i < groups.size(); i++) {
            List<Pair> same = pairs(groups.get(0), groups.get(i)).stream()
                    .filter(pair -> pair.distance() <= SAME_PLACE).toList();
            if (2 * same.size() >= groups.get(i).size() && median(same) < UNLIKE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a series, of which every place should have one picture, shows other anatomy at places that it has twice:
     * then it holds several people's slices or several scans, and nothing tells which slice is whose.
     */
    boolean isMixed(List<Slice> series) {
        List<List<Slice>> places = Places.of(series);
        List<Pair> twice = places.stream().filter(place -> place.size() > 1)
                .map(place -> new Pair(place.get(0), place.get(place.size() - 1), 0)).toList();
        return 2 * twice.size() >= places.size() && median(twice) < UNLIKE;
    }
}
