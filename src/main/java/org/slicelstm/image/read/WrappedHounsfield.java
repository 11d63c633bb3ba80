package org.slicelstm.image.read;

import static org.slicelstm.cohort.NotASliceException.refused;

import java.util.BitSet;
import java.util.Locale;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.StoredSlice;

/**
 * HU below zero that were stored as they are and declared unsigned, so that they come back above all others: in 12
 * bits air is 3096 instead of −1000 (some of the RSNA 2019 collection). Only pictures that claim to hold HU as they are,
 * slope 1 and intercept about 0, are looked at: where an intercept near −1024 says how air is stored, nothing is wrong.
 *
 * <p>A picture is read as signed where all of this holds for its pixels without padding, so read:
 * <ul>
 * <li>at least 5 % of them are air, −1100 to −900 HU;
 * <li>at least half of the outermost ones are air or little more, −1100 to −300 HU;
 * <li>not one lies below, where no HU is but where bright bone and metal above half of the range would come to lie;
 * <li>where neighbours lie on both sides of 0, they are close: their steps sum to less than half of the unsigned ones.
 * </ul>
 * Where only some of it holds, so that the picture looks as if it were such a one, it is refused. All else stays.
 */
final class WrappedHounsfield {
    private static final double NEAR_ZERO = 50;
    private static final int FEWEST_BITS = 12;
    private static final int LOWEST = -1100;
    private static final int AIR_BELOW = -900;
    private static final int BORDER_BELOW = -300;
    /** A crossing is a step from so little below 0 to so little above: fat to brain, or the noise of liquor. */
    private static final int NEAR = 150;
    private static final double AIR = 0.05;
    private static final double BORDER = 0.5;
    private static final double CLOSE = 0.5;
    /** What makes a picture doubtful, each for itself. */
    private static final double DOUBTFUL_AIR = 0.2;
    private static final double DOUBTFUL_BORDER = 0.25;
    private static final double DOUBTFUL_CROSSINGS = 0.001;
    /** Letters of one or a few values beside black are no tissue that passes through 0. */
    private static final int FEWEST_VALUES = 16;

    private final int columns;
    private final int rows;
    private final int range;
    private final int[] values;
    private final boolean[] outside;
    private long inside;
    private long air;
    private long impossible;
    private long border;
    private long borderAir;
    private double steps;
    private double unsignedSteps;
    private long crossings;
    private final BitSet crossed = new BitSet();

    private WrappedHounsfield(StoredSlice slice, int range, int[] signed, boolean[] outside) {
        this.range = range;
        columns = slice.columns();
        rows = slice.rows();
        values = signed;
        this.outside = outside;
        for (int i = 0; i < values.length; i++) {
            if (!outside[i]) {
                count(i, i % columns, i / columns);
            }
        }
    }

    /**
     * The slice as it is meant.
     *
     * @param slice  decoded as its header says
     * @throws NotASliceException if it looks wrapped, but not beyond doubt
     */
    static StoredSlice undone(StoredSlice slice, PixelLayout layout) throws NotASliceException {
        Intensity meaning = slice.intensity();
        boolean claims = meaning.hounsfield() && meaning.slope() == 1 && Math.abs(meaning.intercept()) <= NEAR_ZERO;
        if (!claims || layout.signed() || layout.bitsAllocated() != 16 || layout.bitsStored() < FEWEST_BITS) {
            return slice;
        }
        int[] stored = values(slice);
        boolean[] outside = new boolean[stored.length];
        int highest = 0;
        for (int i = 0; i < stored.length; i++) {
            outside[i] = isPadding(stored[i], meaning) || stored[i] >= 1 << layout.bitsStored();
            highest = outside[i] ? highest : Math.max(highest, stored[i]);
        }
        // Twelve bits are common in headers of 16.
        int range = highest < 1 << FEWEST_BITS ? 1 << FEWEST_BITS : 1 << layout.bitsStored();
        if (highest < range / 2) {
            return slice;
        }
        int[] signed = new int[stored.length];
        for (int i = 0; i < stored.length; i++) {
            signed[i] = signed(stored[i], range);
        }
        leaveOutCorners(signed, outside, slice.columns());
        WrappedHounsfield looked = new WrappedHounsfield(slice, range, signed, outside);
        if (looked.isCertain()) {
            return readAsSigned(slice, signed, range);
        }
        if (looked.isDoubtful()) {
            throw refused(String.format(Locale.ROOT, "its values, declared unsigned and as HU, look like HU below 0 "
                    + "stored modulo %,d, but not beyond doubt; declare them signed (PixelRepresentation 1) if they "
                    + "are, or export the picture again", range));
        }
        return slice;
    }

