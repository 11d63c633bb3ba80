package org.slicelstm.fiji;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether the machine has memory for one more worker beside one that trains. */
final class Memory {
    /** What a worker with the largest of the recipes' backbones was seen to need, and as much to spare. */
    private static final long NEEDED = 3L << 30;
    /** So much is enough where a system counts what it could give back as used. */
    private static final long PLENTY = 24L << 30;
    private static final Path LINUX = Path.of("/proc/meminfo");

    private Memory() {
    }

    /** Whether another worker has room now. */
    static boolean hasRoom() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return hasRoom(system.getTotalMemorySize(), Math.max(system.getFreeMemorySize(), available()));
    }

    /**
     * Whether another worker has room.
     *
     * @param total bytes of memory
     * @param free  bytes that are free
     */
    static boolean hasRoom(long total, long free) {
        return free >= NEEDED || !Files.exists(LINUX) && total >= PLENTY;
    }

    /** What Linux would give back of its caches too; 0 elsewhere. */
    private static long available() {
        if (!Files.exists(LINUX)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith("MemAvailable:")).findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).orElse(0L);
        } catch (IOException e) {
            // Then what is free has to do.
            return 0;
        }
    }
}
