#!/usr/bin/env python3
"""Banner, length of files and functions, a README in each folder.

A function over the limit says why in its comment: "lint: long, because ..."; a file in its banner.
"""
import re

from tree import ROOT, finding, finish, lines, sources

FUNCTION_LINES = 120
FILE_LINES = 900
LONG = "lint: long, "


def check_functions(path):
    """In this tree a body starts with '{' and ends with '}', each alone in column 0."""
    name, start, excused = "", 0, False
    for n, text in lines(path):
        if text == "{":
            start = n
        elif text == "}" and start:
            if n - start - 1 > FUNCTION_LINES and not excused:
                finding(path, start, f"{name}() has {n - start - 1} lines, more than {FUNCTION_LINES}")
            start, excused = 0, False
        elif not start:
            if LONG in text:
                excused = True
            elif m := re.match(r"[A-Za-z_][\w\s\*]*?(\w+)\(", text):
                name = m[1]


for path in sources("include", "src", "tests"):
    text = path.read_text(encoding="utf-8").splitlines()
    if not text or text[0] != "/* SPDX-License-Identifier: Apache-2.0 */" or not "".join(text[1:2]).startswith("/*"):
        finding(path, 1, "start with the SPDX line and a sentence that says what the file is")
    if len(text) > FILE_LINES and LONG not in "".join(text[:8]):
        finding(path, 1, f"{len(text)} lines, more than {FILE_LINES}: is there a second idea in it?")
    check_functions(path)
for layer in sorted((ROOT / "src").iterdir()):
    if layer.is_dir() and not (layer / "README.md").exists():
        finding(layer, 1, "has no README.md")
finish()
