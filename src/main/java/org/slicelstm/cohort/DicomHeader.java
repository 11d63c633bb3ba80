package org.slicelstm.cohort;

import java.util.List;

/**
 * What grouping and ordering need of one DICOM frame's header. UIDs and the patient key stay in memory: none of them
 * reaches a result, a log or a cache.
 *
 * @param patientKey     tells patients apart: a hash over PatientID, PatientName and PatientBirthDate; empty where the
 *                       header has none of them
 * @param studyUid       StudyInstanceUID, empty where missing
 * @param seriesUid      SeriesInstanceUID, empty where missing
 * @param instanceUid    SOPInstanceUID, empty where missing
 * @param sopClassUid    SOPClassUID, empty where missing
 * @param modality       Modality (CT, MR, …), empty where missing
 * @param imageType      the values of ImageType
 * @param seriesNumber   SeriesNumber, or null
 * @param instanceNumber InstanceNumber (for multi-frame files the frame's place in its stack), or null
 * @param position       ImagePositionPatient in mm: x, y, z, or null
 * @param orientation    ImageOrientationPatient: direction cosines of the row and of the column, six values, or null
 * @param sliceThickness SliceThickness in mm, or NaN
 * @param kernel         ConvolutionKernel, empty where missing
 * @param contrast       whether a ContrastBolusAgent is named
 * @param scan           which scan the slice is of, as far as headers tell
 * @param bodyPart       BodyPartExamined, empty where missing
 */
public record DicomHeader(String patientKey, String studyUid, String seriesUid, String instanceUid,
                          String sopClassUid, String modality, List<String> imageType, Integer seriesNumber,
                          Integer instanceNumber, List<Double> position, List<Double> orientation,
                          double sliceThickness, String kernel, boolean contrast, Scan scan, String bodyPart) {

    /**
     * Which scan a slice is of: what two scans, or two people's, rarely have in common.
     *
     * @param frameOfReferenceUid FrameOfReferenceUID, empty where missing
     * @param acquisition         AcquisitionNumber, or null
     * @param description         SeriesDescription, empty where missing; free text, never shown
     * @param pixelSpacing        PixelSpacing in mm, between rows and between columns, or null
     */
    public record Scan(String frameOfReferenceUid, Integer acquisition, String description,
                       List<Double> pixelSpacing) {
        /** Headers that tell nothing of it. */
        public static final Scan UNKNOWN = new Scan("", null, "", null);

        public Scan {
            pixelSpacing = pixelSpacing == null ? null : List.copyOf(pixelSpacing);
        }
    }

    public DicomHeader {
        imageType = List.copyOf(imageType);
        position = position == null ? null : List.copyOf(position);
        orientation = orientation == null ? null : List.copyOf(orientation);
    }
}
