"""Installs a site into an empty folder with Fiji's own jars and lets the plugin's own command predict there."""
import csv
import os
import pathlib
import shutil
import subprocess

import classes
import contents
import database
import fijifolder
import platforms
from refusal import Refusal

RUNNER = contents.HERE / "PredictHeadless.java"
PATIENCE_SECONDS = 600
# Compressed data sets are never read through jHDF; its readers for them stay without their libraries.
NEVER_USED = ("com/ning/compress/", "net/jpountz/lz4/")


def files_of(site, platform):
    """The site's files for a platform by their paths in Fiji's folder."""
    return {record.filename: pathlib.Path(site) / record.version.stored(record.filename)
            for record in database.read(site).values()
            if record.version and (not record.platforms or platform in record.platforms)}


def install(site, fiji):
    """Lays a folder out as Fiji's, with the jars of Fiji that SliceLSTM uses, and installs the site into it."""
    known = contents.libraries()
    for jar in contents.class_path("test"):
        row = known.get(contents.artifact(jar))
        if row and row["from"] == "fiji":
            folder = fiji / "jars" / ("bio-formats" if row["artifact"] == "bioformats_package" else "")
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(jar, folder / jar.name)
    (fiji / "plugins").mkdir()
    fijifolder.check_is_fiji(fiji)
    fijifolder.install(files_of(site, platforms.of_this_machine()), fiji)


def unresolved(fiji):
    """A sentence for each class that the plugin needs and that is nowhere."""
    plugin, = (fiji / "plugins").glob("slicelstm-*.jar")
    of_fiji = [plugin, *sorted((fiji / "jars").rglob("*.jar"))]
    own = sorted((fiji / "lib").rglob("*.jar"))
    in_fiji = classes.missing((plugin, lambda name: name.startswith("org/slicelstm/fiji/")), of_fiji)
    in_worker = classes.missing((plugin, lambda name: True), [*own, *of_fiji])
    found = [f"'{user}', which runs in Fiji, needs '{name}', which Fiji does not have."
             for name, user in in_fiji.items()]
    return found + [f"'{user}' needs '{name}', which neither the site nor Fiji has." for name, user in in_worker.items()
                    if not name.startswith(NEVER_USED) and name not in in_fiji]


def predict(fiji, work):
    """Makes a synthetic patient and predicts it, both by what was installed; the row that the command wrote."""
    java = shutil.which("java")
    plugin, = (fiji / "plugins").glob("slicelstm-*.jar")
    of_fiji = [plugin, *sorted((fiji / "jars").rglob("*.jar"))]
    own = sorted((fiji / "lib").rglob("*.jar"))
    patients, table = work / "patients", work / "predictions.csv"
    _run([java, "-cp", _joined([*own, *of_fiji]), "org.slicelstm.cli.Main", "phantoms", "--patients", "1",
          "--seed", "1", "--format", "jpg", "--out", patients], fiji)
    patient = next(each for each in sorted(patients.iterdir()) if each.is_dir())
    _run([java, "-Djava.awt.headless=true", f"-Dplugins.dir={fiji}", "-cp", _joined(of_fiji), RUNNER, patient,
          table], work)
    with open(table, newline="", encoding="utf-8") as file:
        row, = csv.DictReader(file)
    if row["error"] or not row["device"]:
        raise Refusal(f"the installed plugin predicted nothing: {row['error']}")
    return row


def _joined(jars):
    return os.pathsep.join(map(str, jars))


def _run(command, folder):
    environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3")
    try:
        done = subprocess.run(list(map(str, command)), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", timeout=PATIENCE_SECONDS, env=environment)
    except subprocess.TimeoutExpired as expired:
        raise Refusal(f"the installed plugin did not end within {PATIENCE_SECONDS} seconds.") from expired
    if done.returncode != 0:
        raise Refusal(f"the installed plugin does not run:\n{done.stdout}")
