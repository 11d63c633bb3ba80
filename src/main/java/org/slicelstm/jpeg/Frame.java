package org.slicelstm.jpeg;

import java.util.List;
import org.slicelstm.jpeg.JpegHeader.Process;

/**
 * A frame header (T.81 B.2.2).
 *
 * @param process    by its marker
 * @param precision  bits a sample
 * @param rows       height
 * @param columns    width
 * @param components in the order of the header
 */
record Frame(Process process, int precision, int rows, int columns, List<Component> components) {

    /**
     * One component.
     *
     * @param id           the number by which scans name it
     * @param across       horizontal sampling factor, 1 to 4
     * @param down         vertical sampling factor, 1 to 4
     * @param quantisation its quantisation table
     */
    record Component(int id, int across, int down, int quantisation) { }

    int mostAcross() {
        return components.stream().mapToInt(Component::across).max().orElseThrow();
    }

    int mostDown() {
        return components.stream().mapToInt(Component::down).max().orElseThrow();
    }

    /** Whether every component has a sample for every pixel. */
    boolean fullSize() {
        return components.stream().allMatch(c -> c.across() == mostAcross() && c.down() == mostDown());
    }

    /** Width of a component (T.81 A.1.1). */
    int columns(int component) {
        return ceil(columns * components.get(component).across(), mostAcross());
    }

    /** Height of a component. */
    int rows(int component) {
        return ceil(rows * components.get(component).down(), mostDown());
    }

    static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}
