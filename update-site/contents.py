"""What SliceLSTM brings into Fiji's folder: built from this checkout, libraries from Maven."""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import xml.etree.ElementTree as tree
import zipfile

from platforms import GPU_NATIVES, NATIVES
from refusal import Refusal

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
MADE = ROOT / "target" / "update-site"
LIBRARIES = "lib/slicelstm"
NATIVE = "tensorflow-core-native"
# Each becomes an entry of Fiji's menu. Those names are unique in all of Fiji, and none is found by the name of a command:
# Fiji's search shows few entries, and the commands come first.
EXAMPLES = "scripts/Plugins/SliceLSTM/Examples/Head_CT_{name}_{language}{extension}"
LANGUAGES = {".ijm": "macro", ".py": "Python", ".groovy": "Groovy"}
# A line of # alone in a .properties file: of what follows it, checksums of the updater and of others differ.
LEFT_OUT = {"jhdf": ["simplelogger.properties"]}


def libraries():
    """The rows of libraries.csv by artifact: who brings each library, and under which licence."""
    with open(HERE / "libraries.csv", newline="", encoding="utf-8") as file:
        return {row["artifact"]: row for row in csv.DictReader(file)}


def artifact(jar):
    """The artifact of a jar of a Maven repository: its name up to the version."""
    return re.sub(r"-\d.*\.jar$", "", pathlib.PurePath(jar).name)


def class_path(scope):
    """The libraries of the class path for a scope of Maven's; all with their own where it is test."""
    file = MADE / f"{scope}.classpath"
    found = read_class_path(file) if file.is_file() else []
    complete = found and all(jar.is_file() for jar in found)
    if not complete or file.stat().st_mtime < (ROOT / "pom.xml").stat().st_mtime:
        subprocess.run([ROOT / "scripts" / "setup"], check=True)
        MADE.mkdir(parents=True, exist_ok=True)
        maven("dependency:build-classpath", f"-DincludeScope={scope}", f"-Dmdep.pathSeparator={os.pathsep}",
              f"-Dmdep.outputFile={file}")
        found = read_class_path(file)
    return found


def read_class_path(file):
    return [pathlib.Path(each) for each in file.read_text("utf-8").strip().split(os.pathsep)]


def plugin_jar():
    """Packs the plugin."""
    subprocess.run([ROOT / "scripts" / "setup"], check=True)
    maven("package", "-Dmaven.test.skip=true")
    version = tree.parse(ROOT / "pom.xml").getroot().findtext("{http://maven.apache.org/POM/4.0.0}version")
    return ROOT / "target" / f"slicelstm-{version}.jar"


def contents(platforms, gpu):
    """What stands where: files by their paths in Fiji's folder."""
    plugin = plugin_jar()
    known = libraries()
    found = {f"plugins/{plugin.name}": plugin}
    for jar in class_path("runtime"):
        name = artifact(jar)
        if name not in known:
            raise Refusal(f"{jar.name} is new; say in {HERE / 'libraries.csv'} whether Fiji or the site brings it.")
        if known[name]["from"] == "site" and not is_native(jar):
            found[f"{LIBRARIES}/{jar.name}"] = without(jar, LEFT_OUT.get(name, []))
    for platform in platforms:
        jar = native((GPU_NATIVES if gpu else NATIVES)[platform])
        found[f"lib/{platform}/{jar.name}"] = jar
    for file in sorted((ROOT / "models" / "demo").rglob("*")):
        if file.is_file():
            found[file.relative_to(ROOT).as_posix()] = file
    for file in sorted((ROOT / "scripts" / "fiji").iterdir()):
        if file.suffix in LANGUAGES:
            found[EXAMPLES.format(name=file.stem, language=LANGUAGES[file.suffix], extension=file.suffix)] = file
    found.update(licences(found, known))
    return found


def replaced_by_gpu():
    """The native for CPUs that a site for GPUs takes away, as contents has it."""
    jar = native(NATIVES["linux64"])
    return {f"lib/linux64/{jar.name}": jar}


def is_native(jar):
    return artifact(jar) == NATIVE and not re.fullmatch(NATIVE + r"-[\d.]+\.jar", jar.name)


def native(classifier):
    """TensorFlow's native library for a platform, from the class path or else from Maven."""
    libraries_here = class_path("runtime")
    version = next(re.fullmatch(NATIVE + r"-([\d.]+)\.jar", jar.name)[1] for jar in libraries_here
                   if artifact(jar) == NATIVE and not is_native(jar))
    name = f"{NATIVE}-{version}-{classifier}.jar"
    for jar in libraries_here:
        if jar.name == name:
            return jar
    jar = MADE / "natives" / name
    if not jar.is_file():
        maven("dependency:copy", f"-Dartifact=org.tensorflow:{NATIVE}:{version}:jar:{classifier}",
              f"-DoutputDirectory={jar.parent}")
    return jar


def without(jar, names):
    """A jar, or a copy of it that lacks some entries; stored as it is, so that equal jars give equal copies."""
    if not names:
        return jar
    copy = MADE / "libraries" / jar.name
    copy.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(jar) as source, zipfile.ZipFile(copy, "w") as target:
        for entry in source.infolist():
            if entry.filename not in names:
                plain = zipfile.ZipInfo(entry.filename, entry.date_time)
                plain.external_attr = entry.external_attr
                target.writestr(plain, source.read(entry))
    return copy


def licences(found, known):
    """The licences of everything that is shipped, and a list of what is under which."""
    folder = MADE / "licences"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    texts = {"SliceLSTM": (ROOT / "LICENSE").read_bytes(),
             "protobuf": (HERE / "licences" / "protobuf.txt").read_bytes()}
    lines = ["Files that SliceLSTM brings into Fiji, and their licences. The texts stand beside this list.", "",
             "plugins/, models/demo and scripts/Plugins/SliceLSTM: SliceLSTM, BSD-2-Clause, see SliceLSTM.txt", ""]
    for path, jar in sorted(found.items()):
        row = known.get(artifact(path))
        if row is None:
            continue
        lines.append(f"{path}: {row['licence']}, copyright {row['copyright']}, {row['home']}")
        if row["artifact"] == "commons-csv":
            texts["Apache-2.0"] = entry(jar, "META-INF/LICENSE.txt")
            texts["commons-csv-NOTICE"] = entry(jar, "META-INF/NOTICE.txt")
        elif row["artifact"] == "jhdf":
            texts["jhdf"] = entry(jar, "LICENSE")
            lines.append("    Without its file simplelogger.properties; else as its makers built it.")
    lines += ["", "TensorFlow's native library holds further open-source libraries; TensorFlow's sources at",
              "https://github.com/tensorflow/tensorflow list them with their licences.", ""]
    texts["README"] = "\n".join(lines).encode("utf-8")
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text)
    return {f"licenses/slicelstm/{name}.txt": folder / f"{name}.txt" for name in texts}


def entry(jar, name):
    with zipfile.ZipFile(jar) as source:
        return source.read(name)


def maven(*arguments):
    """Runs Maven in this checkout; quiet unless it fails."""
    command = shutil.which("mvn")
    if command is None:
        raise Refusal("mvn is missing; install Maven.")
    done = subprocess.run([command, "-B", "-q", "-ntp", *arguments], cwd=ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise Refusal(f"Maven could not run '{' '.join(arguments)}':\n{done.stdout}")