    private static int[] values(StoredSlice slice) {
        int[] values = new int[slice.columns() * slice.rows()];
        int at = 0;
        for (RealType<?> each : slice.pixels()) {
            values[at++] = (int) each.getRealDouble();
        }
        return values;
    }

    private static boolean isPadding(int stored, Intensity meaning) {
        return meaning.paddingLow() != null && stored >= meaning.paddingLow() && stored <= meaning.paddingHigh();
    }

    /** In two's complement; what lies above the range is padding of 16 bits, kept as it was. */
    private static int signed(int stored, int range) {
        return stored >= range ? (short) stored : stored >= range / 2 ? stored - range : stored;
    }

    private static Double signed(Double padding, int range) {
        return padding == null ? null : Double.valueOf(signed(padding.intValue(), range));
    }

    /** Four corners of one value below all HU are padding, named by the header or not. */
    private static void leaveOutCorners(int[] signed, boolean[] outside, int columns) {
        int corner = signed[0];
        boolean equal = signed[columns - 1] == corner && signed[signed.length - columns] == corner
                && signed[signed.length - 1] == corner;
        for (int i = 0; equal && corner < LOWEST && i < signed.length; i++) {
            outside[i] |= signed[i] == corner;
        }
    }

    private void count(int i, int x, int y) {
        int value = values[i];
        inside++;
        air += value >= LOWEST && value <= AIR_BELOW ? 1 : 0;
        impossible += value < LOWEST ? 1 : 0;
        if (x == 0 || y == 0 || x == columns - 1 || y == rows - 1) {
            border++;
            borderAir += value >= LOWEST && value <= BORDER_BELOW ? 1 : 0;
        }
        if (x + 1 < columns) {
            cross(value, i + 1);
        }
        if (y + 1 < rows) {
            cross(value, i + columns);
        }
    }

    private void cross(int value, int neighbour) {
        int low = Math.min(value, values[neighbour]);
        int high = Math.max(value, values[neighbour]);
        if (outside[neighbour] || low >= 0 || high < 0) {
            return;
        }
        steps += high - low;
        unsignedSteps += Math.abs(high - (low + range));
        if (low >= -NEAR && high <= NEAR) {
            crossings++;
            crossed.set(-low);
        }
    }

    private boolean isCertain() {
        return inside > 0 && impossible == 0 && air >= AIR * inside && borderAir >= BORDER * border
                && steps <= CLOSE * unsignedSteps;
    }

    private boolean isDoubtful() {
        return air > DOUBTFUL_AIR * inside || borderAir > DOUBTFUL_BORDER * border
                || crossings > DOUBTFUL_CROSSINGS * inside && crossed.cardinality() >= FEWEST_VALUES;
    }

    private static StoredSlice readAsSigned(StoredSlice slice, int[] signed, int range) {
        short[] values = new short[signed.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) signed[i];
        }
        Intensity was = slice.intensity();
        Double low = signed(was.paddingLow(), range);
        Double high = signed(was.paddingHigh(), range);
        Intensity meaning = new Intensity(true, was.slope(), was.intercept(), least(low, high), most(low, high),
                was.bitsStored(), was.inverted(), was.windows(), was.pixelAspect());
        return new StoredSlice(ArrayImgs.shorts(values, slice.columns(), slice.rows()), meaning, true);
    }

    private static Double least(Double one, Double other) {
        return one == null || other == null ? one : Double.valueOf(Math.min(one, other));
    }

    private static Double most(Double one, Double other) {
        return one == null || other == null ? other : Double.valueOf(Math.max(one, other));
    }
}
