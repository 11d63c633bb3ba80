package org.slicelstm.train.study;

import java.nio.file.Path;

/**
 * One training of a study.
 *
 * @param variant the variant's name
 * @param seed    of everything that is random
 * @param fold    the part of the patients that is kept back, from 1
 */
public record Cell(String variant, long seed, int fold) {
    /** The folder of its run in the study's folder. */
    public Path folder(Path study) {
        return study.resolve("runs").resolve(variant).resolve(seed + "-" + fold);
    }

    /** What the patients that were kept back gave; where it is, the cell is finished. */
    public Path scores(Path study) {
        return folder(study).resolve("held_out.csv");
    }
}
