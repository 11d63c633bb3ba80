package org.slicelstm.image.read;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The DICOM elements that are read (PS3.6); all others are walked over and never kept. {@link #keyword()} names an
 * element in messages.
 */
enum Tag {
    TRANSFER_SYNTAX_UID(0x00020010, "TransferSyntaxUID"),
    MEDIA_STORAGE_SOP_CLASS_UID(0x00020002, "MediaStorageSOPClassUID"),
    IMAGE_TYPE(0x00080008, "ImageType"),
    SOP_CLASS_UID(0x00080016, "SOPClassUID"),
    SOP_INSTANCE_UID(0x00080018, "SOPInstanceUID"),
    MODALITY(0x00080060, "Modality"),
    SERIES_DESCRIPTION(0x0008103E, "SeriesDescription"),
    PATIENT_NAME(0x00100010, "PatientName"),
    PATIENT_ID(0x00100020, "PatientID"),
    PATIENT_BIRTH_DATE(0x00100030, "PatientBirthDate"),
    CONTRAST_BOLUS_AGENT(0x00180010, "ContrastBolusAgent"),
    CONTRAST_BOLUS_AGENT_SEQUENCE(0x00180012, "ContrastBolusAgentSequence", true),
    BODY_PART_EXAMINED(0x00180015, "BodyPartExamined"),
    SLICE_THICKNESS(0x00180050, "SliceThickness"),
    IMAGER_PIXEL_SPACING(0x00181164, "ImagerPixelSpacing"),
    CONVOLUTION_KERNEL(0x00181210, "ConvolutionKernel"),
    CT_RECONSTRUCTION_SEQUENCE(0x00189314, "CTReconstructionSequence", true),
    STUDY_INSTANCE_UID(0x0020000D, "StudyInstanceUID"),
    SERIES_INSTANCE_UID(0x0020000E, "SeriesInstanceUID"),
    SERIES_NUMBER(0x00200011, "SeriesNumber"),
    ACQUISITION_NUMBER(0x00200012, "AcquisitionNumber"),
    INSTANCE_NUMBER(0x00200013, "InstanceNumber"),
    IMAGE_POSITION_PATIENT(0x00200032, "ImagePositionPatient"),
    IMAGE_ORIENTATION_PATIENT(0x00200037, "ImageOrientationPatient"),
    FRAME_OF_REFERENCE_UID(0x00200052, "FrameOfReferenceUID"),
    PLANE_POSITION_SEQUENCE(0x00209113, "PlanePositionSequence", true),
    PLANE_ORIENTATION_SEQUENCE(0x00209116, "PlaneOrientationSequence", true),
    SAMPLES_PER_PIXEL(0x00280002, "SamplesPerPixel"),
    PHOTOMETRIC_INTERPRETATION(0x00280004, "PhotometricInterpretation"),
    PLANAR_CONFIGURATION(0x00280006, "PlanarConfiguration"),
    NUMBER_OF_FRAMES(0x00280008, "NumberOfFrames"),
    ROWS(0x00280010, "Rows"),
    COLUMNS(0x00280011, "Columns"),
    PIXEL_SPACING(0x00280030, "PixelSpacing"),
    PIXEL_ASPECT_RATIO(0x00280034, "PixelAspectRatio"),
    BITS_ALLOCATED(0x00280100, "BitsAllocated"),
    BITS_STORED(0x00280101, "BitsStored"),
    HIGH_BIT(0x00280102, "HighBit"),
    PIXEL_REPRESENTATION(0x00280103, "PixelRepresentation"),
    PIXEL_PADDING_VALUE(0x00280120, "PixelPaddingValue"),
    PIXEL_PADDING_RANGE_LIMIT(0x00280121, "PixelPaddingRangeLimit"),
    WINDOW_CENTER(0x00281050, "WindowCenter"),
    WINDOW_WIDTH(0x00281051, "WindowWidth"),
    RESCALE_INTERCEPT(0x00281052, "RescaleIntercept"),
    RESCALE_SLOPE(0x00281053, "RescaleSlope"),
    RESCALE_TYPE(0x00281054, "RescaleType"),
    VOI_LUT_FUNCTION(0x00281056, "VOILUTFunction"),
    RED_PALETTE_DESCRIPTOR(0x00281101, "RedPaletteColorLookupTableDescriptor"),
    GREEN_PALETTE_DESCRIPTOR(0x00281102, "GreenPaletteColorLookupTableDescriptor"),
    BLUE_PALETTE_DESCRIPTOR(0x00281103, "BluePaletteColorLookupTableDescriptor"),
    RED_PALETTE(0x00281201, "RedPaletteColorLookupTableData"),
    GREEN_PALETTE(0x00281202, "GreenPaletteColorLookupTableData"),
    BLUE_PALETTE(0x00281203, "BluePaletteColorLookupTableData"),
    MODALITY_LUT_SEQUENCE(0x00283000, "ModalityLUTSequence", true),
    PIXEL_MEASURES_SEQUENCE(0x00289110, "PixelMeasuresSequence", true),
    FRAME_VOI_LUT_SEQUENCE(0x00289132, "FrameVOILUTSequence", true),
    PIXEL_VALUE_TRANSFORMATION_SEQUENCE(0x00289145, "PixelValueTransformationSequence", true),
    SHARED_FUNCTIONAL_GROUPS_SEQUENCE(0x52009229, "SharedFunctionalGroupsSequence", true),
    PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE(0x52009230, "PerFrameFunctionalGroupsSequence", true),
    FLOAT_PIXEL_DATA(0x7FE00008, "FloatPixelData"),
    DOUBLE_FLOAT_PIXEL_DATA(0x7FE00009, "DoubleFloatPixelData");

    /** PixelData: the parser stops at it. */
    static final int PIXEL_DATA = 0x7FE00010;
    static final int ITEM = 0xFFFEE000;
    static final int ITEM_DELIMITATION = 0xFFFEE00D;
    static final int SEQUENCE_DELIMITATION = 0xFFFEE0DD;

    private static final Map<Integer, Tag> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(tag -> tag.number, Function.identity()));

    private final int number;
    private final String keyword;
    private final boolean sequence;

    Tag(int number, String keyword) {
        this(number, keyword, false);
    }

    Tag(int number, String keyword, boolean sequence) {
        this.number = number;
        this.keyword = keyword;
        this.sequence = sequence;
    }

    /** The element of a number (group in the high 16 bits), or null where it is not one that is read. */
    static Tag of(int number) {
        return BY_NUMBER.get(number);
    }

    String keyword() {
        return keyword;
    }

    /** Whether its value is a sequence of items, which an implicit data set does not say. */
    boolean isSequence() {
        return sequence;
    }
}
