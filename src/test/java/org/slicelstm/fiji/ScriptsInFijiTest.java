package org.slicelstm.fiji;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.module.ModuleService;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;
import org.slicelstm.job.PatientPrediction;

/** The shipped Groovy and Jython scripts, run by SciJava's script service with the real commands. */
@EnabledIf(value = "hasLanguages", disabledReason = "needs Groovy and Jython: mvn test -Pscripting")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptsInFijiTest {
    private static final Path SCRIPTS = Path.of("scripts", "fiji");

    @TempDir
    static Path folder;

    private Fiji fiji;

    static boolean hasLanguages() {
        ClassLoader loader = ScriptsInFijiTest.class.getClassLoader();
        return loader.getResource("org/codehaus/groovy/jsr223/GroovyScriptEngineFactory.class") != null
                && loader.getResource("org/python/jsr223/PyScriptEngineFactory.class") != null;
    }

    @BeforeAll
    void start() {
        fiji = new Fiji();
        Dialogs.fail(fiji.context());
        // Done in Fiji by plugins that are not to be had here.
        ScriptService scripts = fiji.context().service(ScriptService.class);
        scripts.addAlias("ImagePlus", ImagePlus.class);
        for (ScriptEngineFactory factory : new ScriptEngineManager().getEngineFactories()) {
            ScriptLanguage language = new AdaptedScriptLanguage(factory);
            fiji.context().inject(language);
            scripts.getIndex().add(language, false);
        }
    }

    @AfterAll
    void end() {
        fiji.close();
    }

    private String output(String script, Map<String, Object> inputs) throws Exception {
        ScriptService scripts = fiji.context().service(ScriptService.class);
        ScriptModule module = scripts.getScript(SCRIPTS.resolve(script).toFile()).createModule();
        fiji.context().inject(module);
        StringWriter said = new StringWriter();
        module.setOutputWriter(said);
        fiji.context().service(ModuleService.class).run(module, true, inputs).get();
        // What is no output of a known kind Fiji warns of.
        assertThat(module.getOutputs().values()).allMatch(Objects::isNull);
        return said.toString();
    }

    @Test
    void groovyPredictsAFolder() throws Exception {
        Path patients = folder.resolve("Ärztin O'Brien's \\ Köpfe");
        for (int patient = 0; patient < 2; patient++) {
            Path own = Files.createDirectories(patients.resolve("p" + patient));
            for (int slice = 1; slice <= 2; slice++) {
                new FileSaver(new ImagePlus("", Stacks.bytes().getStack().getProcessor(slice + patient * 2)))
                        .saveAsPng(own.resolve(slice + ".png").toString());
            }
        }
        Path csv = folder.resolve("alle.csv");
        String said = output("one_folder.groovy", Map.of("patients", patients.toFile(), "results",
                csv.toFile()));
        assertThat(Files.readAllLines(csv)).hasSize(3);
        assertThat(said.lines()).hasSize(2).allMatch(line -> line.matches("p[01]: [a-z]+ 0\\.\\d+"));
    }

    @Test
    void jythonPredictsTheActiveImage() throws Exception {
        String said = output("active_image.py", Map.of("image", Stacks.bytes()));
        PatientPrediction expected = fiji.run(PredictPatient.class, "image", Stacks.bytes()).predictions().get(0);
        expected.probabilities().forEach((label, probability) -> assertThat(said)
                .contains(String.format(Locale.ROOT, "%s: %.3f", label, probability)));
        assertThat(said.lines()).hasSize(2 * expected.probabilities().size());
    }
}
