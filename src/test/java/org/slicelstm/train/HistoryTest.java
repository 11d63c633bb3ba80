package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.UserException;
import org.slicelstm.cohort.Part;

class HistoryTest {
    @TempDir
    private Path folder;

    @Test
    void isWrittenAsUsersReadIt() throws IOException {
        Path file = folder.resolve("history.csv");
        History.EMPTY.with(1, Part.TRAIN, List.of(
                new Metrics.Named("a,b", new Metrics(1 / 3.0, 1, .5, Double.NaN, 0, 1e-7, Double.NaN)),
                new Metrics.Named("all", new Metrics(12345.678901234, 1, 1, 1, 1, 1, 1)))).write(file);
        assertThat(file).hasContent("""
                epoch,split,label,loss,accuracy,recall,precision,specificity,f1,auc
                1,train,"a,b",0.333333,1.000000,0.500000,,0.000000,0.000000,
                1,train,all,12345.678901,1.000000,1.000000,1.000000,1.000000,1.000000,1.000000
                """);
    }

    @Test
    void readsBackExactlyWhatItHeld() throws IOException {
        Path file = folder.resolve("history.csv");
        History history = validation(.1 + .2, Double.NaN, Math.PI, 1e-9).with(4, Part.TRAIN, named(2 / 7.0));
        history.write(file);
        assertThat(History.read(file)).isEqualTo(history);
        assertThat(history.labels()).isEmpty();
        assertThat(history.of(Part.TRAIN, "all")).hasSize(1);
    }

    @Test
    void anEpochDoneAgainReplacesItselfAndWhatFollowed() {
        History history = validation(3, 2, 1).with(2, Part.TRAIN, named(7));
        assertThat(history.lastEpoch()).isEqualTo(2);
        assertThat(history.of(Part.VALIDATION, "all")).hasSize(2);
        assertThat(history.with(2, Part.TRAIN, named(8)).of(Part.TRAIN, "all")).hasSize(1);
        assertThat(validation(3, 2, 1).upTo(1)).isEqualTo(validation(3));
    }

    @Test
    void saysWhichFileIsNoHistory() throws IOException {
        Path file = Files.writeString(folder.resolve("h.csv"), "epoch,loss\n1,2\n");
        assertThatThrownBy(() -> History.read(file)).isInstanceOf(UserException.class).hasMessageContaining("h.csv");
        validation(1).write(file);
        Files.writeString(file, Files.readString(file) + "2,validation,all,x,,,,,,\n");
        assertThatThrownBy(() -> History.read(file)).isInstanceOf(UserException.class)
                .hasMessageContaining("after row 2");
        assertThatThrownBy(() -> History.read(folder.resolve("none.csv"))).isInstanceOf(UserException.class);
    }

    @Test
    void stopsWhenNothingBetterComesForAsLongAsThePatience() {
        EarlyStopping stopping = new EarlyStopping(Metric.LOSS, 2);
        assertThat(stopping.best(History.EMPTY)).isEqualTo(OptionalInt.empty());
        assertThat(stopping.isOver(validation(3, 2, 2.5))).isFalse();
        assertThat(stopping.isOver(validation(3, 2, 2.5, 2))).isTrue();
        assertThat(stopping.isOver(validation(3, 2, 2.5, 1.9))).isFalse();
        assertThat(stopping.best(validation(3, 2, 2.5, 2))).hasValue(2);
        assertThat(stopping.isBest(validation(3, 2))).isTrue();
        assertThat(stopping.isBest(validation(3, 2, 2.5))).isFalse();
        assertThat(new EarlyStopping(Metric.LOSS, 0).isOver(validation(1, 2, 3, 4, 5, 6))).isFalse();
        assertThatThrownBy(() -> new EarlyStopping(Metric.AUC, -1)).isInstanceOf(UserException.class);
    }

    @Test
    void aValueThatIsNotDefinedIsNeverBetter() {
        EarlyStopping stopping = new EarlyStopping(Metric.AUC, 2);
        assertThat(stopping.best(validation(Double.NaN, .5, Double.NaN, .6, .6))).hasValue(4);
        assertThat(stopping.isOver(validation(Double.NaN, Double.NaN, Double.NaN))).isFalse();
        assertThat(stopping.isBest(validation(Double.NaN, Double.NaN))).isTrue();
    }

    @Test
    void metricsAreFoundByName() {
        assertThat(Metric.parse(" AUC ")).isEqualTo(Metric.AUC);
        assertThatThrownBy(() -> Metric.parse("kappa")).isInstanceOf(UserException.class)
                .hasMessageContaining("specificity");
    }

    /** A validation history whose every value is the given one, an epoch each. */
    private static History validation(double... values) {
        History history = History.EMPTY;
        for (int i = 0; i < values.length; i++) {
            history = history.with(i + 1, Part.VALIDATION, named(values[i]));
        }
        return history;
    }

    private static List<Metrics.Named> named(double value) {
        return List.of(new Metrics.Named("all", new Metrics(value, value, value, value, value, value, value)));
    }
}
