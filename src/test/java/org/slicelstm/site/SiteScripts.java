package org.slicelstm.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Runs the scripts for update sites, makes what they take, and serves what they wrote. */
final class SiteScripts {
    private SiteScripts() {
    }

    /** What a script said, both streams, and its exit code. */
    record Said(int code, String text) {
    }

    static Said run(String script, Object... arguments) {
        return run(Path.of("scripts", script).toString(), Arrays.stream(arguments).map(Object::toString).toList());
    }

    private static Said run(String script, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("python3", script));
        words.addAll(arguments);
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Publishes a folder that is laid out as Fiji's. */
    static Path publish(Path contents, Path site, Path previous) {
        List<Object> words = new ArrayList<>(List.of("--contents", contents, "--out", site));
        if (previous != null) {
            words.addAll(List.of("--previous", previous));
        }
        Said said = run("make-update-site", words.toArray());
        assertThat(said.code()).as(said.text()).isZero();
        return site;
    }

    /** Writes a jar of entries by name, in the order of the alphabet. */
    static void jar(Path file, TreeMap<String, String> entries) {
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
                for (String name : entries.keySet()) {
                    ZipEntry entry = new ZipEntry(name);
                    entry.setTime(0);
                    zip.putNextEntry(entry);
                    zip.write(entries.get(name).getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void text(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of a folder, relative to it, with slashes. */
    static List<String> files(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves a folder on the loopback; the caller stops it. */
    static HttpServer serve(Path folder) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/site/", exchange -> {
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring("/site/".length()));
            if (Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(200, Files.size(file));
                Files.copy(file, exchange.getResponseBody());
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    /** The address of what is served; it ends in a slash. */
    static String url(HttpServer server) {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort()
                + "/site/";
    }
}
