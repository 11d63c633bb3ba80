package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;

/**
 * Whether the loose pictures of one folder are named as if they were of several patients. The last number of a name
 * counts slices; what is left of the name without it, and without its ending, tells the groups: {@code qct01_plain_1}
 * and {@code qct01_plain_2} are of one, {@code qct02_plain_1} is of another. A group of three pictures counts, and one
 * of two where no group has more than eight; odd ones beside them do not. Masks take no part.
 */
final class NameGroups {
    private static final int SEVERAL = 3;
    private static final int FEW = 2;
    /** Two pictures are a group where the largest has no more than four times as many. */
    private static final int LARGER = 4;
    private static final String SEPARATORS = "_- .";

    /**
     * A name without its number.
     *
     * @param before what stands before the number
     * @param after  what stands behind it, without the name's ending
     */
    private record Parts(String name, String before, String after) {
        static Parts of(String name) {
            int dot = name.lastIndexOf('.');
            boolean ending = dot > 0 && name.substring(dot).matches("\\.[A-Za-z][A-Za-z0-9]{0,4}");
            int end = ending ? dot : name.length();
            NameNumber number = NameNumber.last(name, end);
            return number == null ? new Parts(name, name.substring(0, end), "")
                    : new Parts(name, name.substring(0, number.from()), name.substring(number.end(), end));
        }

        String key() {
            return SameName.key(before + "\0" + after).toLowerCase(Locale.ROOT);
        }
    }

    private NameGroups() {
    }

    /** A warning where the pictures' names fall into groups, with the table that would tell them apart. */
    static List<String> warnings(List<Slice> pictures) {
        Map<String, List<Parts>> byKey = new TreeMap<>(NaturalOrder.INSTANCE);
        for (Slice slice : pictures) {
            if (slice.isDicom() || slice.frames() > 1) {
                return List.of();
            }
            if (!MaskNames.isNamed(slice)) {
                Parts parts = Parts.of(slice.file().getFileName().toString());
                byKey.computeIfAbsent(parts.key(), any -> new ArrayList<>()).add(parts);
            }
        }
        int largest = byKey.values().stream().mapToInt(List::size).max().orElse(0);
        List<Parts> groups = byKey.values().stream()
                .filter(group -> group.size() >= SEVERAL || group.size() >= FEW && group.size() * LARGER >= largest)
                .map(group -> group.stream().min(Comparator.comparing(Parts::name, NaturalOrder.INSTANCE))
                        .orElseThrow())
                .toList();
        return groups.size() < 2 ? List.of() : List.of(sentence(pictures.size(), groups));
    }

    private static String sentence(int pictures, List<Parts> groups) {
        List<String> names = groups.stream().map(group -> "'" + group.name() + "'").toList();
        Parts example = groups.stream().filter(group -> !group.before().isEmpty()).findFirst().orElse(groups.get(0));
        return "The names of the " + pictures + " pictures fall into " + groups.size() + " groups, as if they were of "
                + "several patients: " + TableProblems.list(names) + " each begin one. They are taken as one patient; "
                + "to tell patients apart, give a table (CSV) beside the pictures with the columns patient_id,path and "
                + "a row for each, such as " + row(example);
    }

    private static String row(Parts group) {
        String id = group.before().isEmpty() ? group.after() : group.before();
        int from = 0;
        int end = id.length();
        while (from < end && SEPARATORS.indexOf(id.charAt(from)) >= 0) {
            from++;
        }
        while (end > from && SEPARATORS.indexOf(id.charAt(end - 1)) >= 0) {
            end--;
        }
        boolean parted = group.before().isEmpty()
                || SEPARATORS.indexOf(group.before().charAt(group.before().length() - 1)) >= 0;
        String path = glob(group.before()) + (parted ? "*" : "[0-9]*")
                + (group.after().isEmpty() ? "" : glob(group.after()) + ".*");
        return CSVFormat.DEFAULT.format(id.substring(from, end), path);
    }

    /** Signs of a glob in the name itself stand for any character. */
    private static String glob(String text) {
        return text.replaceAll("[*?\\[\\]{}\\\\]", "?");
    }
}
