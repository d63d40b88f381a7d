"""What the checks share: the sources of the tree, and how a finding is printed."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
_findings = 0


def sources(*folders, suffixes=(".c", ".h")):
    """Paths of the C files below FOLDERS, sorted."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes:
                yield path


def lines(path):
    """(number, text) of each line, from 1."""
    return enumerate(path.read_text(encoding="utf-8").splitlines(), 1)


def finding(path, line, text):
    """Print one violation as a compiler would."""
    global _findings
    _findings += 1
    print(f"{path.relative_to(ROOT)}:{line}: {text}")


def finish():
    """Exit with 1 when there was a finding."""
    sys.exit(1 if _findings else 0)
