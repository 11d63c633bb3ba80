package org.slicelstm.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * {@code scripts/bench stragglers}: how long a cluster waits for its last cores, by Spark's rule that a free core takes
 * the next task, on patients of different size and ten machines, one of which is slow or is lost. The partitions are
 * those of {@link Spread}. Prints the time against the least possible, all cores that are there busy to the end; nothing
 * but the seed decides the numbers.
 */
public final class StragglerSimulation {
    private static final long SEED = 1;
    /** As the simulated patients' slices: log-normal, median 22, a factor of 1.5 for one standard deviation. */
    private static final double MEDIAN_SLICES = 22;
    private static final double SPREAD = Math.log(1.5);
    private static final int MACHINES = 10;
    private static final double SLOW = .5;
    /** What a task costs beside its patients, in seconds: its start, its journal and its part. An assumption. */
    private static final double TASK_SECONDS = .05;
    /** The driver starts tasks one after the other: an assumption, five hundred a second. */
    private static final double DISPATCH_SECONDS = .002;

    /** What happens to the tenth machine. */
    private enum Trouble { NONE, SLOW, LOST }

    /** A task, and from when it can run. */
    private record Task(double seconds, double from) { }

    private StragglerSimulation() {
    }

    /** @param arguments the seconds that a slice costs on one core */
    public static void main(String[] arguments) {
        double secondsASlice = Double.parseDouble(arguments[0]);
        System.out.println("Time against the least possible; ten machines, " + secondsASlice + " s a slice");
        System.out.println("slow: one machine at half speed; lost: one machine gone after half of the time");
        System.out.println("cores   patients    tasks | as spread   slow   lost | one task a core   slow "
                + "| in the table's order   slow");
        for (int cores : new int[] {10, 100, 1000}) {
            for (int patients : new int[] {100_000, 10_000_000}) {
                row(cores, patients, secondsASlice);
            }
        }
    }

    private static void row(int cores, int patients, double secondsASlice) {
        List<Integer> slices = slices(patients);
        long all = slices.stream().mapToLong(Integer::longValue).sum();
        int parts = Spread.parts(patients, all, cores);
        double[] spread = seconds(Spread.evenly(slices, Integer::longValue, parts), secondsASlice);
        double[] few = seconds(Spread.evenly(slices, Integer::longValue, cores), secondsASlice);
        double[] ordered = seconds(inOrder(slices, parts), secondsASlice);
        double least = all * secondsASlice / cores;
        System.out.println(String.format(Locale.ROOT,
                "%5d %10d %8d | %9.3f %6.3f %6.3f | %15.3f %6.3f | %20.3f %6.3f", cores, patients, parts,
                ratio(spread, cores, Trouble.NONE, least), ratio(spread, cores, Trouble.SLOW, least),
                ratio(spread, cores, Trouble.LOST, least), ratio(few, cores, Trouble.NONE, least),
                ratio(few, cores, Trouble.SLOW, least), ratio(ordered, cores, Trouble.NONE, least),
                ratio(ordered, cores, Trouble.SLOW, least)));
    }

    private static List<Integer> slices(int patients) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Integer> slices = new ArrayList<>();
        for (int i = 0; i < patients; i++) {
            slices.add((int) Math.max(1, Math.round(MEDIAN_SLICES * Math.exp(SPREAD * random.nextGaussian()))));
        }
        // Archives have their long studies together: a quarter of the table is ordered.
        Collections.sort(slices.subList(patients * 3 / 4, patients));
        return slices;
    }

    private static List<List<Integer>> inOrder(List<Integer> slices, int parts) {
        List<List<Integer>> all = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            all.add(slices.subList((int) ((long) slices.size() * i / parts),
                    (int) ((long) slices.size() * (i + 1) / parts)));
        }
        return all;
    }

    private static double[] seconds(List<? extends List<Integer>> parts, double secondsASlice) {
        return parts.stream().mapToDouble(part -> TASK_SECONDS + secondsASlice * part.stream().mapToInt(i -> i).sum())
                .toArray();
    }

    /**
     * Runs tasks.
     *
     * @param least the seconds that they take where all machines work evenly to the end
     * @return the seconds that they take against the least that the trouble allows; what a lost machine was doing
     *         begins anew, without what the journals keep
     */
    private static double ratio(double[] tasks, int cores, Trouble trouble, double least) {
        double lost = trouble == Trouble.LOST ? least / 2 : Double.POSITIVE_INFINITY;
        double possible = switch (trouble) {
            case NONE -> least;
            case SLOW -> least * MACHINES / (MACHINES - 1 + SLOW);
            case LOST -> least / 2 + least / 2 * MACHINES / (MACHINES - 1);
        };
        PriorityQueue<double[]> free = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
        for (int core = 0; core < cores; core++) {
            free.add(new double[] {0, core});
        }
        ArrayDeque<Task> waiting = new ArrayDeque<>();
        for (double task : tasks) {
            waiting.add(new Task(task, 0));
        }
        double end = 0;
        double dispatched = 0;
        while (!waiting.isEmpty()) {
            double[] core = free.remove();
            boolean troubled = (int) core[1] % MACHINES == 0;
            if (troubled && core[0] >= lost) {
                continue;
            }
            Task task = waiting.remove();
            dispatched = Math.max(Math.max(core[0], task.from()), dispatched) + DISPATCH_SECONDS;
            double finished = dispatched + task.seconds() / (troubled && trouble == Trouble.SLOW ? SLOW : 1);
            if (troubled && finished > lost) {
                waiting.add(new Task(task.seconds(), lost));
                continue;
            }
            end = Math.max(end, finished);
            free.add(new double[] {finished, core[1]});
        }
        return end / possible;
    }
}
