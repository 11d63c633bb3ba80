package org.slicelstm.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.slicelstm.Count;
import org.slicelstm.job.Event;
import org.slicelstm.job.LeftOutFile;
import org.slicelstm.job.PatientInspection;
import org.slicelstm.job.PatientInspection.InspectedSlice;
import org.slicelstm.job.PixelSummary;

/** {@code inspect} for reading: a block a patient, a row a slice. */
final class InspectionTable implements Report {
    private final PrintWriter out;
    private final List<LeftOutFile> strays = new ArrayList<>();

    InspectionTable(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void accept(Event event) {
        if (event instanceof Event.Inspected inspected) {
            block(inspected.patient());
        } else if (event instanceof Event.Stray stray) {
            strays.add(stray.file());
        }
    }

    private void block(PatientInspection patient) {
        out.println(patient.patient() + ": " + Count.of(patient.slices().size(), "slice") + " ordered by "
                + patient.orderedBy()
                + ", " + patient.leftOut().size() + " left out");
        if (!patient.slices().isEmpty()) {
            out.println("  order  series  rows × columns  stored min      max       mean   HU min      max  file");
        }
        for (InspectedSlice slice : patient.slices()) {
            PixelSummary pixels = slice.pixels();
            out.println(String.format("  %5d  %6d  %14s  %10s %8s %10.2f %8s %8s  %s", slice.order(), slice.series(),
                    pixels.rows() + " × " + pixels.columns(), pixels.storedMin(), pixels.storedMax(),
                    pixels.storedMean(), hu(pixels.huMin()), hu(pixels.huMax()),
                    slice.frame() == 0 ? slice.file() : slice.file() + " frame " + slice.frame()));
        }
        patient.notes().forEach(note -> out.println("  " + note));
        patient.warnings().forEach(warning -> out.println("  Warning: " + warning));
        LeftOutLines.of(patient.leftOut()).forEach(out::println);
    }

    private static String hu(Double value) {
        return value == null ? "–" : String.format("%.0f", value);
    }

    @Override
    public void finish() {
        if (!strays.isEmpty()) {
            out.println("Of no patient:");
            LeftOutLines.of(strays).forEach(out::println);
        }
    }
}
