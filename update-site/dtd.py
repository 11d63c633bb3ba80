"""Holds XML against a DTD; Python's own parser reads DTDs, but does not hold documents against them."""
import re
import xml.parsers.expat
from xml.parsers.expat import model as kinds

_QUANTIFIERS = {kinds.XML_CQUANT_NONE: "", kinds.XML_CQUANT_OPT: "?", kinds.XML_CQUANT_REP: "*",
                kinds.XML_CQUANT_PLUS: "+"}


class Dtd:
    """Elements, their content and their attributes, as a DTD declares them."""

    def __init__(self, declarations, root):
        self._root = root
        self._content = {}
        self._text = set()
        self._attributes = {}
        parser = xml.parsers.expat.ParserCreate()
        parser.ElementDeclHandler = self._element
        parser.AttlistDeclHandler = self._attribute
        parser.Parse(f"<!DOCTYPE {root} [{declarations}]><{root}/>", True)

    def problems(self, root):
        """A sentence for each place where a document does not follow; empty where it does."""
        found = [] if root.tag == self._root else [f"the root is <{root.tag}> instead of <{self._root}>"]
        for element in root.iter():
            found += self._problems(element)
        return found

    def _problems(self, element):
        tag = element.tag
        named = f"<{tag}>" + (f" of '{element.get('filename')}'" if element.get("filename") else "")
        if tag not in self._content:
            return [f"{named} is no element of the DTD"]
        found = []
        if not self._content[tag].fullmatch("".join(f"{child.tag}," for child in element)):
            found.append(f"{named} holds {', '.join(child.tag for child in element) or 'nothing'}, which is not in the "
                         "order of the DTD")
        texts = [element.text, *(child.tail for child in element)]
        if tag not in self._text and any((text or "").strip() for text in texts):
            found.append(f"{named} holds text")
        declared = self._attributes.get(tag, {})
        for name, value in element.attrib.items():
            if name not in declared:
                found.append(f"{named} has the attribute '{name}', which the DTD does not know")
            elif declared[name][0] and value not in declared[name][0]:
                found.append(f"{named} has the value '{value}' for '{name}'")
        found += [f"{named} has no '{name}'" for name, (_, needed) in declared.items()
                  if needed and name not in element.attrib]
        return found

    def _element(self, name, model):
        self._content[name] = re.compile(self._pattern(model))
        if model[0] in (kinds.XML_CTYPE_MIXED, kinds.XML_CTYPE_ANY):
            self._text.add(name)

    def _pattern(self, model):
        """A regular expression over the children's names, each with a comma after it."""
        kind, quantifier, name, children = model
        if kind == kinds.XML_CTYPE_NAME:
            inner = re.escape(name) + ","
        elif kind == kinds.XML_CTYPE_SEQ:
            inner = "".join(map(self._pattern, children))
        else:
            inner = "|".join(map(self._pattern, children))
        return f"(?:{inner}){_QUANTIFIERS[quantifier]}"

    def _attribute(self, element, name, kind, default, required):
        values = kind[1:-1].split("|") if kind.startswith("(") else []
        self._attributes.setdefault(element, {})[name] = (values, required)
