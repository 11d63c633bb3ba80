package org.slicelstm.phantom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which pages an export has and what their files are called; drawn without knowing any label. */
final class PageNames {
    /**
     * A page of an export.
     *
     * @param slice of the phantom, from 0
     * @param bone  whether it shows the bone window
     * @param stem  the file's name without its extension
     */
    record Page(int slice, boolean bone, String stem) { }

    private static final String[] PREFIXES = {"", "", "IM", "IMG_", "slice-", "CT", "image", "I"};
    private static final double BONE_PAGES = .25;

    private PageNames() {
    }

    /**
     * Names the pages of a patient in the order in which they were exported.
     *
     * @param withBone whether some patients also have pages in the bone window
     */
    static List<Page> draw(Draw draw, int slices, boolean withBone) {
        boolean downwards = draw.chance(.3);
        boolean bone = draw.chance(BONE_PAGES);
        boolean interleaved = draw.chance(.4);
        int every = draw.integer(1, 3);
        List<int[]> order = new ArrayList<>();
        List<int[]> last = new ArrayList<>();
        for (int i = 0; i < slices; i++) {
            int slice = downwards ? slices - 1 - i : i;
            order.add(new int[] {slice, 0});
            if (bone && withBone && i % every == 0) {
                (interleaved ? order : last).add(new int[] {slice, 1});
            }
        }
        order.addAll(last);
        List<String> stems = stems(draw, order.size());
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            pages.add(new Page(order.get(i)[0], order.get(i)[1] == 1, stems.get(i)));
        }
        return pages;
    }

    private static List<String> stems(Draw draw, int count) {
        String prefix = PREFIXES[draw.integer(0, PREFIXES.length - 1)];
        int start = draw.chance(.6) ? 1 : draw.chance(.4) ? 0 : draw.integer(2, 400);
        int digits = draw.chance(.5) ? 1 : draw.integer(2, 6);
        // Some systems name files by a random number, others put one before the slice's own.
        int random = draw.integer(0, 9);
        Set<Integer> taken = new HashSet<>();
        List<String> stems = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String number = String.format(Locale.ROOT, "%0" + digits + "d", start + i);
            int any = draw.integer(0, 0xFFFFFF);
            while (!taken.add(any)) {
                any = draw.integer(0, 0xFFFFFF);
            }
            String hex = String.format(Locale.ROOT, "%06x", any);
            stems.add(random == 0 ? hex : random == 1 ? hex + "-" + number : prefix + number);
        }
        return stems;
    }
}
