"""Puts files into Fiji's folder and takes them away again, and nothing else."""
import os
import pathlib
import shutil

from checksums import sha256
from refusal import Refusal

# What was put where; beside the libraries, where the updater does not mind it.
RECORD = "lib/slicelstm/installed-by-script.txt"


def check_is_fiji(folder):
    """A Refusal where a folder is not Fiji's."""
    folder = pathlib.Path(folder)
    jars = folder / "jars"
    if not (folder / "plugins").is_dir() or not jars.is_dir() or not any(
            jar.name == "ij.jar" or jar.name.startswith("ij-1.") for jar in jars.glob("ij*.jar")):
        raise Refusal(f"{folder} is not Fiji's folder: jars/ij-1.*.jar and plugins/ are not in it. Name the folder "
                      "that Fiji was unpacked into.")


def install(files, fiji):
    """
    Puts files, by their paths in Fiji's folder, into it. An earlier installation by this function goes first.

    A Refusal, before anything is changed, where a file of that name or another SliceLSTM is there already.
    """
    fiji = pathlib.Path(fiji)
    mine = {path for path, _ in _recorded(fiji)[0]}
    others = sorted(jar for folder in ("plugins", "jars") for jar in (fiji / folder).glob("slicelstm-*.jar")
                    if jar.relative_to(fiji).as_posix() not in mine)
    if others:
        raise Refusal(f"{others[0]} is there already, but not from this script; turn its update site off and remove "
                      "the file first.")
    for path in sorted(files):
        if path not in mine and (fiji / path).exists():
            raise Refusal(f"{fiji / path} is there already, but not from this script; move it away first.")
    for path in _changed(fiji):
        if path in files:
            raise Refusal(f"{fiji / path} was changed since it was installed; move it away, under another name, first.")
    if mine:
        uninstall(fiji)
    # Written first, so that whatever comes between can be taken away again.
    hashes = {path: sha256(file) for path, file in sorted(files.items())}
    folders = _missing_folders(fiji, [*files, RECORD])
    for folder in folders:
        (fiji / folder).mkdir()
    (fiji / RECORD).write_text("".join(
        [f"{hashes[path]}  {path}\n" for path in hashes] + [f"folder  {folder}\n" for folder in folders]), "utf-8")
    for path, file in sorted(files.items()):
        part = fiji / f"{path}.part"
        shutil.copyfile(file, part)
        os.replace(part, fiji / path)


def uninstall(fiji):
    """Takes away what install put there; the paths of files that were changed since, which stay."""
    fiji = pathlib.Path(fiji)
    files, folders = _recorded(fiji)
    if not files:
        raise Refusal(f"there is no {fiji / RECORD}: nothing in this Fiji was installed by this script.")
    kept = _changed(fiji)
    for path, _ in files:
        (fiji / f"{path}.part").unlink(missing_ok=True)
        if path not in kept:
            (fiji / path).unlink(missing_ok=True)
    (fiji / RECORD).unlink()
    for folder in sorted(folders, key=len, reverse=True):
        if (fiji / folder).is_dir() and not any((fiji / folder).iterdir()):
            (fiji / folder).rmdir()
    return kept


def _changed(fiji):
    """What install put there and somebody changed since."""
    return [path for path, hashed in _recorded(fiji)[0] if (fiji / path).is_file() and sha256(fiji / path) != hashed]


def _recorded(fiji):
    """The files with their hashes, and the folders that were made for them."""
    record = pathlib.Path(fiji) / RECORD
    if not record.is_file():
        return [], []
    lines = [line.split("  ", 1) for line in record.read_text("utf-8").splitlines()]
    for _, path in lines:
        if pathlib.PurePosixPath(path).is_absolute() or ".." in path.split("/"):
            raise Refusal(f"{record} names '{path}', which is not in this Fiji; the record was changed.")
    return ([(path, kind) for kind, path in lines if kind != "folder"],
            [path for kind, path in lines if kind == "folder"])


def _missing_folders(fiji, paths):
    """The folders that paths need and that are not there, outermost first."""
    needed = {parent.as_posix() for path in paths for parent in pathlib.PurePosixPath(path).parents}
    return sorted((folder for folder in needed if not (fiji / folder).exists()), key=len)
