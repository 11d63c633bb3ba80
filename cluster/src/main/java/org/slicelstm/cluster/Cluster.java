package org.slicelstm.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slicelstm.Progress;
import org.slicelstm.UserException;
import org.slicelstm.job.Event;
import org.slicelstm.job.EventSink;
import org.slicelstm.model.ModelArchive;
import org.slicelstm.model.ModelDirectory;
import org.slicelstm.run.FileProblem;

/** A connection to Spark, with the settings that this software needs where nothing else is said. */
final class Cluster implements AutoCloseable {
    /** Names the jars of this software, for a driver that was not started by spark-submit. */
    static final String JARS = "slicelstm.jars";

    private static final String STANDALONE = "spark://";
    private static final int ANSWER_MILLIS = 10_000;
    private static final int TRIES = 4;
    private static final Pattern LOCAL = Pattern.compile("local\\[(\\*|\\d+)]");
    private static final String EXECUTOR_JAVA = "-XX:+UseSerialGC -Djava.awt.headless=true "
            + "-Dorg.bytedeco.javacpp.maxphysicalbytes=0";

    private final JavaSparkContext context;
    /** The model as it is sent, or null. */
    private final Path packed;

    private Cluster(JavaSparkContext context, Path packed) {
        this.context = context;
        this.packed = packed;
    }

    /**
     * Connects.
     *
     * @param what  what is done, for Spark's pages
     * @param model the model that {@link #place} will be asked for, or null
     * @throws UserException if the master is not there, or Spark does not start
     */
    static Cluster connect(String what, SparkMixin options, ModelDirectory model, EventSink sink) {
        SparkConf conf = conf(options).setAppName("SliceLSTM " + what);
        String master = conf.get("spark.master");
        requireMaster(master);
        // Before Spark holds cores that would wait for it.
        Path packed = model == null || options.shared || isLocal(master) ? null : pack(model);
        JavaSparkContext context;
        try {
            context = new JavaSparkContext(conf);
            if (packed != null) {
                context.addFile(packed.toString());
            }
        } catch (Exception e) {
            delete(packed);
            // Spark throws checked exceptions that its methods do not declare.
            throw new UserException("Spark does not start with the master '" + master + "': " + Watch.reason(e), e);
        }
        if (context.sc().uiWebUrl().isDefined()) {
            sink.accept(new Event.Note("Spark's page: " + context.sc().uiWebUrl().get()));
        }
        return new Cluster(context, packed);
    }

    /** Spark itself asks a standalone master for a minute or more, and then ends in the middle of the run. */
    private static void requireMaster(String master) {
        if (!master.startsWith(STANDALONE)) {
            return;
        }
        for (String each : master.substring(STANDALONE.length()).split(",")) {
            int colon = each.lastIndexOf(':');
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(each.substring(0, Math.max(0, colon)),
                        Integer.parseInt(each.substring(colon + 1))), ANSWER_MILLIS);
                return;
            } catch (IOException | IllegalArgumentException e) {
                // Another one of several may answer.
                continue;
            }
        }
        throw new UserException("No master of Spark answers at '" + master + "'; check the name and the port, or leave "
                + "--master out for the cores of this machine.");
    }

    static SparkConf conf(SparkMixin options) {
        SparkConf conf = new SparkConf();
        options.settings.forEach(conf::set);
        String master = options.master != null ? options.master : conf.get("spark.master", "local[*]");
        Matcher local = LOCAL.matcher(master);
        // Spark in one process tries a task once unless it is told otherwise.
        String tries = conf.get("spark.task.maxFailures", Integer.toString(TRIES));
        conf.setMaster(local.matches() ? "local[" + local.group(1) + "," + tries + "]" : master);
        // A task has one core: TensorFlow's own threads would be one a core for each task. The threads between
        // operations run the sessions of all tasks, so there is one a core of the executor.
        conf.setIfMissing("spark.executorEnv.TF_NUM_INTRAOP_THREADS", "1");
        if (conf.contains("spark.executor.cores")) {
            conf.setIfMissing("spark.executorEnv.TF_NUM_INTEROP_THREADS", conf.get("spark.executor.cores"));
        }
        conf.setIfMissing("spark.executorEnv.TF_CPP_MIN_LOG_LEVEL", "3");
        conf.setIfMissing("spark.executorEnv.MALLOC_ARENA_MAX", "2");
        String cache = System.getenv("SLICELSTM_CACHE");
        if (cache != null) {
            conf.setIfMissing("spark.executorEnv.SLICELSTM_CACHE", cache);
        }
        conf.set("spark.executor.extraJavaOptions",
                EXECUTOR_JAVA + " " + conf.get("spark.executor.extraJavaOptions", ""));
        // A task's part is in its place when the task is done, and not when all are: a run that dies keeps it.
        conf.setIfMissing("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "2");
        String jars = System.getProperty(JARS);
        if (jars != null && !isLocal(master)) {
            conf.setIfMissing("spark.jars", Arrays.stream(jars.split(":"))
                    .map(jar -> (options.shared ? "local:" : "file:") + jar).collect(Collectors.joining(",")));
        }
        return conf;
    }

    JavaSparkContext context() {
        return context;
    }

    /** For tables; its start takes seconds, which a run that writes CSV does not need. */
    SparkSession session() {
        return SparkSession.builder().sparkContext(context.sc()).getOrCreate();
    }

    /** How often Spark tries a task before it gives up. */
    int tries() {
        String master = context.master();
        Matcher tries = Pattern.compile("local\\[.*,\\s*(\\d+)]").matcher(master);
        return tries.matches() ? Integer.parseInt(tries.group(1))
                : master.equals("local") ? 1 : context.sc().conf().getInt("spark.task.maxFailures", TRIES);
    }

    /** Where executors find the model: by its path where they see the driver's files; else it is sent. */
    ModelPlace place(ModelDirectory model) {
        return packed == null ? new ModelPlace(model.path().toAbsolutePath().toString(), null, model.modelSha256())
                : new ModelPlace(null, packed.getFileName().toString(), model.modelSha256());
    }

    private static boolean isLocal(String master) {
        return master.equals("local") || master.startsWith("local[");
    }

    private static Path pack(ModelDirectory model) {
        try {
            Path packed = Files.createTempDirectory("slicelstm-model-")
                    .resolve("slicelstm-model-" + model.modelSha256().substring(0, 16) + ".zip");
            ModelArchive.pack(model, packed, Progress.NONE);
            return packed;
        } catch (IOException e) {
            throw new UserException(FileProblem.sentence(e), e);
        }
    }

    private static void delete(Path packed) {
        if (packed != null) {
            packed.toFile().delete();
            packed.getParent().toFile().delete();
        }
    }

    @Override
    public void close() {
        context.stop();
        ExecutorModels.close();
        delete(packed);
    }
}
