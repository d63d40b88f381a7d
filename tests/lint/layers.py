#!/usr/bin/env python3
"""Fail on an #include that src/LAYERS does not allow."""
import re

from tree import ROOT, finding, finish, lines, sources

allowed = {}  # folder -> folders that it may include, itself and theirs included
owner = {}  # name of a public header -> the folder that implements it
guests = {}  # third-party header or prefix -> folders that may include it

layers = ROOT / "src/LAYERS"
for n, text in lines(layers):
    text = text.split("#")[0].strip()
    if not text:
        continue
    name, _, rest = text.partition(":")
    if name.startswith("<"):
        guests[name.strip("<>")] = rest.split()
        continue
    uses, _, headers = rest.partition("|")
    allowed[name] = {name}
    for use in uses.split():
        if use in allowed:
            allowed[name] |= allowed[use]
        else:
            finding(layers, n, f"{name} uses {use}, which is not below it")
    owner |= {header: name for header in headers.split()}


def check(path, layer, place, n, text):
    """PLACE is the folder below src, as deep as it goes; LAYER its first part."""
    if m := re.match(r"#include <([^>]+)>", text):
        for guest, hosts in guests.items():
            if m[1] == guest or (guest.endswith("/") and m[1].startswith(guest)):
                if not any(place == host or place.startswith(host + "/") for host in hosts):
                    finding(path, n, f"{place}/ may not include <{m[1]}>, only {' '.join(hosts)} may")
    elif m := re.match(r'#include "leat/(\w+)\.h"', text):
        if m[1] not in owner:
            finding(path, n, f"src/LAYERS does not say which folder implements leat/{m[1]}.h")
        elif owner[m[1]] not in allowed[layer]:
            finding(path, n, f"{layer}/ may not include leat/{m[1]}.h of {owner[m[1]]}/")
    elif m := re.match(r'#include "(\w+)/([\w/]+)\.h"', text):
        if m[1] not in allowed:
            finding(path, n, f"write the include as \"folder/file.h\": there is no src/{m[1]}")
        elif m[1] not in allowed[layer]:
            finding(path, n, f"{layer}/ may not include {m[1]}/")
        elif m[1] != layer and m[2].endswith("_int"):
            finding(path, n, f"{m[1]}/{m[2]}.h is private to {m[1]}/")
    elif re.match(r'#include "', text) and ".inc." not in text:
        finding(path, n, 'write the include as "leat/file.h" or "folder/file.h"')


for path in sources("src"):
    place = path.parent.relative_to(ROOT / "src").as_posix()
    for n, text in lines(path):
        check(path, place.split("/")[0], place, n, text)
for path in sources("include"):
    for n, text in lines(path):
        if re.match(r"#include", text) and path.stem in owner:
            check(path, owner[path.stem], owner[path.stem], n, text)
finish()
