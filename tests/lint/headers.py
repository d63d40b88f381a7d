#!/usr/bin/env python3
"""Every header compiles alone and twice; public ones also as C++.  Functions that other folders see have a comment.

usage: headers.py BUILD   (its compile_commands.json tells the include folders of a header's neighbours)
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

from tree import ROOT, finding, finish, lines, sources

build = pathlib.Path(sys.argv[1])
PUBLIC = ["-I", str(ROOT / "include")]
PRIVATE = PUBLIC + ["-I", str(ROOT / "src"), "-D_GNU_SOURCE="]


def neighbour_flags():
    """Folder of src -> the -I and -isystem flags that its files are compiled with."""
    flags = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        parts = entry["file"].split("/src/")
        if len(parts) == 2 and "subprojects" not in entry["file"]:
            words = re.findall(r"-(?:I|isystem)\S+", entry["command"])
            flags[parts[1].split("/")[0]] = [re.sub(r"^(-I|-isystem)(?=[^/])", rf"\1{build}/", w) for w in words]
    return flags


def compiles(path, language, standard, flags):
    code = f'#include "{path}"\n' * 2
    run = subprocess.run(["cc" if language == "c" else "c++", "-x", language, f"-std={standard}", "-fsyntax-only",
                          "-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers", *flags, "-"],
                         input=code, text=True, capture_output=True)
    if run.returncode:
        wrong = next((x for x in run.stderr.splitlines() if "error:" in x), run.stderr.strip())
        finding(path, 1, f"does not compile alone as {language}: {wrong}")


def commented(path):
    """A declaration is below a comment, or in the group of lines below one.  A predicate's name says it all."""
    covered, inside = False, None
    for n, text in lines(path):
        if inside:  # the rest of a declaration, a body, a macro
            if inside.search(text):
                inside = None
            continue
        if text.startswith(("/*", "//", " *")) or text.rstrip().endswith("*/"):
            covered = True
        elif not text.strip():
            covered = False
        elif text.startswith("#"):
            inside = re.compile(r"[^\\]$|^$") if text.endswith("\\") else None
        elif re.match(r"(struct|union|enum|static const|extern)\b[^()]*\{$|.*= \{$|.*\[\] = \{", text):
            inside = re.compile(r"^\}")
        elif m := re.match(r"(?!typedef|static_assert)[A-Za-z_][\w\s\*]*?(\w+)\(", text):
            if not covered and not re.search("_(is|has|can)(_|$)", m[1]):
                finding(path, n, f"{m[1]}() has no comment: say its effect, who owns what, how it fails")
                covered = True  # one finding a group
            if not text.endswith((";", "}")):
                inside = re.compile(r";$|^\}")


flags = neighbour_flags()
for path in sources("include", suffixes=(".h",)):
    compiles(path, "c", "gnu11", PUBLIC)
    if shutil.which("c++"):
        compiles(path, "c++", "c++17", PUBLIC)
    commented(path)
for path in sources("src", suffixes=(".h",)):
    layer = path.relative_to(ROOT / "src").parts[0]
    compiles(path, "c", "gnu11", PRIVATE + flags.get(layer, []))
    if not path.stem.endswith("_int"):
        commented(path)
finish()
