package org.slicelstm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;

/** A master of Spark that has no worker: a run waits, says so after half a minute, and ends when asked to. */
class NoExecutorTest {
    private final List<String> notes = new CopyOnWriteArrayList<>();
    /** Asks to stop as soon as it is told why nothing happens. */
    private final EventSink sink = new EventSink() {
        @Override
        public void accept(Event event) {
            if (event instanceof Event.Note note) {
                notes.add(note.sentence());
            }
        }

        @Override
        public boolean isCancelled() {
            return notes.stream().anyMatch(note -> note.startsWith("No executor works"));
        }
    };

    private record Nothing() implements PatientWork {
        @Override
        public List<Column> columns() {
            return List.of(new Column("patient", DataTypes.StringType), new Column("error", DataTypes.StringType));
        }

        @Override
        public Opened open() {
            throw new AssertionError("nobody is there to open it");
        }

        @Override
        public List<String> failed(PatientItem item, String reason) {
            return List.of(item.id(), reason);
        }
    }

    @Test
    void aRunThatNobodyWorksForSaysSo(@TempDir Path folder) {
        RpcEnv master = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, new SparkConf())._1();
        try {
            SparkMixin options = new SparkMixin();
            options.master = "spark://127.0.0.1:" + master.address().port();
            options.settings = Map.of("spark.ui.enabled", "false", "spark.driver.host", "127.0.0.1");
            Nothing work = new Nothing();
            try (Cluster cluster = Cluster.connect("test", options, null, sink)) {
                ResultTable table = new ResultTable(folder.resolve("r.csv"), work.columns(), cluster::session);
                PatientRun run = new PatientRun(cluster, work, table, sink);
                assertThatThrownBy(() -> run.run(List.of(PatientItem.ofRow(0, "p1", 1, "t", 0, "x")), false, Map.of(),
                        "r.csv")).isInstanceOf(CancellationException.class);
            }
            assertThat(notes).anyMatch(note -> note.startsWith("No executor works for this run"));
        } finally {
            master.shutdown();
        }
    }
}
