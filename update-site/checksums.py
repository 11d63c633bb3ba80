"""Checksums as ImageJ's updater takes them: a jar that was built again from equal classes keeps its own.

They pass over some bytes of a jar; a list of SHA-256 hashes, which sha256sum -c reads too, passes over none.
"""
import hashlib
import pathlib
import zipfile

CHUNK = 1 << 20
SUMS = "SHA256SUMS"


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


def sha256(file):
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    digest = hashlib.sha256()
    with open(file, "rb") as stream:
        _add_stream(digest, stream)
    return digest.hexdigest()


def write_sums(folder):
    """Lists every file of a folder with its SHA-256 in the folder's SHA256SUMS."""
    folder = pathlib.Path(folder)
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    lines = [f"{sha256(folder / path)}  {path}\n" for path in paths if path != SUMS]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def read_sums(folder):
    """The hashes of a folder's SHA256SUMS by path; lines of another form are left out."""
    lines = (pathlib.Path(folder) / SUMS).read_text("utf-8", errors="replace").splitlines()
    return {path: sha for sha, _, path in (line.partition("  ") for line in lines) if path}
