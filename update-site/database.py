"""The database of an update site, db.xml.gz: what each file is, and what it was."""
import dataclasses
import gzip
import io
import pathlib
import re
import xml.etree.ElementTree as tree
import xml.parsers.expat
from xml.sax.saxutils import escape, quoteattr

from refusal import Refusal

NAME = "db.xml.gz"
DTD = pathlib.Path(__file__).with_name("database.dtd")
MOST_BYTES = 64 << 20

_JAR = re.compile(r"(?P<name>.+?)(-\d+(\.\d+)+[A-Za-z0-9.-]*?)?"
                  r"(?P<made_for>-(linux|macosx|windows)-(x86_64|arm64))?\.jar")


@dataclasses.dataclass(frozen=True)
class Version:
    """What a file is now; dependencies are file names, and have the timestamps of their own records."""
    checksum: str
    timestamp: int
    filesize: int
    description: str = ""
    dependencies: tuple = ()
    link: str = ""
    author: str = ""

    def stored(self, filename):
        """Where the file stands in the site."""
        return f"{filename}-{self.timestamp:014d}"


@dataclasses.dataclass(frozen=True)
class Earlier:
    """What a file was, and when that ended; the name only where it was another."""
    timestamp: int
    obsolete: int
    checksum: str
    filename: str = ""


@dataclasses.dataclass(frozen=True)
class Record:
    """A file of Fiji's folder; without a version it is obsolete, and gets removed."""
    filename: str
    platforms: tuple = ()
    version: Version = None
    earlier: tuple = ()


def unversioned(filename):
    """What the updater knows a file by: a jar's name without its version, as x-1.2.jar follows x-1.1.jar."""
    jar = _JAR.fullmatch(filename)
    return f"{jar['name']}{jar['made_for'] or ''}.jar" if jar else filename


def read_xml(site):
    """The text of a site's database; a Refusal where there is none."""
    file = pathlib.Path(site) / NAME
    if not file.is_file():
        raise Refusal(f"{file} is missing; '{site}' is no update site.")
    try:
        with gzip.open(file) as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, gzip.zlib.error) as error:
        raise Refusal(f"{file} is damaged: {error}.") from error
    if len(content) > MOST_BYTES:
        raise Refusal(f"{file} is larger than {MOST_BYTES >> 20} MB when unpacked; no update site of ours is.")
    return content


def parse(content, where):
    """The root element of a database; a Refusal where it is no XML, or declares entities."""
    parser = xml.parsers.expat.ParserCreate()

    def refuse_entity(name, *_):
        raise Refusal(f"{where} declares the entity '{name}'; a database needs none.")

    parser.EntityDeclHandler = refuse_entity
    try:
        parser.Parse(content, True)
        return tree.fromstring(content)
    except (xml.parsers.expat.ExpatError, tree.ParseError, ValueError) as error:
        raise Refusal(f"{where} is no XML: {error}.") from error


def records(root):
    """The records of a database that follows the DTD, by file name."""
    return {record.filename: record for record in map(_record, root.iter("plugin"))}


def read(site):
    """The records of a site, by file name."""
    where = pathlib.Path(site) / NAME
    try:
        return records(parse(read_xml(site), where))
    except (KeyError, ValueError) as error:
        raise Refusal(f"{where} is no database of an update site: {error}.") from error


def _record(plugin):
    version = plugin.find("version")
    return Record(
        plugin.attrib["filename"], tuple(each.text or "" for each in plugin.iter("platform")),
        None if version is None else Version(
            version.attrib["checksum"], int(version.attrib["timestamp"]), int(version.attrib["filesize"]),
            version.findtext("description", ""), tuple(each.attrib["filename"] for each in version.iter("dependency")),
            version.findtext("link", ""), version.findtext("author", "")),
        tuple(Earlier(int(each.attrib["timestamp"]), int(each.attrib["timestamp-obsolete"]), each.attrib["checksum"],
                      each.attrib.get("filename", "")) for each in plugin.iter("previous-version")))


def write(site, found):
    """Writes the records, by file name, as a site's database; equal records give equal bytes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE pluginRecords [", DTD.read_text("utf-8").rstrip(),
             "]>", "<pluginRecords>"]
    for filename in sorted(found):
        lines += _lines(found[filename], found)
    lines += ["</pluginRecords>", ""]
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream:
        stream.write("\n".join(lines).encode("utf-8"))
    (pathlib.Path(site) / NAME).write_bytes(packed.getvalue())


def _lines(record, found):
    yield f" <plugin filename={quoteattr(record.filename)}>"
    for platform in record.platforms:
        yield f"  <platform>{escape(platform)}</platform>"
    version = record.version
    if version is not None:
        yield (f'  <version checksum="{version.checksum}" timestamp="{version.timestamp:014d}" '
               f'filesize="{version.filesize}">')
        if version.description:
            yield f"   <description>{escape(version.description)}</description>"
        for filename in version.dependencies:
            yield (f'   <dependency filename={quoteattr(filename)} '
                   f'timestamp="{found[filename].version.timestamp:014d}"/>')
        if version.link:
            yield f"   <link>{escape(version.link)}</link>"
        if version.author:
            yield f"   <author>{escape(version.author)}</author>"
        yield "  </version>"
    for earlier in record.earlier:
        name = f" filename={quoteattr(earlier.filename)}" if earlier.filename else ""
        yield (f'  <previous-version timestamp="{earlier.timestamp:014d}" timestamp-obsolete="{earlier.obsolete:014d}" '
               f'checksum="{earlier.checksum}"{name}/>')
    yield " </plugin>"
