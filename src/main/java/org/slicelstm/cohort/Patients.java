package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.slicelstm.cohort.LeftOut.Status;

/**
 * The patients of a run, one at a time: headers are read when a patient is asked for. For one thread.
 *
 * <pre>{@code
 * Patients patients = new PatientFinder(reader, CohortOptions.DEFAULT, Progress.NONE).find(paths, strays::add);
 * while (patients.hasNext()) {
 *     Patient patient = patients.next();
 *     progress.update(patient.id(), patients.unitsDone(), patients.units());
 * }
 * }</pre>
 */
public final class Patients implements Iterator<Patient> {
    private final PatientFinder finder;
    private final Consumer<LeftOut> strays;
    private final Deque<Unit> units;
    private final int total;
    private final PatientIds ids;
    private final Deque<Patient> ready = new ArrayDeque<>();
    /** The first folder among the units, where it had to be read to see that it is a patient of its own. */
    private HeaderScan.Found ahead;
    /** Why that folder is not part of the patient before it, where one could think so. */
    private final List<String> aheadNotes = new ArrayList<>();

    Patients(PatientFinder finder, List<Unit> units, Consumer<LeftOut> strays) {
        this.finder = finder;
        this.strays = strays;
        this.units = new ArrayDeque<>(units);
        this.total = Math.max(1, counted(this.units));
        this.ids = new PatientIds(units);
    }

    /** A folder of folders may hold nothing of its own but the table of all: it makes the patients not one more. */
    private static int counted(Deque<Unit> units) {
        return (int) units.stream()
                .filter(unit -> !(unit instanceof Unit.OfFolder folder && folder.folder().hasFolders())).count();
    }

    /** How many places patients are looked for in: folders, files, rows of tables. About the number of patients. */
    public int units() {
        return total;
    }

    /** How many of the {@link #units()} are behind. */
    public int unitsDone() {
        return total - Math.min(total, counted(units));
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !units.isEmpty()) {
            Unit unit = units.remove();
            if (unit instanceof Unit.OfRow row) {
                ready.add(finder.patient(row.table(), row.row(), ids.ofRow(row.row().id())));
            } else if (unit instanceof Unit.OfFile file) {
                ready.add(finder.patient(file.file(), ids.ofFile(file.file())));
            } else if (unit instanceof Unit.OfFolder folder) {
                addPatients(folder);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Patient next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    /** Reads a folder and those after it that hold more of the same study. */
    private void addPatients(Unit.OfFolder first) {
        HeaderScan.Found found = ahead != null ? ahead : finder.read(first);
        ahead = null;
        List<Slice> slices = new ArrayList<>(found.slices());
        List<LeftOut> leftOut = new ArrayList<>(found.leftOut());
        String below = first.below();
        List<String> notes = new ArrayList<>(aheadNotes);
        aheadNotes.clear();
        int folders = 1;
        while (slices.stream().anyMatch(Slice::isDicom)
                && units.peek() instanceof Unit.OfFolder next && next.given() == first.given()) {
            HeaderScan.Found more = finder.read(next);
            String common = PatientIds.commonFolder(below, next.below());
            boolean sameStudy = PatientGrouping.isSameStudy(slices, more.slices());
            boolean appendix = folders > 1 && common.equals(below) && isAppendix(more);
            String against = !sameStudy ? null : PatientGrouping.reasonAgainst(slices, more.slices(),
                    finder.options(), finder.persons());
            if (against != null) {
                notes.add(apart(next.folder().path(next.root()), against));
                aheadNotes.add(apart(first.root().resolve(below), against));
            }
            if (against != null || !sameStudy && !appendix) {
                ahead = more;
                break;
            }
            units.remove();
            slices.addAll(more.slices());
            leftOut.addAll(more.leftOut());
            below = common;
            folders++;
        }
        if (folders > 1) {
            notes.add("The slices come from " + folders + " folders that hold one study.");
        }
        boolean mayBeStrays = folders == 1 && first.folder().hasFolders();
        addPatients(first, below, slices, leftOut, notes, mayBeStrays);
    }

    /** A table says whose its pictures are; a folder only holds them. */
    private static Patient warned(Patient patient) {
        List<String> warnings = new ArrayList<>(BodyPart.warnings(patient.slices()));
        warnings.addAll(NameGroups.warnings(patient.slices()));
        return patient.withWarnings(warnings);
    }

    private static String apart(Path other, String reason) {
        return "The headers name the patient and study of the folder '" + other + "' too, but " + reason
                + ": each is a row of its own.";
    }

    /** Beside the folders of one study, a folder with nothing but objects that are no pictures: reports, plans. */
    private static boolean isAppendix(HeaderScan.Found found) {
        return found.slices().isEmpty() && !found.leftOut().isEmpty()
                && found.leftOut().stream().allMatch(file -> file.status() == Status.LEFT_OUT);
    }

    private void addPatients(Unit.OfFolder first, String below, List<Slice> slices, List<LeftOut> leftOut,
                             List<String> notes, boolean mayBeStrays) {
        PatientGrouping.Grouped grouped = PatientGrouping.byPatient(slices, finder.options(), finder.persons());
        if (grouped.patients().size() > 1) {
            notes.add("The folder holds " + grouped.patients().size() + " patients by their DICOM headers.");
        }
        List<LeftOut> unread = new ArrayList<>(leftOut);
        unread.addAll(PatientAssembly.reasons(grouped.unusable(), finder.options()));
        for (PatientGrouping.Group group : grouped.patients()) {
            boolean used = group.slices().stream().anyMatch(slice -> !slice.isDicom()
                    || SliceUse.isUsable(slice.dicom(), finder.options()));
            if (used || !mayBeStrays) {
                String id = ids.ofFolder(first.root(), below);
                List<String> told = new ArrayList<>(notes);
                told.addAll(group.notes());
                ready.add(warned(PatientAssembly.assemble(id, group.slices(), unread, told, finder.options(),
                        finder.persons())));
            } else {
                unread.forEach(strays);
                PatientAssembly.reasons(group.slices(), finder.options()).forEach(strays);
            }
            unread = List.of();
        }
    }
}
