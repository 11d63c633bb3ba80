"""Checksums as ImageJ's updater takes them: a jar that was built again from equal classes keeps its own."""
import hashlib
import zipfile

CHUNK = 1 << 20


def checksum(path, file):
    """The SHA-1, in hexadecimal digits, of a file that stands at a path of Fiji's folder, such as plugins/x.jar."""
    digest = hashlib.sha1()
    if path.endswith(".jar"):
        _add_jar(digest, file)
    else:
        digest.update(path.encode("ascii", "replace"))
        with open(file, "rb") as stream:
            _add_stream(digest, stream)
    return digest.hexdigest()


def _add_jar(digest, file):
    with zipfile.ZipFile(file) as jar:
        for entry in sorted(jar.infolist(), key=lambda each: each.filename):
            name = entry.filename
            digest.update(name.encode("ascii", "replace"))
            if name == "META-INF/MANIFEST.MF":
                continue
            with jar.open(entry) as stream:
                if name.endswith(".properties"):
                    digest.update(without_comments(stream.read()))
                else:
                    _add_stream(digest, stream)


def _add_stream(digest, stream):
    while chunk := stream.read(CHUNK):
        digest.update(chunk)


def without_comments(content):
    """The lines that start with # become empty."""
    return b"\n".join(b"" if line.startswith(b"#") else line for line in content.split(b"\n"))
