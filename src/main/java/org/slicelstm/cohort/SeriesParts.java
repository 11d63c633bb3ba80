package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The series that slices really make, whatever their UIDs say: a series shares frame of reference, matrix, kernel,
 * contrast and thickness and has one slice a place. Several reconstructions under one SeriesInstanceUID are told apart;
 * slices that each have a UID of their own are put together.
 *
 * @param series each a series, in the order of the UIDs that they come from; may be empty lists
 * @param notes  what was told apart or put together, one sentence each
 */
record SeriesParts(List<List<Slice>> series, List<String> notes) {
    /** What has no more slices than this may be part of a series of which every slice has a UID of its own. */
    private static final int SCATTERED_AT_MOST = 2;
    /** Slices this much thicker are another reconstruction. */
    private static final double THICKER = 1.5;
    /** From so many pictures a place on it is a series in time, which its acquisitions do not part. */
    private static final double TIMES = 2.5;
    private static final double THICKNESS_DIGITS = 10;
    private static final double SPACING_DIGITS = 1000;

    /** What tells reconstructions apart, and its name. */
    private record Difference(String name, Function<Slice, Object> of) { }

    private static final Difference KERNEL = new Difference("kernel", slice -> KernelKind.name(slice.dicom().kernel()));
    private static final Difference CONTRAST = new Difference("contrast", slice -> slice.dicom().contrast());
    private static final Difference THICKNESS =
            new Difference("slice thickness", slice -> thickness(slice.dicom()));
    private static final Difference FRAME =
            new Difference("frame of reference", slice -> slice.dicom().scan().frameOfReferenceUid());
    private static final Difference ACQUISITION =
            new Difference("acquisition", slice -> Objects.toString(slice.dicom().scan().acquisition()));
    private static final List<Difference> RECONSTRUCTION = List.of(KERNEL, CONTRAST, THICKNESS,
            new Difference("matrix", SeriesParts::grid),
            new Difference("series number", slice -> Objects.toString(slice.dicom().seriesNumber())),
            new Difference("image type", slice -> slice.dicom().imageType()),
            new Difference("description", slice -> slice.dicom().scan().description()));

    SeriesParts {
        series = List.copyOf(series);
        notes = List.copyOf(notes);
    }

    /**
     * Finds the series.
     *
     * @param byUid the slices that can be used of each SeriesInstanceUID, some perhaps none, in the order of their
     *              instance numbers or names
     * @param named whether the user names the series, which then is taken by its UID alone
     */
    static SeriesParts of(List<List<Slice>> byUid, boolean named) {
        List<String> notes = new ArrayList<>();
        List<List<Slice>> together = named ? byUid : putTogether(byUid, notes);
        List<List<Slice>> series = new ArrayList<>();
        for (List<Slice> each : together) {
            Set<String> by = new LinkedHashSet<>();
            List<List<Slice>> parts = parts(each, by);
            if (parts.size() > 1) {
                notes.add("One series of the headers holds " + parts.size() + " series, told apart by "
                        + String.join(" and ", by) + ".");
            }
            series.addAll(parts);
        }
        return new SeriesParts(series, notes);
    }

    /** How often a series shows each place, as a mean; 1 for an ordinary one. */
    static double times(List<Slice> series) {
        return series.isEmpty() ? 1 : series.size() / (double) Places.of(series).size();
    }

    /**
     * Whether a series shows its places again and again in time: a perfusion study, or one place that is watched until
     * contrast arrives.
     */
    static boolean isDynamic(List<Slice> series) {
        SlicePlane plane = Places.commonPlane(series);
        return times(series) >= TIMES || plane != null && Places.isOnePlace(series, plane);
    }

    /** Rows, columns and pixel spacing to a micrometre. */
    static Object grid(Slice slice) {
        List<Double> spacing = slice.dicom().scan().pixelSpacing();
        return List.of(slice.rows(), slice.columns(), spacing == null ? List.of()
                : spacing.stream().map(each -> Math.round(each * SPACING_DIGITS)).toList());
    }

    /** Kernel, contrast and thickness: pictures of one place that agree in these look alike if they are of one person. */
    static Object look(Slice slice) {
        return List.of(KERNEL.of().apply(slice), CONTRAST.of().apply(slice), THICKNESS.of().apply(slice));
    }

    private static Object thickness(DicomHeader header) {
        return Math.round(header.sliceThickness() * THICKNESS_DIGITS);
    }

