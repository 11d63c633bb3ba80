"""Which classes can be reached from others, by what class files say of themselves."""
import re
import struct
import zipfile

_JAVA = re.compile(r"(java|javax|jdk|sun|com/sun|org/w3c/dom|org/xml/sax|org/ietf)/")
_NAMED = re.compile(r"L([^;<]+)[;<]")
# Bytes after the tag of each constant; Utf8 (1) holds its own length.
_SIZES = {3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2}


def references(content):
    """The names, with slashes, of the classes that a class file's constants name; JVM specification, 4.4."""
    texts, classes, descriptors = {}, [], []
    count, = struct.unpack_from(">H", content, 8)
    at, index = 10, 1
    while index < count:
        tag = content[at]
        if tag == 1:
            length, = struct.unpack_from(">H", content, at + 1)
            texts[index] = content[at + 3:at + 3 + length].decode("utf-8", "replace")
            at += 3 + length
        else:
            if tag in (7, 16):
                (classes if tag == 7 else descriptors).append(struct.unpack_from(">H", content, at + 1)[0])
            elif tag == 12:
                descriptors.append(struct.unpack_from(">H", content, at + 3)[0])
            at += 1 + _SIZES[tag]
        index += 2 if tag in (5, 6) else 1
    found = {texts[each] for each in classes if not texts[each].startswith("[")}
    arrays = [texts[each] for each in classes if texts[each].startswith("[")]
    for text in [*arrays, *(texts[each] for each in descriptors)]:
        found.update(_NAMED.findall(text))
    return found


def missing(roots, jars):
    """
    The classes that are reached from a jar's but stand in none of the jars, each with one that names it.

    roots  a jar, and a test of the names of its classes that says where to begin
    jars   where classes are looked for, Java's own aside
    """
    jar, begins = roots
    where = {}
    opened = [zipfile.ZipFile(each) for each in jars]
    try:
        for each in opened:
            for name in each.namelist():
                if name.endswith(".class"):
                    where.setdefault(name[:-6], each)
        with zipfile.ZipFile(jar) as plugin:
            ahead = [name[:-6] for name in plugin.namelist() if name.endswith(".class") and begins(name[:-6])]
        seen, lacking = set(ahead), {}
        while ahead:
            name = ahead.pop()
            for other in references(where[name].read(name + ".class")) - seen:
                seen.add(other)
                if other in where:
                    ahead.append(other)
                elif not _JAVA.match(other):
                    lacking[other] = name
        return lacking
    finally:
        for each in opened:
            each.close()
