package org.slicelstm.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * How long a cluster waits for its last cores: Spark's rule that a free core takes the next task, on patients of
 * different size, on machines some of which are slow. The partitions are those of {@link Spread}. Prints the time against
 * the least possible, all cores of all machines busy to the end; nothing but the seed decides the numbers.
 */
public final class StragglerSimulation {
    private static final long SEED = 1;
    /** As the simulated patients' slices: log-normal, median 22, a factor of 1.5 for one standard deviation. */
    private static final double MEDIAN_SLICES = 22;
    private static final double SPREAD = Math.log(1.5);
    private static final int CORES_A_MACHINE = 8;
    /** What a task costs beside its patients, in seconds: its start, its journal and its part. */
    private static final double TASK_SECONDS = .05;
    /** The driver starts tasks one after the other. */
    private static final double DISPATCH_SECONDS = .002;

    private StragglerSimulation() {
    }

    /** @param arguments the seconds that a slice costs on one core */
    public static void main(String[] arguments) {
        double secondsASlice = Double.parseDouble(arguments[0]);
        System.out.println("time against the least possible; slow: one machine in ten at half speed");
        System.out.println("cores   patients    tasks  as spread  slow   1 task a core  slow   in table order  slow   "
                + "retried machine");
        for (int cores : new int[] {10, 100, 1000}) {
            for (int patients : new int[] {10_000, 100_000, 1_000_000}) {
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
        double work = all * secondsASlice;
        System.out.println(String.format(Locale.ROOT,
                "%5d %10d %8d %10.3f %6.3f %15.3f %6.3f %16.3f %6.3f %10.3f", cores, patients, parts,
                ratio(spread, cores, 0, work, -1), ratio(spread, cores, .1, work, -1),
                ratio(few, cores, 0, work, -1), ratio(few, cores, .1, work, -1),
                ratio(ordered, cores, 0, work, -1), ratio(ordered, cores, .1, work, -1),
                ratio(spread, cores, 0, work, .5)));
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
     * @param slowShare machines at half speed
     * @param lostAt    when one machine is lost, as a part of the least possible time; its running tasks begin anew, without
     *                  what their journals keep; negative for never
     */
    private static double ratio(double[] tasks, int cores, double slowShare, double work, double lostAt) {
        int machines = Math.max(1, cores / CORES_A_MACHINE);
        double[] speed = new double[cores];
        for (int core = 0; core < cores; core++) {
            int machine = core % machines;
            speed[core] = machine < Math.round(machines * slowShare + (slowShare > 0 && machines < 10 ? .5 : 0)) ? .5 : 1;
        }
        double least = work / Arrays.stream(speed).sum();
        double lost = lostAt < 0 ? Double.POSITIVE_INFINITY : lostAt * least;
        PriorityQueue<double[]> free = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
        for (int core = 0; core < cores; core++) {
            free.add(new double[] {0, core});
        }
        double end = 0;
        double dispatched = 0;
        List<Double> waiting = new ArrayList<>();
        for (double task : tasks) {
            waiting.add(task);
        }
        for (int next = 0; next < waiting.size(); next++) {
            double[] core = free.remove();
            boolean onLost = (int) core[1] % machines == machines - 1;
            if (onLost && core[0] >= lost) {
                next--;
                continue;
            }
            dispatched = Math.max(core[0], dispatched) + DISPATCH_SECONDS;
            double finished = dispatched + waiting.get(next) / speed[(int) core[1]];
            if (onLost && finished > lost) {
                waiting.add(waiting.get(next));
                continue;
            }
            end = Math.max(end, finished);
            free.add(new double[] {finished, core[1]});
        }
        return end / least;
    }
}
