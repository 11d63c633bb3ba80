package org.slicelstm.image;

import java.util.SplittableRandom;
import org.slicelstm.UserException;

/**
 * How pictures are varied while a model trains: each is turned by a random angle, then a random part of it is blown up
 * to the model's input, as by torchvision's {@code RandomRotation} and {@code RandomResizedCrop}. The paper turns by up
 * to 10 degrees and says "zoom-in up to 60" without a unit; here that is a part of 40 % to 100 % of the area.
 *
 * @param rotation     largest angle to either side, in degrees
 * @param smallestArea smallest part of the picture's area that is shown, above 0 and up to 1
 * @param largestArea  largest part of the picture's area that is shown
 * @param flip         chance from 0 to 1 that left and right change places
 */
public record Augmentation(double rotation, double smallestArea, double largestArea, double flip) {
    /** Pictures stay as they are. */
    public static final Augmentation NONE = new Augmentation(0, 1, 1, 0);

    /** What the paper did, in our reading. */
    public static final Augmentation PAPER = new Augmentation(10, .4, 1, 0);

    /** torchvision's limits of the part's width divided by its height. */
    private static final double NARROWEST = 3 / 4.0;
    private static final double WIDEST = 4 / 3.0;
    private static final int ATTEMPTS = 10;

    /**
     * One variation. The part shown is given in fractions of the turned picture.
     *
     * @param degrees anticlockwise, around the picture's centre
     * @param left    left edge of the part, 0 at the picture's left
     * @param top     upper edge of the part, 0 at the picture's top
     * @param width   width of the part
     * @param height  height of the part
     * @param flipped whether left and right change places, last of all
     */
    public record Draw(double degrees, double left, double top, double width, double height, boolean flipped) {
        /** The picture as it is. */
        public static final Draw IDENTITY = new Draw(0, 0, 0, 1, 1, false);
    }

    public Augmentation {
        require(rotation >= 0 && rotation <= 180, "rotation " + rotation, "0 to 180 degrees");
        require(smallestArea > 0 && smallestArea <= largestArea && largestArea <= 1,
                "crop area " + smallestArea + " to " + largestArea, "a smallest and a largest part above 0 and up to 1");
        require(flip >= 0 && flip <= 1, "chance of a flip " + flip, "0 to 1");
    }

    /** Whether pictures stay as they are. */
    public boolean isNone() {
        return rotation == 0 && smallestArea == 1 && flip == 0;
    }

    /**
     * Draws a variation. As in torchvision, area and logarithm of the shape are uniform, ten draws are tried until the
     * part fits into the picture, and else the largest middle part of an allowed shape is taken.
     *
     * @param seed   the same seed gives the same variation
     * @param aspect width of the picture divided by its height, as it is seen
     */
    public Draw draw(long seed, double aspect) {
        if (isNone()) {
            return Draw.IDENTITY;
        }
        SplittableRandom random = new SplittableRandom(seed);
        double degrees = (2 * random.nextDouble() - 1) * rotation;
        boolean flipped = random.nextDouble() < flip;
        if (smallestArea == 1) {
            return new Draw(degrees, 0, 0, 1, 1, flipped);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double area = smallestArea + random.nextDouble() * (largestArea - smallestArea);
            double shape = NARROWEST * Math.pow(WIDEST / NARROWEST, random.nextDouble());
            double width = Math.sqrt(area * shape / aspect);
            double height = Math.sqrt(area * aspect / shape);
            if (width <= 1 && height <= 1) {
                return new Draw(degrees, random.nextDouble() * (1 - width), random.nextDouble() * (1 - height), width,
                        height, flipped);
            }
        }
        double width = Math.min(1, WIDEST / aspect);
        double height = Math.min(1, aspect / NARROWEST);
        return new Draw(degrees, (1 - width) / 2, (1 - height) / 2, width, height, flipped);
    }

    private static void require(boolean holds, String setting, String instead) {
        if (!holds) {
            throw new UserException("An augmentation with a " + setting + " is not possible: write " + instead + ".");
        }
    }
}
