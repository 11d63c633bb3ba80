package org.slicelstm.fiji;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.slicelstm.job.Job;
import org.slicelstm.job.PatientPrediction;
import org.slicelstm.job.PatientPrediction.SliceName;

/**
 * How a double click on a row of the table opens a patient that lies on disk, at the slice that raised the likeliest
 * label's logit most.
 *
 * @param commands runs the command that shows the slices
 * @param model    the model's folder
 * @param options  how slices were read
 */
record RowOpening(CommandService commands, String model, Job.SliceOptions options) {

    /** Opens the patient; does nothing for a prediction without evidence, whose files are not known. */
    Runnable of(PatientPrediction patient, List<String> labels) {
        if (patient.error() != null || patient.evidenceSlices() == null) {
            return () -> { };
        }
        List<Double> evidence = patient.evidence().get(labels.get(SliceNumbers.likeliest(patient, labels)));
        int top = 0;
        for (int slice = 1; slice < evidence.size(); slice++) {
            top = evidence.get(slice) > evidence.get(top) ? slice : top;
        }
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("source", PatientCommand.ON_DISK);
        inputs.put("path", place(patient.evidenceSlices()).toString());
        inputs.put("model", model);
        inputs.put("pictures", ShowModelInput.OWN_SIZE);
        inputs.put("first", Integer.toString(top));
        if (options.window() != null) {
            inputs.put("window", options.window());
        }
        if (options.intensity() != null) {
            inputs.put("intensity", options.intensity());
        }
        return () -> {
            ModuleService modules = commands.context().service(ModuleService.class);
            CommandModule module = (CommandModule) modules.createModule(commands.getCommand(ShowModelInput.class));
            // All is given, as by a script, but what goes wrong is told to the person who clicked.
            ((FijiCommand) module.getCommand()).attended(true);
            modules.run(module, true, inputs);
        };
    }

    /** The stack file, or the folder that holds all slices. */
    private static Path place(List<SliceName> slices) {
        Path first = Path.of(slices.get(0).file()).toAbsolutePath();
        if (slices.stream().allMatch(slice -> slice.file().equals(slices.get(0).file()))) {
            return first;
        }
        Path folder = first.getParent();
        for (SliceName slice : slices) {
            while (!Path.of(slice.file()).toAbsolutePath().startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        return folder;
    }
}
