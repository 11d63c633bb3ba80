import java.util.HashMap;
import java.util.Map;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** Runs the command Predict Patient... as Fiji does without a window, on a class path of Fiji's jars and plugins. */
public final class PredictHeadless {
    private PredictHeadless() {
    }

    /** @param arguments the folder of a patient's slices, and the CSV file that gets the row */
    public static void main(String[] arguments) throws Exception {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("source", "folder or file");
        inputs.put("path", arguments[0]);
        inputs.put("csv", arguments[1]);
        try (Context context = new Context()) {
            context.service(CommandService.class).run("org.slicelstm.fiji.PredictPatient", true, inputs).get();
        }
    }
}
