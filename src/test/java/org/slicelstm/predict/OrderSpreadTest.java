package org.slicelstm.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Patient.OrderedBy;
import org.slicelstm.cohort.Slice;

/** The spread over orders, its summary and its tables, against numbers worked out by hand. */
class OrderSpreadTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final double THRESHOLD = 0.5;

    private final Locale usual = Locale.getDefault();

    @TempDir
    private Path folder;

    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void speakAsUsual() {
        Locale.setDefault(usual);
    }

    /** A logit of a tenth of the probability, so that numbers stay round. */
    private static OrderSpread spread(boolean call, double sorted, double... logits) {
        double[][] orders = new double[logits.length][];
        for (int i = 0; i < logits.length; i++) {
            orders[i] = new double[] {99, logits[i]};
        }
        OrderEvidence evidence = new OrderEvidence(new double[0][], new double[] {99, 1}, new double[] {99, sorted},
                orders);
        return OrderSpread.of(evidence, 1, logit -> logit / 10, probability -> probability >= THRESHOLD == call);
    }

    @Test
    void theSpreadIsThatOfTheCalibratedProbability() {
        OrderSpread spread = spread(true, 9, 4, 5, 6, 9);
        assertThat(spread.sorted()).isCloseTo(0.9, CLOSE);
        assertThat(spread.random()).isCloseTo(0.6, CLOSE);
        assertThat(spread.low()).isCloseTo(0.4, CLOSE);
        assertThat(spread.high()).isCloseTo(0.9, CLOSE);
        // Deviations −2, −1, 0, 3 from 6: 14 / 3.
        assertThat(spread.logitSd()).isCloseTo(Math.sqrt(14 / 3.0), CLOSE);
        assertThat(spread.sd()).isCloseTo(Math.sqrt(14 / 3.0) / 10, CLOSE);
        assertThat(spread.logit()).isCloseTo(6, CLOSE);
        assertThat(spread.logitAlone()).isEqualTo(1);
        // 0.4 alone is below the threshold; 0.5 reaches it.
        assertThat(spread.flips()).isEqualTo(0.25);
        assertThat(spread(false, 9, 4, 5, 6, 9).flips()).isEqualTo(0.75);
        assertThat(spread(true, 9, 7).sd()).isZero();
    }

    private static PatientResult result(String patient, OrderSpread spread) {
        Slice first = new Slice(Path.of("a.tif"), "in/a, b.tif", 0, 2, 2, 2, null);
        Slice second = new Slice(Path.of("a.tif"), "in/a, b.tif", 1, 2, 2, 2, null);
        Evidence evidence = spread == null ? null
                : new Evidence(4, new double[][] {{1, 0.5}, {2, -0.25}}, List.of(spread, spread));
        return new PatientResult(patient, OrderedBy.NAME, List.of(first, second), List.of(), List.of(),
                List.of(), 1,
                new double[] {0.1, 0.2}, new double[] {0.1, 0.75}, new boolean[] {false, true},
                new float[][] {{0, 0}, {0, 0}}, evidence, null);
    }

    @Test
    void theSummaryIsTheMeanOverPatients() {
        OrderSummaries summaries = new OrderSummaries(new double[] {THRESHOLD, THRESHOLD});
        assertThat(summaries.isEmpty()).isTrue();
        // Flips in 1 of 4, and the sorted pass says no where the mean says yes.
        summaries.add(result("a", spread(true, 3, 4, 5, 6, 9)));
        summaries.add(result("b", spread(true, 9, 8, 8, 8, 8)));
        summaries.add(result("without evidence", null));
        OrderSummaries.Summary summary = summaries.of(1);
        assertThat(summary.patients()).isEqualTo(2);
        assertThat(summary.meanSd()).isCloseTo(Math.sqrt(14 / 3.0) / 20, CLOSE);
        assertThat(summary.flips()).isEqualTo(0.125);
        assertThat(summary.patientsFlipped()).isEqualTo(0.5);
        assertThat(summary.sortedDiffers()).isEqualTo(0.5);
    }

    @Test
    void theTablesHaveARowASliceAndARowAPatientAndLabel() throws IOException {
        Path tables = folder.resolve("new").resolve("evidence");
        try (EvidenceCsv csv = EvidenceCsv.create(tables, List.of("mass", "edema"), List.of("edema"))) {
            csv.add(result("p", spread(true, 9, 4, 5, 6, 9)));
            csv.add(result("without evidence", null));
        }
        assertThat(Files.readString(tables.resolve("evidence.csv"))).isEqualTo("""
                patient,order,file,frame,edema
                p,0,"in/a, b.tif",0,0.500000
                p,1,"in/a, b.tif",1,-0.250000
                """);
        assertThat(Files.readString(tables.resolve("orders.csv"))).isEqualTo("""
                patient,label,slices,orders,probability,call,sorted,random,sd,low,high,flips
                p,edema,2,4,0.750000,1,0.900000,0.600000,0.216025,0.400000,0.900000,0.250000
                """);
        assertThatThrownBy(() -> EvidenceCsv.create(tables, List.of("mass"), List.of("mass")))
                .isInstanceOf(UserException.class).hasMessageContaining("evidence.csv exists already");
    }
}
