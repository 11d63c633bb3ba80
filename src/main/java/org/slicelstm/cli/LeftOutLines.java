package org.slicelstm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slicelstm.job.LeftOutFile;

/** What did not reach the model, for reading: files with the same reason share a line. */
final class LeftOutLines {
    private static final int NAMES = 3;

    private LeftOutLines() {
    }

    static List<String> of(List<LeftOutFile> files) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        for (LeftOutFile file : files) {
            String reason = file.status().replace('_', ' ') + ": " + file.reason();
            String name = file.frame() == null || file.frame() == 0 ? file.file() : file.file() + " frame " + file.frame();
            byReason.computeIfAbsent(reason, key -> new ArrayList<>()).add(name);
        }
        List<String> lines = new ArrayList<>();
        byReason.forEach((reason, names) -> {
            int more = names.size() - NAMES;
            String shown = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
            lines.add("    " + shown + (more > 0 ? " and " + more + " more" : "") + ": " + reason);
        });
        return lines;
    }
}
