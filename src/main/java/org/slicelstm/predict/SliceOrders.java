package org.slicelstm.predict;

import java.util.SplittableRandom;

/** Random orders of slices. */
final class SliceOrders {
    private SliceOrders() {
    }

    /**
     * A random order, every one as likely as any other (Fisher and Yates).
     *
     * @param slices how many slices
     * @return {@code [slices]}: which slice comes at each place
     */
    static int[] draw(int slices, SplittableRandom random) {
        int[] order = new int[slices];
        for (int place = 0; place < slices; place++) {
            int other = random.nextInt(place + 1);
            order[place] = order[other];
            order[other] = place;
        }
        return order;
    }
}
