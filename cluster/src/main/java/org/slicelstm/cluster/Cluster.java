package org.slicelstm.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final String SENT_JARS = "spark.jars";
    /**
     * An executor's one core compiles while it works: at Java's own thresholds a fifth to a quarter of its first ten
     * seconds goes into optimising what Spark calls at its start and never again. Loops over pixels pass these ones
     * too, at once.
     */
    private static final String EXECUTOR_JAVA = "-XX:+UseSerialGC -XX:Tier4InvocationThreshold=50000 "
            + "-XX:Tier4CompileThreshold=150000 -Djava.awt.headless=true -Dorg.bytedeco.javacpp.maxphysicalbytes=0";

    private final JavaSparkContext context;
    /** What is sent lies here until the end; null where nothing is. */
    private final Path scratch;
    /** The model as it is sent, or null. */
    private final Path packed;

    private Cluster(JavaSparkContext context, Path scratch, Path packed) {
        this.context = context;
        this.scratch = scratch;
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
        Path scratch = null;
        try {
            Path packed = null;
            // Before Spark holds cores that would wait for it.
            if (!isLocal(master)) {
                scratch = Files.createTempDirectory("slicelstm-spark-");
                sendJars(conf, options.shared, scratch);
                packed = model == null || options.shared ? null : pack(model, scratch);
            }
            JavaSparkContext context = start(conf, packed);
            if (context.sc().uiWebUrl().isDefined()) {
                sink.accept(new Event.Note("Spark's page: " + context.sc().uiWebUrl().get()));
            }
            return new Cluster(context, scratch, packed);
        } catch (IOException e) {
            delete(scratch);
            throw new UserException(FileProblem.sentence(e), e);
        } catch (RuntimeException e) {
            delete(scratch);
            throw e;
        }
    }

    private static JavaSparkContext start(SparkConf conf, Path packed) {
        try {
            JavaSparkContext context = new JavaSparkContext(conf);
            if (packed != null) {
                context.addFile(packed.toString());
            }
            return context;
        } catch (Exception e) {
            // Spark throws checked exceptions that its methods do not declare.
            throw new UserException("Spark does not start with the master '" + conf.get("spark.master") + "': "
                    + Watch.reason(e), e);
        }
    }

    /**
     * Has the executors find this software, after Spark's own jars: Bio-Formats carries old copies of what Spark needs.
     * Jars of the application are copied to each executor, also those that Spark is told are there ("local:"); so where
     * they are, one small jar is sent, whose manifest names them.
     */
    private static void sendJars(SparkConf conf, boolean shared, Path scratch) throws IOException {
        String jars = System.getProperty(JARS);
        if (jars == null || conf.contains(SENT_JARS)) {
            return;
        }
        List<String> urls = Arrays.stream(jars.split(":")).map(jar -> Path.of(jar).toUri().toString()).toList();
        if (!shared) {
            conf.set(SENT_JARS, String.join(",", urls));
            return;
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", urls));
        Path jar = scratch.resolve("slicelstm-shared.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        conf.set(SENT_JARS, jar.toUri().toString());
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
        // As scripts/locale sets it where there is no other locale of UTF-8: Java writes names of files by it.
        if ("C.UTF-8".equals(System.getenv("LC_ALL"))) {
            conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
        }
        conf.set("spark.executor.extraJavaOptions",
                EXECUTOR_JAVA + " " + conf.get("spark.executor.extraJavaOptions", ""));
        // A task's part is in its place when the task is done, and not when all are: a run that dies keeps it.
        conf.setIfMissing("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "2");
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

    private static Path pack(ModelDirectory model, Path scratch) throws IOException {
        Path packed = scratch.resolve("slicelstm-model-" + model.modelSha256().substring(0, 16) + ".zip");
        ModelArchive.pack(model, packed, false, Progress.NONE);
        return packed;
    }

    private static void delete(Path scratch) {
        try {
            if (scratch != null) {
                ResultTable.delete(scratch);
            }
        } catch (IOException e) {
            throw new UserException(FileProblem.sentence(e), e);
        }
    }

    @Override
    public void close() {
        context.stop();
        ExecutorModels.close();
        delete(scratch);
    }
}
