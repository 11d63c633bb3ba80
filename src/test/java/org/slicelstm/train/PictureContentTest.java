package org.slicelstm.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.slicelstm.image.Intensity;
import org.slicelstm.image.StoredSlice;

class PictureContentTest {
    private static final Intensity PICTURE = Intensity.picture(8);

    @Test
    void dependsOnThePixelsAndOnWhatTheyMean() {
        PictureContent one = content(PICTURE, 0, 10, 20, 30);
        assertThat(content(PICTURE, 0, 10, 20, 30)).isEqualTo(one);
        assertThat(content(PICTURE, 0, 10, 20, 31).pixels()).isNotEqualTo(one.pixels());
        PictureContent hounsfield = content(new Intensity(true, 1, -9, null, null, 8, false, List.of(), 1), 0, 10, 20, 30);
        assertThat(hounsfield.pixels()).isEqualTo(one.pixels());
        assertThat(hounsfield.shown()).isNotEqualTo(one.shown());
        assertThat(one.nearConstant()).isFalse();
        assertThat(content(PICTURE, 7, 7, 8, 7).nearConstant()).isTrue();
    }

    private static PictureContent content(Intensity intensity, int... grey) {
        byte[] bytes = new byte[grey.length];
        for (int i = 0; i < grey.length; i++) {
            bytes[i] = (byte) grey[i];
        }
        return PictureContent.of(new StoredSlice(ArrayImgs.unsignedBytes(bytes, 2, 2), intensity));
    }
}
