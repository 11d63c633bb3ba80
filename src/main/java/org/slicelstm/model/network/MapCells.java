package org.slicelstm.model.network;

/**
 * Where the cells of a backbone's class activation map lie on the model's input, in pixels from its upper left corner:
 * the middles of their fields of view. Strides with padding shift them, by up to half a cell.
 *
 * @param firstRow    middle of the first row of cells
 * @param rowStep     from row to row
 * @param firstColumn middle of the first column of cells
 * @param columnStep  from column to column
 */
public record MapCells(double firstRow, double rowStep, double firstColumn, double columnStep) { }
