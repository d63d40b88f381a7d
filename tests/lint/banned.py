#!/usr/bin/env python3
"""Calls and words that the tree does without."""
import re

from tree import ROOT, finding, finish, lines, sources

CALLS = {
    r"sprintf|vsprintf": "use snprintf or a leat_buf",
    r"strcpy|strcat|stpcpy": "use a leat_buf",
    r"strtok": "it keeps state of its own",
    r"atoi|atol|atoll|atof": "they cannot fail",
    r"gets": "it cannot be bounded",
    r"alloca": "the stack has no error path",
    r"longjmp|setjmp": "control flow is visible",
    r"sleep|usleep|nanosleep": "the loop never sleeps",
}
# base to plan are given the time and never log: base/clock.* and base/log.* are what others use.
PURE = {
    r"time|clock_gettime|gettimeofday|clock": "time is a parameter",
    r"printf|fputs|puts|perror|leat_log\w*": "return an error or count",
}
PURE_FOLDERS = {"base", "types", "sql", "expr", "state", "exec", "catalog", "plan"}


def code(text):
    """TEXT without strings and comments, as far as one line tells."""
    text = re.sub(r'"(\\.|[^"\\])*"', '""', text)
    return re.sub(r"//.*|/\*.*?(\*/|$)|^\s*\*.*", "", text)


for path in sources("include", "src"):
    layer = path.relative_to(ROOT).parts[1]
    rules = dict(CALLS)
    if layer in PURE_FOLDERS and path.stem not in ("clock", "log"):
        rules |= PURE
    for n, text in lines(path):
        if m := re.search(r"\b(TODO|FIXME|HACK)\b", text):
            finding(path, n, f"{m[1]}: finish it or open an issue")
        for names, why in rules.items():
            if m := re.search(rf"(?<![\w.>])({names})\s*\(", code(text)):
                finding(path, n, f"{m[1]}(): {why}")
finish()
