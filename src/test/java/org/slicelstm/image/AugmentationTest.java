package org.slicelstm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slicelstm.UserException;
import org.slicelstm.image.Augmentation.Draw;

class AugmentationTest {
    private static List<Draw> draws(Augmentation how, double aspect) {
        return LongStream.range(0, 4000).mapToObj(seed -> how.draw(seed, aspect)).toList();
    }

    @Test
    void drawsWithinThePapersLimits() {
        List<Draw> draws = draws(Augmentation.PAPER, 1);
        DoubleSummaryStatistics degrees = draws.stream().mapToDouble(Draw::degrees).summaryStatistics();
        assertThat(degrees.getMin()).isBetween(-10.0, -9.9);
        assertThat(degrees.getMax()).isBetween(9.9, 10.0);
        assertThat(degrees.getAverage()).isCloseTo(0, within(.4));
        DoubleSummaryStatistics areas = draws.stream().mapToDouble(each -> each.width() * each.height())
                .summaryStatistics();
        assertThat(areas.getMin()).isBetween(.4, .41);
        assertThat(areas.getMax()).isBetween(.97, 1.0);
        assertThat(draws).allSatisfy(each -> {
            assertThat(each.width() / each.height()).isBetween(.75 - 1e-9, 4 / 3.0 + 1e-9);
            assertThat(each.left()).isBetween(0.0, 1 - each.width());
            assertThat(each.top()).isBetween(0.0, 1 - each.height());
            assertThat(each.flipped()).isFalse();
        });
    }

    @Test
    void theShapeIsThatWhichIsSeen() {
        assertThat(draws(Augmentation.PAPER, 2)).allSatisfy(each -> {
            assertThat(each.width() * 2 / each.height()).isBetween(.75 - 1e-9, 4 / 3.0 + 1e-9);
            assertThat(each.height()).isLessThanOrEqualTo(1);
        });
        // Nothing of an allowed shape covers all of a wide picture: its middle does.
        Draw middle = new Augmentation(0, .99, 1, 0).draw(1, 2);
        assertThat(middle.width()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(middle.height()).isEqualTo(1);
        assertThat(middle.left()).isCloseTo(1 / 6.0, within(1e-12));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertThat(Augmentation.PAPER.draw(5, 1)).isEqualTo(Augmentation.PAPER.draw(5, 1))
                .isNotEqualTo(Augmentation.PAPER.draw(6, 1));
    }

    @Test
    void flipsAsOftenAsAsked() {
        long flipped = draws(new Augmentation(0, 1, 1, .25), 1).stream().filter(Draw::flipped).count();
        assertThat(flipped / 4000.0).isCloseTo(.25, within(.03));
    }

    @Test
    void noneIsThePictureItself() {
        assertThat(draws(Augmentation.NONE, 1.3)).containsOnly(Draw.IDENTITY);
        assertThat(Augmentation.NONE.isNone()).isTrue();
        assertThat(Augmentation.PAPER.isNone()).isFalse();
    }

    @Test
    void refusesWhatIsNotPossible() {
        assertThatThrownBy(() -> new Augmentation(181, 1, 1, 0)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new Augmentation(0, 0, 1, 0)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new Augmentation(0, .9, .5, 0)).isInstanceOf(UserException.class)
                .hasMessageContaining("crop area 0.9 to 0.5");
        assertThatThrownBy(() -> new Augmentation(0, 1, 1, Double.NaN)).isInstanceOf(UserException.class);
    }
}
