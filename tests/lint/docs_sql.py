#!/usr/bin/env python3
"""The SQL of the documentation plans: the ```sql blocks of a page are one script for `leat check`.

docs_sql.py LEAT
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
failed = False
for page in sorted((ROOT / "docs").glob("*.md")):
    text = page.read_text(encoding="utf-8")
    # Everything else becomes empty lines, so that places are those of the page.
    script, is_sql = [], False
    for line in text.split("\n"):
        is_fence = line.startswith("```")
        script.append(line if is_sql and not is_fence else "")
        if is_fence:
            is_sql = line == "```sql"
    if not re.search(r"\S", "".join(script)):
        continue
    run = subprocess.run([sys.argv[1], "check", "-"], input="\n".join(script).encode(), stderr=subprocess.PIPE)
    if run.returncode != 0:
        print(run.stderr.decode().replace("stdin:", f"{page.relative_to(ROOT)}:"))
        failed = True
sys.exit(failed)
