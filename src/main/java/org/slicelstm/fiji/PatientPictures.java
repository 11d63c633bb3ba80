package org.slicelstm.fiji;

import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.plugin.frame.Recorder;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientInspection;

/** The slices of one patient as pictures that the worker writes, in a new ImageJ stack. */
final class PatientPictures {
    private PatientPictures() {
    }

    /**
     * Has the pictures of one patient written and opens them.
     *
     * @param title  of the stack, behind which comes the patient's name
     * @param job    makes the job of the temporary folder that it writes into
     * @param runner does the job
     * @return the stack, not shown yet; slice n is the n-th that reaches the model
     * @throws UserException if there is not exactly one patient with slices
     */
    static ImagePlus open(String title, Function<String, Job> job, BiConsumer<Job, Consumer<Event>> runner) {
        Path folder = null;
        try {
            folder = TemporaryFiles.folder();
            List<PatientInspection> patients = new ArrayList<>();
            runner.accept(job.apply(folder.toString()), event -> {
                if (event instanceof Event.Inspected inspected) {
                    patients.add(inspected.patient());
                    requireOne(patients);
                }
            });
            if (patients.isEmpty()) {
                throw new UserException("There is no patient in this place; name a folder with JPG, PNG, TIFF or DICOM "
                        + "slices.");
            }
            PatientInspection patient = patients.get(0);
            if (patient.slices().isEmpty()) {
                throw new UserException(patient.patient() + " has no slice that can be used"
                        + patient.leftOut().stream().findFirst()
                                .map(out -> ", for instance " + out.file() + ": " + out.reason() + ".").orElse("."));
            }
            try (Stream<Path> inside = Files.list(folder)) {
                return read(title + patient.patient(), inside.findFirst().orElseThrow(), patient);
            }
        } catch (IOException e) {
            throw new UserException("The slices cannot pass through the temporary folder "
                    + System.getProperty("java.io.tmpdir") + " (" + e.getMessage() + "); free some space there.", e);
        } finally {
            if (folder != null) {
                TemporaryFiles.deleteFolder(folder);
            }
        }
    }

    private static void requireOne(List<PatientInspection> patients) {
        if (patients.size() > 1) {
            throw new UserException("There is more than one patient in this place, such as "
                    + patients.get(0).patient() + " and " + patients.get(1).patient()
                    + "; name the folder or file of one.");
        }
    }

    private static ImagePlus read(String title, Path folder, PatientInspection patient) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        for (int slice = 0; slice < patient.slices().size(); slice++) {
            pictures.add(ImageIO.read(folder.resolve(slice + ".png").toFile()));
        }
        int width = pictures.stream().mapToInt(BufferedImage::getWidth).max().orElseThrow();
        int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().orElseThrow();
        boolean grey = pictures.stream().allMatch(each -> each.getType() == BufferedImage.TYPE_BYTE_GRAY);
        ImageStack stack = new ImageStack(width, height);
        for (int slice = 0; slice < pictures.size(); slice++) {
            ImageProcessor plane = grey ? new ByteProcessor(width, height) : new ColorProcessor(width, height);
            // Smaller ones keep their places: what is drawn over them is in their own pixels.
            plane.insert(grey ? new ByteProcessor(pictures.get(slice)) : new ColorProcessor(pictures.get(slice)), 0, 0);
            Path file = Path.of(patient.slices().get(slice).file()).getFileName();
            stack.addSlice(slice + " " + file + " " + patient.slices().get(slice).frame(), plane);
        }
        return new ImagePlus(title, stack);
    }

    /** Shows an image where images are shown, in a macro's batch mode too. */
    static void show(ImagePlus image) {
        if (FijiCommand.hasWindows() || Interpreter.isBatchMode()) {
            int slice = image.getCurrentSlice();
            // Without a window there is no slider to move, and to the slice where a stack is already it never moves.
            image.setSlice(1);
            // Which window comes to the front is not what the user did.
            Recorder.suspendRecording();
            try {
                image.show();
                image.setSlice(slice);
            } finally {
                Recorder.resumeRecording();
            }
            // ImageJ would go on taking the image that was current before the command for it.
            WindowManager.setTempCurrentImage(null);
        }
    }
}
