package org.slicelstm.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/** Spreads patients over partitions of about equal cost, the most expensive patient first (longest processing time). */
final class Spread {
    /** Enough that a core which is late holds the others up by a sixteenth of their work at most. */
    private static final int PARTS_A_CORE = 16;
    /** What a lost executor costs is at most what it had begun, so a partition is small: seconds to minutes. */
    private static final long SLICES_A_PART = 400;
    /** Spark's driver starts some hundred tasks a second and keeps a record of each. */
    private static final int MOST_PARTS = 50_000;

    private Spread() {
    }

    /**
     * How many partitions there should be.
     *
     * @param items  patients
     * @param slices of all of them together
     * @param cores  those known when the run begins; more may join later
     */
    static int parts(int items, long slices, int cores) {
        long wanted = Math.max((long) PARTS_A_CORE * cores, slices / SLICES_A_PART);
        return (int) Math.max(1, Math.min(Math.min(wanted, MOST_PARTS), items));
    }

    /** The partitions, the most expensive first; as many as asked for where there are so many items. */
    static <T> List<ArrayList<T>> evenly(List<T> items, ToLongFunction<T> cost, int parts) {
        List<Part<T>> all = new ArrayList<>();
        for (int i = 0; i < Math.min(parts, items.size()); i++) {
            all.add(new Part<>(i));
        }
        PriorityQueue<Part<T>> lightest = new PriorityQueue<>(
                Comparator.<Part<T>>comparingLong(part -> part.cost).thenComparingInt(part -> part.number));
        lightest.addAll(all);
        for (T item : items.stream().sorted(Comparator.comparingLong(cost).reversed()).toList()) {
            Part<T> part = lightest.remove();
            part.items.add(item);
            part.cost += cost.applyAsLong(item);
            lightest.add(part);
        }
        return all.stream().sorted(Comparator.<Part<T>>comparingLong(part -> part.cost).reversed())
                .map(part -> part.items).toList();
    }

    private static final class Part<T> {
        private final int number;
        private final ArrayList<T> items = new ArrayList<>();
        private long cost;

        Part(int number) {
            this.number = number;
        }
    }
}
