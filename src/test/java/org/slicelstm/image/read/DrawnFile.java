package org.slicelstm.image.read;

import java.util.List;

/**
 * A file that a test drew and encoded itself.
 *
 * @param name   what it is, in words
 * @param bytes  the file
 * @param stored the values that were drawn for each frame, row by row, of colours pixel by pixel
 * @param hu     the HU that were drawn for each frame, or empty where the values have none
 * @param most   by how much a value may differ at most: 0 where the encoding loses nothing
 * @param mean   by how much values may differ on average
 */
public record DrawnFile(String name, byte[] bytes, List<int[]> stored, List<int[]> hu, double most, double mean) {

    static DrawnFile exact(String name, byte[] bytes, List<int[]> stored, List<int[]> hu) {
        return new DrawnFile(name, bytes, stored, hu, 0, 0);
    }

    @Override
    public String toString() {
        return name;
    }
}
