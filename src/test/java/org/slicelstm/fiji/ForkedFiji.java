package org.slicelstm.fiji;

import ij.IJ;
import java.util.HashMap;
import java.util.Map;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** What runs in the place of Fiji's process in tests: predicts an image and says so. */
public final class ForkedFiji {
    static final String DONE = "done ";
    static final String WORKER = "worker ";
    static final String BUSY = "busy ";

    private static final long INTO_THE_WORK_MILLIS = 1_500;

    private ForkedFiji() {
    }

    /** @param arguments the image, the CSV, the orders to try */
    public static void main(String[] arguments) throws Exception {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("image", IJ.openImage(arguments[0]));
        inputs.put("csv", arguments[1]);
        inputs.put("orders", arguments[2]);
        inputs.put("model", "models/demo");
        inputs.put("device", "cpu");
        try (Context context = new Context()) {
            DefaultWorkerService workers = (DefaultWorkerService) context.service(WorkerService.class);
            tellBusy(workers);
            context.service(CommandService.class).run(PredictPatient.class, true, inputs).get();
            // It stays warm until the context is closed.
            System.out.println(WORKER + workers.process().pid());
            // Not initialised: its native library is not there.
            Class<?> foreign = Class.forName("org.tensorflow.TensorFlow", false, ForkedFiji.class.getClassLoader());
            System.out.println(DONE + foreign.getProtectionDomain().getCodeSource().getLocation());
        }
    }

    /** Says the worker's number once it is in mid-work. */
    private static void tellBusy(DefaultWorkerService workers) {
        Thread thread = new Thread(() -> {
            try {
                while (workers.process() == null) {
                    Thread.sleep(20);
                }
                long pid = workers.process().pid();
                Thread.sleep(INTO_THE_WORK_MILLIS);
                System.out.println(BUSY + pid);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
