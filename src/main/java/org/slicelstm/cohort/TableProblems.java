package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.slicelstm.UserException;

/** Collects what is wrong with a table, so that all of it is told at once. */
final class TableProblems {
    private static final int SHOWN = 40;
    private static final int NAMED = 5;

    private final Path table;
    private final String verdict;
    private final List<Problem> problems = new ArrayList<>();

    /** A sentence and the first row it is about. */
    private record Problem(int row, String sentence) { }

    /** Of a table for training. */
    TableProblems(Path table) {
        this(table, "cannot be trained on");
    }

    /** @param verdict what is said of the table where there is a problem: {@code cannot be trained on} */
    TableProblems(Path table, String verdict) {
        this.table = table;
        this.verdict = verdict;
    }

    /** Adds what is wrong with one row: {@code Row 3 } and the rest of a sentence, without its full stop. */
    void row(int row, String what) {
        problems.add(new Problem(row, "Row " + row + " " + what + "."));
    }

    /** Adds what is wrong with several rows: {@code Rows 3, 5 and 9 } and the rest of a sentence. */
    void rows(List<Integer> rows, String what) {
        if (rows.size() == 1) {
            row(rows.get(0), what);
        } else {
            problems.add(new Problem(rows.get(0), "Rows " + list(rows) + " " + what + "."));
        }
    }

    /** Adds what is wrong with no row, as a whole sentence without its full stop. */
    void add(String what) {
        problems.add(new Problem(Integer.MAX_VALUE, what + "."));
    }

    /** Names a few and counts the rest: {@code 3, 5, 9, 12, 13 and 8 more}. */
    static String list(Collection<?> things) {
        List<String> names = things.stream().map(Object::toString).collect(Collectors.toCollection(ArrayList::new));
        if (names.size() > NAMED + 1) {
            int rest = names.size() - NAMED;
            names.subList(NAMED, names.size()).clear();
            names.add(rest + " more");
        }
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** @throws UserException with every problem, in the order of the rows, if there is one */
    void throwIfAny() {
        if (problems.isEmpty()) {
            return;
        }
        problems.sort(Comparator.comparingInt(Problem::row));
        String start = "The table '" + table + "' " + verdict;
        if (problems.size() == 1) {
            throw new UserException(start + ": " + problems.get(0).sentence());
        }
        List<String> lines = new ArrayList<>(List.of(start + " for " + problems.size() + " reasons:"));
        problems.stream().limit(SHOWN).map(Problem::sentence).forEach(lines::add);
        if (problems.size() > SHOWN) {
            lines.add("And " + (problems.size() - SHOWN) + " more.");
        }
        throw new UserException(lines, null);
    }
}
