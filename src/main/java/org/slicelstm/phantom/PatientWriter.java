package org.slicelstm.phantom;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slicelstm.Progress;
import org.slicelstm.phantom.PageNames.Page;

/** Writes one patient's folder. */
final class PatientWriter {
    private final PhantomSettings settings;
    private final int patient;
    private final Set<Disease> drawn;

    PatientWriter(PhantomSettings settings, int patient, Set<Disease> diseases) {
        this.settings = settings;
        this.patient = patient;
        this.drawn = settings.lesions() ? diseases : EnumSet.noneOf(Disease.class);
    }

    /**
     * A picture that was written.
     *
     * @param stem its file's name without the ending
     * @param mask as png, in the same pixels; null where no lesion shows
     * @param bits the sum of {@link Disease#bit()} of the lesions that it shows
     */
    record Written(String stem, byte[] mask, int bits) { }

    /**
     * Writes the slices.
     *
     * @param cohort the folder of all patients
     * @return the pictures in the order of the pages
     */
    List<Written> write(Path cohort, Progress progress) throws IOException {
        Phantom phantom = Phantom.of(settings.seed(), patient, drawn);
        boolean jpg = settings.format() == PhantomSettings.Format.JPG;
        Pictures pictures = Pictures.draw(Draw.of(settings.seed(), patient, Draw.Purpose.ACQUISITION, 1));
        List<Page> pages = PageNames.draw(Draw.of(settings.seed(), patient, Draw.Purpose.NAMES, 0),
                phantom.acquisition().slices(), jpg);
        int size = phantom.acquisition().size();
        Path folder = Files.createDirectory(cohort.resolve(PhantomCohort.name(patient)));
        Written[] written = new Written[pages.size()];
        for (int slice = 0; slice < phantom.acquisition().slices(); slice++) {
            progress.checkCancelled();
            Phantom.Slice made = phantom.slice(slice);
            for (int i = 0; i < pages.size(); i++) {
                Page page = pages.get(i);
                if (page.slice() == slice) {
                    byte[] file = jpg ? pictures.jpg(pictures.window(made.hu(), size, page.bone()))
                            : DicomFile.of(made.hu(), phantom.acquisition(), settings.seed(), patient, slice, i + 1);
                    Files.write(folder.resolve(page.stem() + (jpg ? ".jpg" : ".dcm")), file);
                    BufferedImage mask = made.mask() == null ? null : jpg ? pictures.cut(made.mask(), size)
                            : Pictures.whole(made.mask(), size);
                    written[i] = new Written(page.stem(), mask == null ? null : Pictures.png(mask),
                            mask == null ? 0 : Pictures.bits(mask));
                }
            }
        }
        return List.of(written);
    }
}
