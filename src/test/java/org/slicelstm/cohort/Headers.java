package org.slicelstm.cohort;

import java.nio.file.Path;
import java.util.List;

/** Headers of a plain axial CT slice for tests, changed field by field. */
record Headers(DicomHeader header) {
    static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    static final String SECONDARY = "1.2.840.10008.5.1.4.1.1.7";
    static final List<Double> AXIAL = List.of(1.0, 0.0, 0.0, 0.0, 1.0, 0.0);
    static final List<Double> CORONAL = List.of(1.0, 0.0, 0.0, 0.0, 0.0, -1.0);
    static final List<Double> SAGITTAL = List.of(0.0, 1.0, 0.0, 0.0, 0.0, -1.0);

    /** Slice {@code number} of series 9.1 of study 1.1 of patient A, {@code number} × 5 mm above the origin. */
    static Headers ct(int number) {
        return new Headers(new DicomHeader("A", "1.1", "9.1", "7." + number, CT, "CT",
                List.of("ORIGINAL", "PRIMARY", "AXIAL"), 1, number, List.of(-120.0, -120.0, 5.0 * number), AXIAL, 5,
                "STANDARD", false, DicomHeader.Scan.UNKNOWN, ""));
    }

    Headers patient(String key) {
        return with(key, header.studyUid(), header.seriesUid(), header.instanceUid());
    }

    Headers study(String uid) {
        return with(header.patientKey(), uid, header.seriesUid(), header.instanceUid());
    }

    /** Another series; its instances get UIDs of their own. */
    Headers series(String uid, Integer number) {
        DicomHeader h = header;
        return new Headers(new DicomHeader(h.patientKey(), h.studyUid(), uid, uid + h.instanceUid(), h.sopClassUid(),
                h.modality(), h.imageType(), number, h.instanceNumber(), h.position(), h.orientation(),
                h.sliceThickness(), h.kernel(), h.contrast(), h.scan(), h.bodyPart()));
    }

    Headers instance(String uid) {
        return with(header.patientKey(), header.studyUid(), header.seriesUid(), uid);
    }

    private Headers with(String patient, String study, String series, String instance) {
        DicomHeader h = header;
        return new Headers(new DicomHeader(patient, study, series, instance, h.sopClassUid(), h.modality(),
                h.imageType(), h.seriesNumber(), h.instanceNumber(), h.position(), h.orientation(),
                h.sliceThickness(), h.kernel(), h.contrast(), h.scan(), h.bodyPart()));
    }

    Headers number(Integer instanceNumber) {
        return placed(instanceNumber, header.position(), header.orientation());
    }

    Headers at(Double x, Double y, Double z) {
        return placed(header.instanceNumber(), List.of(x, y, z), header.orientation());
    }

    Headers withoutPosition() {
        return placed(header.instanceNumber(), null, header.orientation());
    }

    Headers facing(List<Double> orientation) {
        return placed(header.instanceNumber(), header.position(), orientation);
    }

    private Headers placed(Integer instanceNumber, List<Double> position, List<Double> orientation) {
        DicomHeader h = header;
        return new Headers(new DicomHeader(h.patientKey(), h.studyUid(), h.seriesUid(), h.instanceUid(),
                h.sopClassUid(), h.modality(), h.imageType(), h.seriesNumber(), instanceNumber, position, orientation,
                h.sliceThickness(), h.kernel(), h.contrast(), h.scan(), h.bodyPart()));
    }

    Headers thickness(double millimetres) {
        return scanned(millimetres, header.scan());
    }

    /** Slices of one frame of reference are of one person on the table. */
    Headers frame(String uid) {
        DicomHeader.Scan s = header.scan();
        return scanned(header.sliceThickness(),
                new DicomHeader.Scan(uid, s.acquisition(), s.description(), s.pixelSpacing()));
    }

    Headers acquisition(int number) {
        DicomHeader.Scan s = header.scan();
        return scanned(header.sliceThickness(),
                new DicomHeader.Scan(s.frameOfReferenceUid(), number, s.description(), s.pixelSpacing()));
    }

    Headers spacing(double millimetres) {
        DicomHeader.Scan s = header.scan();
        return scanned(header.sliceThickness(), new DicomHeader.Scan(s.frameOfReferenceUid(),
                s.acquisition(), s.description(), List.of(millimetres, millimetres)));
    }

    private Headers scanned(double thickness, DicomHeader.Scan scan) {
        DicomHeader h = header;
        return new Headers(new DicomHeader(h.patientKey(), h.studyUid(), h.seriesUid(), h.instanceUid(),
                h.sopClassUid(), h.modality(), h.imageType(), h.seriesNumber(), h.instanceNumber(), h.position(),
                h.orientation(), thickness, h.kernel(), h.contrast(), scan, h.bodyPart()));
    }

    Headers bodyPart(String part) {
        DicomHeader h = header;
        return new Headers(new DicomHeader(h.patientKey(), h.studyUid(), h.seriesUid(), h.instanceUid(),
                h.sopClassUid(), h.modality(), h.imageType(), h.seriesNumber(), h.instanceNumber(), h.position(),
                h.orientation(), h.sliceThickness(), h.kernel(), h.contrast(), h.scan(), part));
    }

    Headers secondary() {
        return described(SECONDARY, "OT", header.imageType(), header.kernel(), false);
    }

    Headers modality(String modality) {
        return described("", modality, header.imageType(), header.kernel(), false);
    }

    Headers imageType(String... values) {
        return described(header.sopClassUid(), header.modality(), List.of(values), header.kernel(), false);
    }

    Headers kernel(String kernel) {
        return described(header.sopClassUid(), header.modality(), header.imageType(), kernel, header.contrast());
    }

    Headers contrast() {
        return described(header.sopClassUid(), header.modality(), header.imageType(), header.kernel(), true);
    }

    private Headers described(String sopClass, String modality, List<String> type, String kernel, boolean contrast) {
        DicomHeader h = header;
        return new Headers(new DicomHeader(h.patientKey(), h.studyUid(), h.seriesUid(), h.instanceUid(), sopClass,
                modality, type, h.seriesNumber(), h.instanceNumber(), h.position(), h.orientation(),
                h.sliceThickness(), kernel, contrast, h.scan(), h.bodyPart()));
    }

    Slice slice(String file) {
        return frame(file, 0, 1);
    }

    Slice frame(String file, int frame, int frames) {
        return new Slice(Path.of(file), file, frame, frames, 512, 512, header);
    }

    static Slice picture(String file) {
        return new Slice(Path.of(file), file, 0, 1, 256, 256, null);
    }
}
