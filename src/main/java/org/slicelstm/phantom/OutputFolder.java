package org.slicelstm.phantom;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slicelstm.UserException;

/** A folder of phantoms that appears whole or not at all: filled beside its place, then moved. */
final class OutputFolder implements Closeable {
    private final Path place;
    private final Path part;

    private OutputFolder(Path place, Path part) {
        this.place = place;
        this.part = part;
    }

    /**
     * Starts a folder.
     *
     * @param out missing, empty or holding phantoms only
     * @throws UserException if it holds anything else
     */
    static OutputFolder open(Path out) throws IOException {
        Path place = Files.exists(out) ? out.toRealPath() : out.toAbsolutePath().normalize();
        Path parent = place.getParent();
        if (parent == null) {
            throw new UserException("Phantoms cannot be written to " + out + " itself; name a folder below it.");
        }
        if (Files.exists(place) && !isEmpty(place) && !holdsPhantomsOnly(place)) {
            throw new UserException(out + " exists and holds other things than phantoms; name a new or empty folder.");
        }
        Files.createDirectories(parent);
        return new OutputFolder(place, Files.createDirectory(beside(place)));
    }

    /** Where to write. */
    Path path() {
        return part;
    }

    /** Puts the folder into its place and returns that. */
    Path moveIntoPlace() throws IOException {
        if (!Files.exists(place)) {
            return Files.move(part, place);
        }
        Path old = beside(place);
        Files.move(place, old);
        try {
            Files.move(part, place);
        } catch (IOException e) {
            Files.move(old, place);
            throw e;
        }
        delete(old);
        return place;
    }

    /** Removes what did not get into its place. */
    @Override
    public void close() throws IOException {
        if (Files.exists(part)) {
            delete(part);
        }
    }

    private static Path beside(Path place) {
        return place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Our tables, our masks and the folders that the table names: what may be replaced without loss. */
    private static boolean holdsPhantomsOnly(Path folder) throws IOException {
        Path table = folder.resolve(PhantomCohort.TABLE);
        if (!Files.isRegularFile(table) || !MaskArchive.isOurs(folder.resolve(PhantomCohort.MASKS))) {
            return false;
        }
        List<String> lines = List.of(Files.readString(table, StandardCharsets.ISO_8859_1).split("\n"));
        if (!lines.get(0).equals(PhantomCohort.tableHeader())) {
            return false;
        }
        Set<String> ours = lines.stream().skip(1).map(line -> line.split(",")[0])
                .collect(Collectors.toCollection(HashSet::new));
        ours.add(PhantomCohort.TABLE);
        ours.add(PhantomCohort.SLICES);
        ours.add(PhantomCohort.MASKS);
        // Two levels: patients and their slices; something a user put beside the slices is foreign as well.
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(entry -> !entry.equals(folder)).map(folder::relativize)
                    .allMatch(entry -> ours.contains(entry.getName(0).toString()) && (entry.getNameCount() == 1
                            || entry.getNameCount() == 2 && entry.toString().matches(".*\\.(jpg|dcm)")));
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
