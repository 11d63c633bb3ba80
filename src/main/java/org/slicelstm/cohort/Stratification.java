package org.slicelstm.cohort;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Deals patients out to parts so that each part gets its share of every label's positive and negative patients:
 * iterative stratification (Sechidis, Tsoumakas and Vlahavas, "On the stratification of multi-label data", 2011), with
 * groups in the place of patients. The rarest label is dealt out first, its largest groups first, each to the part that
 * lacks most of that label.
 */
final class Stratification {
    private final int labels;
    private final double[] wantedPatients;
    private final double[][] wantedLabels;
    private final SplittableRandom random;

    /** Patients that stay together; for every label how many have it and how many do not have it. */
    private record Group(List<LabelledPatient> patients, int[] counts) {
        static Group of(List<LabelledPatient> patients, int labels) {
            int[] counts = new int[2 * labels];
            for (LabelledPatient patient : patients) {
                for (int label = 0; label < labels; label++) {
                    if (patient.labels().get(label).isKnown()) {
                        counts[2 * label + patient.labels().get(label).value()]++;
                    }
                }
            }
            return new Group(patients, counts);
        }
    }

    private Stratification(List<LabelledPatient> patients, double[] sizes, long seed) {
        labels = patients.isEmpty() ? 0 : patients.get(0).labels().size();
        random = new SplittableRandom(seed);
        wantedPatients = sizes.clone();
        wantedLabels = new double[sizes.length][];
        int[] all = Group.of(patients, labels).counts();
        for (int part = 0; part < sizes.length; part++) {
            wantedLabels[part] = new double[2 * labels];
            for (int count = 0; count < all.length; count++) {
                wantedLabels[part][count] = all[count] * sizes[part] / Math.max(1, patients.size());
            }
        }
    }

    /**
     * Deals out.
     *
     * @param patients whom, at least one
     * @param sizes    how many patients each part should get; their sum is the number of patients
     * @param seed     the same seed, patients and sizes give the same result
     * @return the part of each patient's group, by the group's name
     */
    static Map<String, Integer> deal(List<LabelledPatient> patients, double[] sizes, long seed) {
        return new Stratification(patients, sizes, seed).deal(patients);
    }

    private Map<String, Integer> deal(List<LabelledPatient> patients) {
        // In an order of their own, so that sorting the table's rows changes nothing.
        Map<String, List<LabelledPatient>> groups = new TreeMap<>();
        patients.forEach(each -> groups.computeIfAbsent(each.group(), any -> new ArrayList<>()).add(each));
        List<Group> left = new ArrayList<>();
        groups.values().forEach(each -> left.add(Group.of(each, labels)));
        shuffle(left);
        left.sort(Comparator.comparingInt((Group group) -> group.patients().size()).reversed());
        Map<String, Integer> parts = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            int rarest = rarest(left);
            List<Group> next = rarest < 0 ? List.copyOf(left)
                    : left.stream().filter(group -> group.counts()[rarest] > 0).toList();
            for (Group group : next) {
                int part = neediest(rarest);
                parts.put(group.patients().get(0).group(), part);
                wantedPatients[part] -= group.patients().size();
                for (int count = 0; count < group.counts().length; count++) {
                    wantedLabels[part][count] -= group.counts()[count];
                }
            }
            left.removeIf(group -> rarest < 0 || group.counts()[rarest] > 0);
        }
        return parts;
    }

    private void shuffle(List<Group> groups) {
        for (int i = groups.size() - 1; i > 0; i--) {
            groups.set(i, groups.set(random.nextInt(i + 1), groups.get(i)));
        }
    }

    /** The count with the fewest patients left, or −1 where none is left. */
    private int rarest(Collection<Group> left) {
        int[] sums = new int[2 * labels];
        for (Group group : left) {
            for (int count = 0; count < sums.length; count++) {
                sums[count] += group.counts()[count];
            }
        }
        int rarest = -1;
        for (int count = 0; count < sums.length; count++) {
            if (sums[count] > 0 && (rarest < 0 || sums[count] < sums[rarest])) {
                rarest = count;
            }
        }
        return rarest;
    }

    /** The part that lacks most of a count, then the one that lacks most patients. A full part gets no more. */
    private int neediest(int count) {
        int best = -1;
        for (int part = 0; part < wantedPatients.length; part++) {
            if (best < 0 || isNeedier(part, best, count)) {
                best = part;
            }
        }
        return best;
    }

    private boolean isNeedier(int part, int than, int count) {
        boolean open = wantedPatients[part] > 0;
        if (open != wantedPatients[than] > 0) {
            return open;
        }
        if (count >= 0 && wantedLabels[part][count] != wantedLabels[than][count]) {
            return wantedLabels[part][count] > wantedLabels[than][count];
        }
        return wantedPatients[part] > wantedPatients[than];
    }
}
