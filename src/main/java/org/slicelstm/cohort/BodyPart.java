package org.slicelstm.cohort;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells from BodyPartExamined whether a slice is of another part of the body than the head. Only DICOM's own terms
 * (PS3.16, Annex L) are known: any other text tells nothing and is never repeated.
 */
final class BodyPart {
    /** Terms of the head and of what lies in it: one of them and it is a head, whatever else is named. */
    private static final Set<String> HEAD = Set.of(
            "HEAD", "HEADNECK", "BRAIN", "SKULL", "CEREBRUM", "CEREBELLUM", "PITUITARY", "FACE", "FACIALBONES",
            "ORBIT", "EYE", "EYES", "EAR", "IAC", "TEMPORALBONE", "MASTOID", "SINUS", "SINUSES", "PARANASALSINUS",
            "MAXILLA", "MANDIBLE", "JAW", "TMJ", "NOSE", "NASAL", "ZYGOMA", "SELLA", "CAROTID", "INTRACRANIAL",
            "HNCHESTABDPEL", "WHOLEBODY");
    private static final Set<String> OTHER = Set.of(
            "ABDOMEN", "ABDOMENPELVIS", "ABDOMINALAORTA", "ADRENAL", "ANKLE", "AORTA", "AORTICARCH", "APPENDIX",
            "ARM", "AXILLA", "BACK", "BILEDUCT", "BLADDER", "BREAST", "BRONCHUS", "BUTTOCK", "CALCANEUS", "CALF",
            "CERVIX", "CHEST", "CHESTABDOMEN", "CHESTABDPELVIS", "CLAVICLE", "COCCYX", "COLON", "CSPINE", "CTSPINE",
            "DUODENUM", "ELBOW", "ESOPHAGUS", "EXTREMITY", "FEMUR", "FIBULA", "FINGER", "FOOT", "FOREARM",
            "FOREFOOT", "GALLBLADDER", "HAND", "HEART", "HIP", "HUMERUS", "ILIUM", "JEJUNUM", "KIDNEY", "KNEE",
            "LEG", "LIVER", "LSPINE", "LSSPINE", "LUNG", "LUNGS", "MEDIASTINUM", "NECK", "NECKCHEST",
            "NECKCHESTABDOMEN", "NECKCHESTABDPELV", "PANCREAS", "PELVIS", "PELVISLOWEXTREMT", "PROSTATE", "RADIUS",
            "RADIUSULNA", "RECTUM", "RIB", "RIBS", "SACRUM", "SCAPULA", "SHOULDER", "SIJOINT", "SPINE", "SPLEEN",
            "SSPINE", "STERNUM", "STOMACH", "THIGH", "THORAX", "THUMB", "TIBIA", "TIBIAFIBULA", "TLSPINE", "TOE",
            "TRACHEA", "TSPINE", "ULNA", "UPPERARM", "URETER", "UTERUS", "WRIST");

    private BodyPart() {
    }

    /** The known terms of other parts in a value of BodyPartExamined; none where it may be a head or tells nothing. */
    private static List<String> others(String bodyPart) {
        List<String> words = List.of(bodyPart.toUpperCase(Locale.ROOT).split("[^A-Z]+"));
        return words.stream().anyMatch(HEAD::contains) ? List.of() : words.stream().filter(OTHER::contains).toList();
    }

    /** A warning where headers name another part of the body than the head; none elsewhere. */
    static List<String> warnings(List<Slice> slices) {
        SortedSet<String> named = new TreeSet<>();
        int count = 0;
        for (Slice slice : slices) {
            List<String> others = slice.isDicom() ? others(slice.dicom().bodyPart()) : List.of();
            named.addAll(others);
            count += others.isEmpty() ? 0 : 1;
        }
        return count == 0 ? List.of() : List.of("The headers of " + count + " of " + slices.size() + " slices name "
                + "another part of the body than the head (" + String.join(", ", named) + "), which a model of head CT "
                + "has not seen: leave them out if the header is right.");
    }
}
