package org.slicelstm.image.read;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slicelstm.cohort.DicomHeader;
import org.slicelstm.cohort.NotASliceException;

/** What grouping and ordering need of a data set, for each of its frames. */
final class DicomHeaders {
    private static final Set<String> NO_AGENT = Set.of("", "NONE", "NO", "N", "0");

    private DicomHeaders() {
    }

    /** The groups of elements that hold for one frame of an enhanced object: its own before the shared ones. */
    static DicomDataSet group(DicomDataSet data, int frame, Tag sequence) {
        List<DicomDataSet> perFrame = data.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
        if (frame < perFrame.size() && !perFrame.get(frame).items(sequence).isEmpty()) {
            return perFrame.get(frame).items(sequence).get(0);
        }
        List<DicomDataSet> shared = data.items(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE);
        if (!shared.isEmpty() && !shared.get(0).items(sequence).isEmpty()) {
            return shared.get(0).items(sequence).get(0);
        }
        return data;
    }

    static DicomHeader of(DicomDataSet data, int frame, int frames) throws NotASliceException {
        List<Double> position = group(data, frame, Tag.PLANE_POSITION_SEQUENCE)
                .numbersOrNone(Tag.IMAGE_POSITION_PATIENT, 3);
        List<Double> orientation = group(data, frame, Tag.PLANE_ORIENTATION_SEQUENCE)
                .numbersOrNone(Tag.IMAGE_ORIENTATION_PATIENT, 6);
        DicomDataSet measures = group(data, frame, Tag.PIXEL_MEASURES_SEQUENCE);
        List<Double> thickness = measures.numbersOrNone(Tag.SLICE_THICKNESS, 1);
        List<Double> spacing = measures.numbersOrNone(Tag.PIXEL_SPACING, 2);
        String agent = data.text(Tag.CONTRAST_BOLUS_AGENT).toUpperCase(Locale.ROOT);
        return new DicomHeader(patientKey(data), data.text(Tag.STUDY_INSTANCE_UID), data.text(Tag.SERIES_INSTANCE_UID),
                data.text(Tag.SOP_INSTANCE_UID), sopClass(data), modality(data), data.texts(Tag.IMAGE_TYPE),
                integerOrNull(data, Tag.SERIES_NUMBER),
                frames > 1 ? Integer.valueOf(frame + 1) : integerOrNull(data, Tag.INSTANCE_NUMBER),
                position.isEmpty() ? null : position, orientation.isEmpty() ? null : orientation,
                thickness.isEmpty() ? Double.NaN : thickness.get(0),
                group(data, frame, Tag.CT_RECONSTRUCTION_SEQUENCE).text(Tag.CONVOLUTION_KERNEL),
                !NO_AGENT.contains(agent) || !data.items(Tag.CONTRAST_BOLUS_AGENT_SEQUENCE).isEmpty(),
                new DicomHeader.Scan(data.text(Tag.FRAME_OF_REFERENCE_UID),
                        integerOrNull(data, Tag.ACQUISITION_NUMBER), data.text(Tag.SERIES_DESCRIPTION),
                        spacing.isEmpty() ? null : spacing),
                data.text(Tag.BODY_PART_EXAMINED));
    }

    static String sopClass(DicomDataSet data) {
        return data.has(Tag.SOP_CLASS_UID) ? data.text(Tag.SOP_CLASS_UID) : data.text(Tag.MEDIA_STORAGE_SOP_CLASS_UID);
    }

    static String modality(DicomDataSet data) {
        return data.text(Tag.MODALITY);
    }

    /** Numbers that only help to order: one that is no number is as good as none. */
    private static Integer integerOrNull(DicomDataSet data, Tag tag) {
        try {
            return data.integer(tag);
        } catch (NotASliceException notANumber) {
            return null;
        }
    }

    private static String patientKey(DicomDataSet data) {
        String joined = String.join("\0", data.text(Tag.PATIENT_ID), data.text(Tag.PATIENT_NAME),
                data.text(Tag.PATIENT_BIRTH_DATE));
        if (joined.equals("\0\0")) {
            return "";
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(joined.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
