package org.slicelstm.graph;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_CloseSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetRequestedDevice;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.slicelstm.UserException;
import org.tensorflow.Graph;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;

/** The devices that TensorFlow really opens. */
public final class Devices {
    private static final String DEVICE = "/device:";

    private Devices() {
    }

    /**
     * A device.
     *
     * @param name  as TensorFlow counts it, such as {@code CPU:0} or {@code GPU:1}
     * @param bytes memory that TensorFlow may take there: of a card what was free when it was first opened, less a
     *              reserve; of the processor a number without meaning
     */
    public record Device(String name, long bytes) {
        /** Whether it is, or stands for, a GPU. */
        public boolean isGpu() {
            return name.startsWith(DeviceChoice.gpuType() + ":");
        }
    }

    /**
     * What TensorFlow opens, as the session of an empty graph lists it.
     *
     * @throws UserException if TensorFlow is missing or opens nothing
     */
    public static List<Device> open(DeviceChoice choice) {
        TensorFlowLibrary.require();
        try (PointerScope scope = new PointerScope()) {
            TF_Status status = TF_Status.newStatus();
            TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
            byte[] config = choice.config(0).toByteArray();
            TF_SetConfig(options, new BytePointer(config), config.length, status);
            status.throwExceptionIfNotOK();
            TF_Session session = TF_NewSession(TF_Graph.newGraph(), options, status);
            status.throwExceptionIfNotOK();
            try {
                return list(session, status);
            } finally {
                TF_CloseSession(session, status);
                TF_DeleteSession(session, status);
            }
        } catch (RuntimeException e) {
            throw new UserException("TensorFlow cannot open the device " + choice + " (" + SignatureRunner.firstLine(e)
                    + "); choose the device cpu, or end other programs that use the card.", e);
        }
    }

    private static List<Device> list(TF_Session session, TF_Status status) {
        TF_DeviceList found = TF_SessionListDevices(session, status);
        status.throwExceptionIfNotOK();
        try {
            List<Device> devices = new ArrayList<>();
            for (int i = 0; i < TF_DeviceListCount(found); i++) {
                String name = TF_DeviceListName(found, i, status).getString();
                devices.add(new Device(name.substring(name.indexOf(DEVICE) + DEVICE.length()),
                        TF_DeviceListMemoryBytes(found, i, status)));
            }
            return devices;
        } finally {
            TF_DeleteDeviceList(found);
        }
    }

    /**
     * Where a GPU is demanded: that it is there.
     *
     * @throws UserException if it is not, with the reason and what to do
     */
    static void require(DeviceChoice choice) {
        if (choice.kind() != DeviceChoice.Kind.GPU) {
            return;
        }
        List<String> gpus = open(choice).stream().filter(Device::isGpu).map(Device::name).toList();
        if (gpus.isEmpty()) {
            throw new UserException("The device " + choice + " is not there: " + GpuProbe.look().whyNot()
                    + " The devices cpu and auto need none.");
        }
        if (choice.device().isPresent() && !gpus.contains(choice.device().get())) {
            throw new UserException("The device " + choice + " is not there: TensorFlow opened "
                    + String.join(", ", gpus) + "; choose gpu:0" + (gpus.size() > 1 ? " to gpu:" + (gpus.size() - 1)
                    : "") + ", cpu or auto.");
        }
    }

    /** Puts all operations of a graph, gradients too, on a device such as {@code GPU:1}; before its first session. */
    static void put(Graph graph, String device) {
        try (PointerScope scope = new PointerScope()) {
            // The function wants a graph only to tell its sessions of the change, and there are none yet; the graph's
            // own handle is not to be had.
            TF_Graph noSessions = TF_Graph.newGraph();
            graph.operations().forEachRemaining(operation -> TF_SetRequestedDevice(noSessions,
                    operation.getUnsafeNativeHandle(), DEVICE + device));
        }
    }
}