    /** Puts what has no series of its own together where frame of reference, plane, kernel and contrast agree. */
    private static List<List<Slice>> putTogether(List<List<Slice>> byUid, List<String> notes) {
        Map<Object, List<List<Slice>>> scattered = new LinkedHashMap<>();
        boolean frames = !FramesOfReference.areScattered(byUid.stream().flatMap(List::stream).toList());
        for (List<Slice> each : byUid) {
            if (!each.isEmpty() && each.size() <= SCATTERED_AT_MOST) {
                Slice first = each.get(0);
                scattered.computeIfAbsent(List.of(first.dicom().studyUid(), frames ? FRAME.of().apply(first) : "",
                        KERNEL.of().apply(first), CONTRAST.of().apply(first), SliceUse.isSecondary(first.dicom())),
                        any -> new ArrayList<>()).add(each);
            }
        }
        Map<List<Slice>, List<Slice>> whole = new IdentityHashMap<>();
        Set<List<Slice>> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        for (List<List<Slice>> each : scattered.values()) {
            List<Slice> all = each.stream().flatMap(List::stream).sorted(SliceOrder.BY_INSTANCE).toList();
            // Two lone slices without a common frame of reference say too little of each other.
            boolean enough = each.size() > 2 || each.size() > 1 && FramesOfReference.of(all).size() == 1;
            SlicePlane plane = enough ? Places.commonPlane(all) : null;
            int places = plane == null ? 0 : Places.alongNormal(all, plane).size();
            if (2 * places > all.size()) {
                whole.put(each.get(0), all);
                taken.addAll(each.subList(1, each.size()));
                notes.add(each.size() + " series of one or two slices are put together as one: only the "
                        + "SeriesInstanceUID parts them, and they lie at " + places + " places.");
            }
        }
        return byUid.stream().filter(each -> !taken.contains(each)).map(each -> whole.getOrDefault(each, each)).toList();
    }

    private static List<List<Slice>> parts(List<Slice> series, Set<String> by) {
        List<List<Slice>> parts = List.of(series);
        if (series.size() < 2) {
            return parts;
        }
        if (FramesOfReference.tellApart(series)) {
            parts = groups(series, FRAME);
            by.add(FRAME.name());
        }
        for (Difference difference : RECONSTRUCTION) {
            parts = told(parts, difference, by);
        }
        List<List<Slice>> parted = new ArrayList<>();
        for (List<Slice> part : parts) {
            parted.addAll(times(part) < TIMES ? told(List.of(part), ACQUISITION, by) : List.of(part));
        }
        return parted;
    }

    /** Parts each series by a difference where its groups show the same places. */
    private static List<List<Slice>> told(List<List<Slice>> series, Difference difference, Set<String> by) {
        List<List<Slice>> told = new ArrayList<>();
        for (List<Slice> each : series) {
            List<List<Slice>> groups = groups(each, difference);
            if (groups.size() > 1 && (showTheSame(each, groups) || difference == THICKNESS && interleave(groups)
                    || difference == KERNEL && areForBoneAndBrain(each, groups))) {
                told.addAll(groups);
                by.add(difference.name());
            } else {
                told.add(each);
            }
        }
        return told;
    }

    private static List<List<Slice>> groups(List<Slice> series, Difference difference) {
        return List.copyOf(series.stream()
                .collect(Collectors.groupingBy(difference.of(), LinkedHashMap::new, Collectors.toList())).values());
    }

    /**
     * Whether the largest group is about a whole series and another one shows at least half of its places there too: a
     * single slice at a place of its neighbours, where a scanner changed thickness, parts nothing, and neither do
     * acquisitions of a slice each.
     */
    private static boolean showTheSame(List<Slice> series, List<List<Slice>> groups) {
        List<List<Slice>> places = Places.of(series);
        if (places.size() == series.size() || places.size() == 1) {
            return false;
        }
        Map<Slice, Integer> place = new IdentityHashMap<>();
        for (int i = 0; i < places.size(); i++) {
            for (Slice slice : places.get(i)) {
                place.put(slice, i);
            }
        }
        List<Set<Integer>> shown = groups.stream()
                .map(group -> group.stream().map(place::get).collect(Collectors.toSet()))
                .sorted(Comparator.comparingInt((Set<Integer> each) -> -each.size())).toList();
        if (2 * shown.get(0).size() < places.size()) {
            return false;
        }
        return shown.stream().skip(1).anyMatch(other -> {
            Set<Integer> common = new HashSet<>(other);
            common.retainAll(shown.get(0));
            return 2 * common.size() >= other.size();
        });
    }

    /** Without positions nothing shows that places repeat, but a kernel for bone and one for brain are two series. */
    private static boolean areForBoneAndBrain(List<Slice> series, List<List<Slice>> groups) {
        Set<KernelKind> kinds = groups.stream().map(group -> KernelKind.of(group.get(0).dicom().kernel()))
                .collect(Collectors.toSet());
        return Places.commonPlane(series) == null && kinds.containsAll(Set.of(KernelKind.SOFT, KernelKind.SHARP));
    }

    /** Whether the two largest groups are thin and thick slices of one stretch of the body. */
    private static boolean interleave(List<List<Slice>> groups) {
        List<List<Slice>> largest = groups.stream().sorted(Comparator.comparingInt((List<Slice> each) -> -each.size()))
                .toList();
        List<Slice> one = largest.get(0);
        List<Slice> other = largest.get(1);
        double ratio = one.get(0).dicom().sliceThickness() / other.get(0).dicom().sliceThickness();
        SlicePlane plane = Places.commonPlane(one, other);
        if (plane == null || !(ratio >= THICKER || ratio <= 1 / THICKER)) {
            return false;
        }
        double low = one.stream().mapToDouble(slice -> plane.along(slice.dicom().position())).min().orElseThrow();
        double high = one.stream().mapToDouble(slice -> plane.along(slice.dicom().position())).max().orElseThrow();
        long inside = other.stream().mapToDouble(slice -> plane.along(slice.dicom().position()))
                .filter(at -> at > low && at < high).count();
        return 2 * inside >= other.size() && other.size() > 1;
    }
}
