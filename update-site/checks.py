"""Checks an update site as Fiji's updater would meet it, without Fiji: a sentence for each thing that is wrong."""
import pathlib
import re
import zipfile

import database
import contents
from checksums import SUMS, checksum, read_sums, sha256
from dtd import Dtd
from platforms import NATIVES

MOST_PLUGIN_BYTES = 3_000_000
INDEX = "META-INF/json/org.scijava.plugin.Plugin"
# What Fiji watches: by extension, or any file.
EXTENSIONS = {"plugins": (".jar", ".class", ".txt", ".ijm", ".py", ".groovy"),
              "scripts": (".ijm", ".py", ".groovy", ".js", ".bsh", ".rb", ".clj", ".m", ".txt"),
              "macros": (".ijm", ".txt"), "luts": (".lut",), "images": (".png", ".jpg", ".tif", ".gif")}
ANY_FILE = ("models", "lib", "config", "licenses")
# Libraries that Fiji has, beside those of libraries.csv.
OF_FIJI = re.compile(r"(ij|imagej|imglib2|scijava|scifio|formats|ome|bio-?formats|bigdataviewer|bigwarp|n5|trakem2"
                     r"|groovy|jython|kotlin|jackson|batik|slf4j|logback)\b.*"
                     r"|(gson|guava|commons-(compress|logging|math3?|lang|text|collections4?)|jfreechart|jcommon|jna"
                     r"|jdom2|joda-time|trove4j|opencsv|okhttp|okio|javassist|miglayout(-.*)?|rsyntaxtextarea)")


def problems(site):
    """What is wrong with a site's database and files; a Refusal where there is no database that can be read."""
    site = pathlib.Path(site)
    where = site / database.NAME
    root = database.parse(database.read_xml(site), where)
    found = [f"{where}: {each}." for each in Dtd(database.DTD.read_text("utf-8"), "pluginRecords").problems(root)]
    found += _malformed(root)
    if found:
        return found
    records = list(database.records(root).values())
    paths = {record.filename: _path_problem(record.filename) for record in records}
    found += [problem for problem in paths.values() if problem]
    found += _repeated([plugin.get("filename") for plugin in root])
    for record in records:
        found += _record_problems(record, {each.filename for each in records if each.version})
        # A file outside of the site is never opened.
        if record.version and not paths[record.filename]:
            found += _file_problems(site, record)
    return found + _changed(site, [record.version.stored(record.filename) for record in records
                                   if record.version and not paths[record.filename]])


def _changed(site, stored):
    """Files with other bytes than were written, where the updater's checksums do not look: in the frame of a jar."""
    if not (site / SUMS).is_file():
        return [f"'{site / SUMS}' is missing."]
    listed = read_sums(site)
    return [f"'{site / path}' has another SHA-256 than {SUMS} says: it was changed."
            for path in [database.NAME, *stored] if (site / path).is_file() and sha256(site / path) != listed.get(path)]


def _malformed(root):
    """Values that are no numbers or hashes."""
    forms = {"checksum": r"[0-9a-f]{40}", "timestamp": r"\d{14}", "timestamp-obsolete": r"\d{14}",
             "filesize": r"\d{1,15}"}
    return [f"'{plugin.get('filename')}' has the {name} '{element.get(name)}', which is none."
            for plugin in root for element in plugin.iter() for name in forms
            if element.get(name) is not None and not re.fullmatch(forms[name], element.get(name))]


def _path_problem(path):
    parts = path.split("/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return f"'{path}' is an absolute path; a site's files stay in Fiji's folder."
    if ".." in parts:
        return f"'{path}' climbs out of a folder; a site's files stay in Fiji's folder."
    if "\\" in path or not path.isprintable() or any(each in ("", ".") for each in parts):
        return f"'{path}' is no path that all systems understand."
    if any(each.startswith(".") for each in parts):
        return f"'{path}' begins with a dot somewhere; Fiji's updater skips it."
    watched = parts[0] in ANY_FILE or path.endswith(EXTENSIONS.get(parts[0], ()))
    if len(parts) < 2 or not watched:
        return f"'{path}' is not where Fiji's updater looks, or not where SliceLSTM's files belong."
    return None


def _repeated(paths):
    """Files that are one to the updater or to a file system, and menu entries that are one to a macro."""
    found, seen = [], {}
    for path in paths:
        parts = path.split("/")
        keys = [("file", database.unversioned(path).lower())]
        if parts[0] == "scripts":
            keys.append(("menu entry", re.sub(r"\.[a-z]+$", "", parts[-1]).replace("_", " ").lower()))
        for key in keys:
            if key in seen:
                found.append(f"'{path}' and '{seen[key]}' are the same {key[0]}.")
            seen[key] = path
    return found


def _record_problems(record, shipped):
    parts = record.filename.split("/")
    name = contents.artifact(record.filename)
    if parts[0] == "lib" and parts[1] in NATIVES and record.platforms != (parts[1],):
        yield f"'{record.filename}' is not marked as for {parts[1]} alone."
    if record.version and record.filename.endswith(".jar"):
        known = contents.libraries().get(name)
        if OF_FIJI.fullmatch(name) or known and known["from"] == "fiji":
            yield f"'{record.filename}' is a library that Fiji has."
    for needed in record.version.dependencies if record.version else ():
        if needed not in shipped:
            yield f"'{record.filename}' needs '{needed}', which is not in the site."


def _file_problems(site, record):
    file = site / record.version.stored(record.filename)
    if not file.is_file():
        return [f"'{file}' is missing."]
    if file.stat().st_size != record.version.filesize:
        return [f"'{file}' has {file.stat().st_size} bytes; its database says {record.version.filesize}."]
    try:
        actual = checksum(record.filename, file)
    except (zipfile.BadZipFile, zipfile.zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        return [f"'{file}' is damaged: {error}."]
    if actual != record.version.checksum:
        return [f"'{file}' has another checksum than its database says: it was changed."]
    if record.filename.startswith("plugins/") and record.filename.endswith(".jar"):
        return _plugin_problems(file)
    return []


def _plugin_problems(file):
    found = []
    if file.stat().st_size >= MOST_PLUGIN_BYTES:
        found.append(f"'{file}' has {file.stat().st_size} bytes; the plugin stays below {MOST_PLUGIN_BYTES}.")
    with zipfile.ZipFile(file) as jar:
        names = jar.namelist()
    if INDEX not in names:
        found.append(f"'{file}' has no {INDEX}; Fiji would not see its commands.")
    foreign = next(filter(_is_foreign, names), None)
    if foreign:
        found.append(f"'{file}' holds '{foreign}', which is not SliceLSTM's own.")
    return found


def _is_foreign(name):
    """Whether an entry of the plugin's jar is neither SliceLSTM's nor a text about the jar."""
    text = name.startswith("META-INF/") and not name.endswith((".class", ".jar", ".so", ".dll", ".dylib"))
    return not (text or name == "org/" or name.startswith("org/slicelstm/"))
