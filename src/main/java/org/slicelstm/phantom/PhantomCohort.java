package org.slicelstm.phantom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.slicelstm.Progress;
import org.slicelstm.phantom.PatientWriter.Written;

/**
 * Writes a cohort of phantoms: a folder a patient, {@code patients.csv} beside them
 * ({@code patient_id,path,hemorrhage,ischemia,fracture,mass,edema}) and the lesion masks in {@code masks.zip}, in one
 * file so that whoever reads the folders of patients never takes a mask for a slice. If asked for, {@code slices.csv}
 * has each picture as a patient of its own, with the lesions that it shows and the patient as its {@code group}.
 * <pre>{@code
 * var settings = new PhantomSettings(20, 1, PhantomSettings.Format.JPG, Map.of(Disease.HEMORRHAGE, .5), true);
 * PhantomCohort.write(settings, Path.of("demo/phantoms"), executor, Progress.NONE);
 * }</pre>
 */
public final class PhantomCohort {
    /** The table's file name. */
    public static final String TABLE = "patients.csv";
    /** The file name of the table of single slices. */
    public static final String SLICES = "slices.csv";
    /** The file name of the masks. */
    public static final String MASKS = "masks.zip";

    private PhantomCohort() {
    }

    /**
     * Writes all patients to a temporary folder beside {@code out} and moves it into place. The bytes depend on the
     * settings alone, never on the number of threads.
     *
     * @param out      a folder that is missing, empty or holds phantoms only, which are replaced
     * @param executor does one patient a task; must not be busy with the caller's own task only
     * @return the table
     * @throws org.slicelstm.UserException if {@code out} holds anything else
     * @throws IOException                 if something cannot be written; {@code out} is then as before
     * @throws CancellationException       if the user or the thread was stopped; {@code out} is then as before
     */
    public static Path write(PhantomSettings settings, Path out, ExecutorService executor, Progress progress)
            throws IOException {
        try (OutputFolder folder = OutputFolder.open(out)) {
            List<Set<Disease>> diseases = diseases(settings);
            AtomicInteger done = new AtomicInteger();
            List<List<Written>> pictures = Crew.all(settings.patients(), executor, progress, (patient, watched) -> {
                List<Written> own = new PatientWriter(settings, patient, diseases.get(patient))
                        .write(folder.path(), watched);
                progress.update("Making phantoms", done.incrementAndGet(), settings.patients());
                return own;
            });
            MaskArchive.write(folder.path().resolve(MASKS), settings, pictures);
            if (settings.sliceTable()) {
                Files.writeString(folder.path().resolve(SLICES), slices(settings, pictures), StandardCharsets.UTF_8);
            }
            Files.writeString(folder.path().resolve(TABLE), table(diseases), StandardCharsets.UTF_8);
            progress.checkCancelled();
            return folder.moveIntoPlace().resolve(TABLE);
        }
    }

    /** The name of a patient, which is that of the folder, too. */
    static String name(int patient) {
        return String.format(Locale.ROOT, "phantom-%05d", patient + 1);
    }

    static String tableHeader() {
        StringBuilder header = new StringBuilder("patient_id,path");
        for (Disease each : Disease.values()) {
            header.append(',').append(each.label());
        }
        return header.toString();
    }

    /**
     * Who has what: of N patients exactly round(N · prevalence) have a disease, each disease drawn by itself.
     *
     * @return the diseases of each patient
     */
    static List<Set<Disease>> diseases(PhantomSettings settings) {
        List<Set<Disease>> all = new ArrayList<>();
        for (int i = 0; i < settings.patients(); i++) {
            all.add(EnumSet.noneOf(Disease.class));
        }
        for (Disease disease : Disease.values()) {
            long positive = Math.round(settings.patients() * settings.prevalence().get(disease));
            int[] order = Draw.of(settings.seed(), -1, Draw.Purpose.LABELS, disease.ordinal())
                    .permutation(settings.patients());
            for (int i = 0; i < positive; i++) {
                all.get(order[i]).add(disease);
            }
        }
        return all;
    }

    private static String slices(PhantomSettings settings, List<List<Written>> patients) {
        String ending = settings.format() == PhantomSettings.Format.JPG ? ".jpg" : ".dcm";
        StringBuilder table = new StringBuilder(tableHeader()).append(",group\n");
        for (int i = 0; i < patients.size(); i++) {
            for (Written picture : patients.get(i)) {
                table.append(name(i)).append('-').append(picture.stem()).append(',')
                        .append(name(i)).append('/').append(picture.stem()).append(ending);
                for (Disease each : Disease.values()) {
                    table.append(',').append((picture.bits() & each.bit()) != 0 ? 1 : 0);
                }
                table.append(',').append(name(i)).append('\n');
            }
        }
        return table.toString();
    }

    private static String table(List<Set<Disease>> diseases) {
        StringBuilder table = new StringBuilder(tableHeader()).append('\n');
        for (int i = 0; i < diseases.size(); i++) {
            table.append(name(i)).append(',').append(name(i));
            for (Disease each : Disease.values()) {
                table.append(',').append(diseases.get(i).contains(each) ? 1 : 0);
            }
            table.append('\n');
        }
        return table.toString();
    }
}
