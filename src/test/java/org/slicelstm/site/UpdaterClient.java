package org.slicelstm.site;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.scijava.util.FileUtils;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Installs from an update site as ImageJ's updater does: files by their names without versions, jars by their classes,
 * obsolete files taken away unless they were changed.
 */
final class UpdaterClient {
    private final String url;
    private final String platform;
    private final Path fiji;

    /** @param url ends in a slash */
    UpdaterClient(String url, String platform, Path fiji) {
        this.url = url;
        this.platform = platform;
        this.fiji = fiji;
    }

    /** A file of the site: what it is now, if anything, and the checksums that it had. */
    record Entry(String filename, List<String> platforms, String checksum, String timestamp, long size,
                 List<Earlier> earlier) {
    }

    /** What a file was. */
    record Earlier(String filename, String timestamp, String obsolete, String checksum) {
    }

    /** The site's files by their names without versions. */
    Map<String, Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Element root = document(download("db.xml.gz"));
        for (Element plugin : children(root, "plugin")) {
            String filename = plugin.getAttribute("filename");
            List<Element> version = children(plugin, "version");
            Entry entry = new Entry(filename,
                    children(plugin, "platform").stream().map(Element::getTextContent).toList(),
                    version.isEmpty() ? null : version.get(0).getAttribute("checksum"),
                    version.isEmpty() ? null : version.get(0).getAttribute("timestamp"),
                    version.isEmpty() ? 0 : Long.parseLong(version.get(0).getAttribute("filesize")),
                    children(plugin, "previous-version").stream().map(each -> new Earlier(
                            each.hasAttribute("filename") ? each.getAttribute("filename") : filename,
                            each.getAttribute("timestamp"), each.getAttribute("timestamp-obsolete"),
                            each.getAttribute("checksum"))).toList());
            if (entries.put(FileUtils.stripFilenameVersion(filename), entry) != null) {
                throw new AssertionError(filename + " stands in the database twice");
            }
        }
        return entries;
    }

    /** Installs and updates everything for the platform; returns the files that came or went. */
    List<String> update() {
        List<String> changed = new ArrayList<>();
        for (Entry entry : entries().values()) {
            if (!entry.platforms().isEmpty() && !entry.platforms().contains(platform)) {
                continue;
            }
            for (Earlier earlier : entry.earlier()) {
                Path old = fiji.resolve(earlier.filename());
                boolean goes = entry.checksum() == null || !earlier.filename().equals(entry.filename());
                if (goes && Files.exists(old) && checksum(earlier.filename(), old).equals(earlier.checksum())) {
                    delete(old);
                    changed.add("-" + earlier.filename());
                }
            }
            if (entry.checksum() != null && install(entry)) {
                changed.add("+" + entry.filename());
            }
        }
        return changed;
    }

    private boolean install(Entry entry) {
        Path file = fiji.resolve(entry.filename());
        if (Files.exists(file) && checksum(entry.filename(), file).equals(entry.checksum())) {
            return false;
        }
        byte[] content = download((entry.filename() + "-" + entry.timestamp()).replace(" ", "%20"));
        if (content.length != entry.size()) {
            throw new AssertionError(entry.filename() + " has " + content.length + " bytes");
        }
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!checksum(entry.filename(), file).equals(entry.checksum())) {
            throw new AssertionError(entry.filename() + " has another checksum");
        }
        return true;
    }

    private byte[] download(String path) {
        try (InputStream in = URI.create(url + path).toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Held against the DTD that the document itself brings. */
    private static Element document(byte[] packed) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setValidating(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new ErrorHandler() {
                @Override
                public void warning(SAXParseException e) throws SAXParseException {
                    throw e;
                }

                @Override
                public void error(SAXParseException e) throws SAXParseException {
                    throw e;
                }

                @Override
                public void fatalError(SAXParseException e) throws SAXParseException {
                    throw e;
                }
            });
            return builder.parse(in).getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError("the database does not follow its DTD", e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
            if (parent.getChildNodes().item(i) instanceof Element child && child.getTagName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }

    /** The updater's SHA-1 of a file at a path of Fiji's folder. */
    static String checksum(String path, Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            if (path.endsWith(".jar")) {
                addJar(digest, file);
            } else {
                digest.update(path.getBytes(StandardCharsets.US_ASCII));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addJar(MessageDigest digest, Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            List<JarEntry> entries = Collections.list(jar.entries());
            entries.sort(Comparator.comparing(JarEntry::getName));
            for (JarEntry entry : entries) {
                digest.update(entry.getName().getBytes(StandardCharsets.US_ASCII));
                if (entry.getName().equals("META-INF/MANIFEST.MF")) {
                    continue;
                }
                try (InputStream in = jar.getInputStream(entry)) {
                    if (entry.getName().endsWith(".properties")) {
                        String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                        digest.update(text.replaceAll("(?m)^#[^\n]*", "").getBytes(StandardCharsets.ISO_8859_1));
                    } else {
                        byte[] buffer = new byte[1 << 16];
                        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                            digest.update(buffer, 0, length);
                        }
                    }
                }
            }
        }
    }
}
