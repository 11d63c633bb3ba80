package org.slicelstm.image.read;

import java.io.Closeable;
import java.io.IOException;

/**
 * A DICOM file read up to the first byte of its pixels.
 *
 * @param data              the data set
 * @param transferSyntaxUid how the pixels are written, empty where the file does not say
 * @param pixels            where they are, or null where the object has none
 * @param input             stands at the first byte of the pixels
 * @param parser            reads on behind the pixels
 */
record DicomFile(DicomDataSet data, String transferSyntaxUid, PixelElement pixels, DicomInput input,
                 DicomParser parser)
        implements Closeable {

    /**
     * The PixelData element.
     *
     * @param length bytes, −1 where it is undefined: the pixels are in fragments
     * @param words  whether its value representation is OW: 16-bit words in the byte order of the data set
     */
    record PixelElement(long length, boolean words) { }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
