"""Writes an update site: the files under their timestamps, and the database with its history."""
import dataclasses
import datetime
import os
import pathlib
import shutil
import subprocess

import database
from checksums import checksum, write_sums
from contents import ROOT
from database import Earlier, Record, Version
from refusal import Refusal

FORMAT = "%Y%m%d%H%M%S"


def upload_time():
    """SOURCE_DATE_EPOCH or else the commit's time, so that equal sources give equal sites."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        found = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True, check=False)
        seconds = found.stdout.strip()
    if not seconds.isdigit():
        raise Refusal("this folder is no git checkout; set SOURCE_DATE_EPOCH to the seconds since 1970 that the site's "
                      "files are dated with.")
    return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)


def publish(files, out, previous=None, replaced=None, when=None):
    """
    Writes a site into a new folder.

    files     by their paths in Fiji's folder
    previous  the folder of the site that this one follows; its database is enough
    replaced  files that users of another site have and that are taken away, by path
    when      the time of the upload
    """
    out = pathlib.Path(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refusal(f"{out} is not empty; name a new folder.")
    before = database.read(previous) if previous else {}
    time = _after(when or upload_time(), before)
    records = {}
    for path, file in sorted(files.items()):
        records[path] = _record(path, file, _same(path, before), time)
    plugin = next((path for path in records if path.startswith("plugins/")), None)
    if plugin:
        records[plugin] = _described(records[plugin], records)
    for path, record in before.items():
        if path not in records and not any(_follows(other, path) for other in records):
            records[path] = _obsolete(record, time)
    for path, file in (replaced or {}).items():
        records.setdefault(path, Record(path, _platforms(path), None, (Earlier(time, time, checksum(path, file)),)))
    for path, file in sorted(files.items()):
        version = records[path].version
        stored = version.stored(path)
        kept = pathlib.Path(previous) / stored if previous else None
        target = out / stored
        target.parent.mkdir(parents=True, exist_ok=True)
        # A jar of equal classes keeps its timestamp, and with it the very bytes that went out under that.
        shutil.copyfile(kept if kept and kept.is_file() and _shipped(path, before, version) else file, target)
        records[path] = _sized(records[path], target.stat().st_size)
    database.write(out, records)
    write_sums(out)
    return records


def _after(when, before):
    """As a number; later than everything before."""
    newest = max((each for record in before.values()
                  for each in [record.version.timestamp if record.version else 0,
                               *(earlier.obsolete for earlier in record.earlier)]), default=0)
    if newest:
        follows = datetime.datetime.strptime(str(newest), FORMAT).replace(tzinfo=datetime.timezone.utc)
        when = max(when, follows + datetime.timedelta(seconds=1))
    return int(when.strftime(FORMAT))


def _same(path, before):
    return before.get(path) or next((record for other, record in before.items() if _follows(path, other)), None)


def _follows(path, other):
    return database.unversioned(path) == database.unversioned(other)


def _shipped(path, before, version):
    return path in before and before[path].version and before[path].version.timestamp == version.timestamp


def _platforms(path):
    parts = path.split("/")
    return (parts[1],) if parts[0] == "lib" and len(parts) == 3 and parts[1] != "slicelstm" else ()


def _record(path, file, old, time):
    found = checksum(path, file)
    if old and old.filename == path and old.version and old.version.checksum == found:
        return Record(path, _platforms(path), Version(found, old.version.timestamp, 0), old.earlier)
    return Record(path, _platforms(path), Version(found, time, 0), _ended(old, time, path) if old else ())


def _obsolete(record, time):
    return Record(record.filename, record.platforms, None, _ended(record, time, record.filename))


def _ended(old, time, path):
    """What a file was before; where its name was another, each says so."""
    earlier = old.earlier
    if old.version:
        earlier = (*earlier, Earlier(old.version.timestamp, time, old.version.checksum))
    if old.filename == path:
        return earlier
    return tuple(dataclasses.replace(each, filename=each.filename or old.filename) for each in earlier)


def _described(record, records):
    """The plugin needs its libraries, and says what it is."""
    return dataclasses.replace(record, version=dataclasses.replace(
        record.version,
        description="One diagnosis from many loose head-CT slices. Research use only: not a medical device.",
        dependencies=tuple(path for path in sorted(records) if path.startswith("lib/slicelstm/")),
        link="https://github.com/slicelstm/slicelstm", author="The SliceLSTM developers"))


def _sized(record, size):
    return dataclasses.replace(record, version=dataclasses.replace(record.version, filesize=size))
