package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.slicelstm.cohort.NotASliceException;
import org.slicelstm.cohort.Slice;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.Preprocessing;
import org.slicelstm.image.StoredSlice;
import org.slicelstm.image.Windowing;

class PictureContentTest {
    private static final Intensity PICTURE = Intensity.picture(8);

    @Test
    void dependsOnThePixelsAndOnWhatTheyMean() throws NotASliceException {
        PictureContent one = content(PICTURE, 0, 10, 20, 30);
        assertThat(content(PICTURE, 0, 10, 20, 30)).isEqualTo(one);
        assertThat(content(PICTURE, 0, 10, 20, 31).pixels()).isNotEqualTo(one.pixels());
        PictureContent hounsfield = content(new Intensity(true, 1, -9, null, null, 8, false, List.of(), 1), 0, 10, 20, 30);
        assertThat(hounsfield.pixels()).isEqualTo(one.pixels());
        assertThat(hounsfield.shown()).isNotEqualTo(one.shown());
        assertThat(one.nearConstant()).isFalse();
        assertThat(content(PICTURE, 7, 7, 8, 7).nearConstant()).isTrue();
    }

    @Test
    void aPictureOfOneValueIsNoSlice() {
        assertThatThrownBy(() -> content(PICTURE, 7, 7, 7, 7)).isInstanceOf(NotASliceException.class)
                .hasMessageContaining("same value");
    }

    private static PictureContent content(Intensity intensity, int... grey) throws NotASliceException {
        byte[] bytes = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) {
            bytes[i] = (byte) grey[i];
        }
        return PictureContent.of(new Slice(Path.of("1.png"), "1.png", 0, 1, 2, 2, null),
                new StoredSlice(ArrayImgs.unsignedBytes(bytes, 2, 2), intensity),
                new Preprocessing(2, 2, true, Windowing.BRAIN, Preprocessing.Crop.NONE,
                        Preprocessing.StoredMeaning.AUTO));
    }
}
