package org.slicelstm.phantom;

import java.util.List;
import java.util.Set;

/** One synthetic patient: the head, how it is scanned and its lesions. Slices are made when asked for. */
final class Phantom {
    /**
     * A slice.
     *
     * @param hu   what the scanner shows, HU, row by row, [size · size]
     * @param mask the bits of the diseases, [size · size], or null where no lesion shows
     */
    record Slice(float[] hu, byte[] mask) { }

    /**
     * Densities before blur and noise.
     *
     * @param healthy without lesions, HU, [size · size]
     * @param ill     with them; the same array where no lesion shows
     * @param mask    as in {@link Slice}
     */
    record Densities(float[] healthy, float[] ill, byte[] mask) { }

    private final Acquisition acquisition;
    private final Renderer renderer;
    private final Scanner scanner;
    private final List<Lesion> lesions;

    private Phantom(Acquisition acquisition, Renderer renderer, Scanner scanner, List<Lesion> lesions) {
        this.acquisition = acquisition;
        this.renderer = renderer;
        this.scanner = scanner;
        this.lesions = lesions;
    }

    /** A patient with the given diseases; all but the lesions depends on the seed and the patient's number alone. */
    static Phantom of(long seed, int patient, Set<Disease> diseases) {
        Head head = new Head(Draw.of(seed, patient, Draw.Purpose.ANATOMY, 0));
        return of(seed, patient, diseases, head,
                Acquisition.draw(Draw.of(seed, patient, Draw.Purpose.ACQUISITION, 0), head));
    }

    static Phantom of(long seed, int patient, Set<Disease> diseases, Head head, Acquisition acquisition) {
        Decoys decoys = new Decoys(Draw.of(seed, patient, Draw.Purpose.DECOYS, 0), head);
        List<Solid> solids = Anatomy.solids(head, decoys, Draw.of(seed, patient, Draw.Purpose.ANATOMY, 1));
        Renderer renderer = new Renderer(head, decoys, solids, acquisition);
        return new Phantom(acquisition, renderer, new Scanner(acquisition, seed, patient),
                Lesions.draw(diseases, seed, patient, head, acquisition, renderer::cut));
    }

    Acquisition acquisition() {
        return acquisition;
    }

    /** A slice as scanned. */
    Slice slice(int slice) {
        Cut cut = cut(slice);
        Densities densities = densities(cut);
        return new Slice(scan(densities.ill(), cut), densities.mask());
    }

    Cut cut(int slice) {
        return renderer.cut(slice);
    }

    /** Scans densities: the same noise whatever they are. */
    float[] scan(float[] densities, Cut cut) {
        return scanner.scan(densities, cut);
    }

    Densities densities(Cut cut) {
        float[] healthy = renderer.render(cut.slice());
        float[] ill = healthy;
        byte[] mask = null;
        for (Lesion lesion : lesions) {
            if (lesion.shows(cut.slice())) {
                if (mask == null) {
                    mask = new byte[healthy.length];
                    ill = healthy.clone();
                }
                lesion.paint(cut, ill, mask);
            }
        }
        return new Densities(healthy, ill, mask);
    }
}
