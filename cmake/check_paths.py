"""Fails if a page names a file or folder of the tree (in backquotes, with a slash) that does not exist."""

import pathlib
import re
import sys

NAMED = re.compile(r"`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.{},*-]+)+/?)`")
# What a build makes is not in the tree; addresses are no files.
MADE = ("build/", "api/", "http")


def expand(name: str):
    """`a/b.{hpp,cpp}` names two files."""
    match = re.search(r"\{([^}]*)\}", name)
    if not match:
        return [name]
    return [name[: match.start()] + part + name[match.end():] for part in match.group(1).split(",")]


def main() -> int:
    missing = []
    for page in sys.argv[1:]:
        for name in NAMED.findall(pathlib.Path(page).read_text(encoding="utf-8")):
            if name.startswith(MADE):
                continue
            for path in expand(name):
                found = any(pathlib.Path(".").glob(path)) if "*" in path else pathlib.Path(path).exists()
                if not found:
                    missing.append(f"{page}: {path} does not exist")
    print("\n".join(missing) if missing else "all there")
    return 1 if missing else 0


sys.exit(main())
