package org.slicelstm.predict;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Slice;

/**
 * The evidence of a prediction as two tables that grow patient by patient: {@code evidence.csv} with a row a slice,
 * {@code patient,order,file,frame}, then a column for each label; {@code orders.csv} with a row for each patient and
 * label, {@code patient,label,slices,orders,probability,call,sorted,random,sd,low,high,flips}.
 */
public final class EvidenceCsv implements AutoCloseable {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    private static final String SLICES = "evidence.csv";
    private static final String ORDERS = "orders.csv";

    private final CSVPrinter slices;
    private final CSVPrinter orders;
    private final List<String> labels;
    private final List<String> reported;

    private EvidenceCsv(CSVPrinter slices, CSVPrinter orders, List<String> labels, List<String> reported) {
        this.slices = slices;
        this.orders = orders;
        this.labels = labels;
        this.reported = reported;
    }

    /**
     * Refuses a folder that has tables of evidence: results are never overwritten in silence.
     *
     * @throws UserException if one of them exists
     */
    public static void requireNew(Path folder) {
        for (String name : List.of(SLICES, ORDERS)) {
            if (Files.exists(folder.resolve(name))) {
                throw new UserException(folder.resolve(name) + " exists already; name another folder.");
            }
        }
    }

    /**
     * Begins the tables; the folder is made where it is missing.
     *
     * @param labels   the model's labels
     * @param reported those in the tables
     * @throws UserException if one of them exists
     */
    public static EvidenceCsv create(Path folder, List<String> labels, List<String> reported) throws IOException {
        requireNew(folder);
        Files.createDirectories(folder);
        List<String> columns = new ArrayList<>(List.of("patient", "order", "file", "frame"));
        columns.addAll(reported);
        CSVPrinter first = begin(folder.resolve(SLICES), columns);
        try {
            return new EvidenceCsv(first, begin(folder.resolve(ORDERS), List.of("patient", "label", "slices", "orders",
                    "probability", "call", "sorted", "random", "sd", "low", "high", "flips")), labels, reported);
        } catch (IOException e) {
            first.close();
            throw e;
        }
    }

    private static CSVPrinter begin(Path file, List<String> columns) throws IOException {
        CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(file, StandardCharsets.UTF_8,
                StandardOpenOption.CREATE_NEW), FORMAT);
        printer.printRecord(columns);
        printer.flush();
        return printer;
    }

    /** Adds a patient; one without evidence has no rows. */
    public void add(PatientResult result) throws IOException {
        if (result.evidence() == null) {
            return;
        }
        for (int order = 0; order < result.slices().size(); order++) {
            Slice slice = result.slices().get(order);
            List<Object> row = new ArrayList<>(Arrays.asList(result.patient(), order, slice.shownAs(), slice.frame()));
            for (String label : reported) {
                row.add(decimal(result.evidence().contributions()[order][labels.indexOf(label)]));
            }
            slices.printRecord(row);
        }
        for (String label : reported) {
            int index = labels.indexOf(label);
            OrderSpread spread = result.evidence().spread().get(index);
            orders.printRecord(result.patient(), label, result.slices().size(), result.evidence().orders(),
                    decimal(result.probabilities()[index]), result.calls()[index] ? 1 : 0, decimal(spread.sorted()),
                    decimal(spread.random()), decimal(spread.sd()), decimal(spread.low()), decimal(spread.high()),
                    decimal(spread.flips()));
        }
        slices.flush();
        orders.flush();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    @Override
    public void close() throws IOException {
        try (CSVPrinter first = slices; CSVPrinter second = orders) {
            first.flush();
            second.flush();
        }
    }
}
