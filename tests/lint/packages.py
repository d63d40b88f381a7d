#!/usr/bin/env python3
"""Each library of meson.build is in a Debian package that tools/lib.sh names, so that a fresh machine can build."""
import re
import shutil
import subprocess
import sys

from tree import ROOT, finding, finish, lines

BUNDLED = {"rdkafka", "libllhttp", "yyjson", "threads"}  # from tools/deps, or of the compiler

if not shutil.which("dpkg-query"):
    sys.exit(77)  # skipped: no Debian
named = " ".join(re.findall(r'_PACKAGES="([^"]*)"', (ROOT / "tools/lib.sh").read_text())).split()
have = {}  # name of a .pc file -> package
for package in named:
    run = subprocess.run(["dpkg-query", "-L", package], capture_output=True, text=True)
    have |= {name: package for name in re.findall(r"/pkgconfig/(\S+)\.pc$", run.stdout, re.M)}
for path in (ROOT / "meson.build", ROOT / "tests/unit/meson.build"):
    for n, text in lines(path):
        for name in re.findall(r"dependency\('([^']+)'", text):
            if name not in BUNDLED and name not in have:
                finding(path, n, f"no package in tools/lib.sh has {name}.pc")
finish()
