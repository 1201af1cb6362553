"""Fails if a C++ file includes what its room may not know.

A room is a folder (or a single file) with a line in ROOMS. The folders below it are rooms of their own, except in tests/. The layers
protocol <- storage <- server follow from the table: no line of a lower layer names a room of a higher one. The web client's
rooms are in tests/web/unit/imports.test.ts. tests/rules/rooms_test.py shows that each rule bites.

usage: check_rooms.py [TREE]
"""

import fnmatch
import os
import pathlib
import re
import sys

# Room: the rooms that it may include besides itself. Circles are refused.
ROOMS = {
    "protocol/base": "",
    "protocol/json": "protocol/base",
    "protocol/ot/rich_text": "protocol/base protocol/json",
    "protocol/ot/json0": "protocol/base protocol/json",
    "protocol/tables": "protocol/base protocol/json protocol/ot/rich_text",
    "protocol/text": "protocol/base protocol/json protocol/ot/rich_text",
    "protocol/ot": "protocol/base protocol/json protocol/ot/json0 protocol/ot/rich_text protocol/text",
    "protocol/anchor": "protocol/base protocol/json protocol/ot/rich_text protocol/text",
    "protocol/history": "protocol/base protocol/json protocol/ot/rich_text protocol/text",
    "protocol/markup": "protocol/base protocol/json protocol/ot/rich_text protocol/tables",
    "protocol/templates": "protocol/base protocol/json protocol/ot/rich_text protocol/text",
    "protocol/counting": "protocol/base protocol/json protocol/ot/rich_text protocol/templates",
    "protocol/releases": "protocol/base protocol/json protocol/ot/rich_text",
    "protocol/threads": "protocol/base protocol/json protocol/markup protocol/ot/rich_text protocol/text",
    "protocol/wire": "protocol/base protocol/json",
    "storage": "protocol/base protocol/json protocol/ot/rich_text",
    "storage/memory": "protocol/base storage",
    "storage/rocks": "protocol/base storage",
    "storage/rocks/testing": "protocol/base storage storage/rocks",
    "server/limits.hpp": "",
    "server/runtime": "protocol/base server/limits.hpp",
    "server/ops": "protocol/base protocol/json storage server/limits.hpp server/runtime",
    "server/config": "protocol/base protocol/json storage server/limits.hpp server/ops",
    "server/access": "protocol/base protocol/json storage server/limits.hpp server/ops server/runtime",
    # Connections: they know who asks, and neither documents nor sessions.
    "server/net": "protocol/base protocol/json server/limits.hpp server/access server/ops server/runtime",
    "server/documents": "protocol/base protocol/json protocol/ot protocol/ot/json0 protocol/ot/rich_text protocol/templates "
    "protocol/text protocol/wire storage server/limits.hpp server/access server/net server/ops server/runtime",
    "server/presence": "protocol/base protocol/json protocol/wire server/limits.hpp server/access server/documents server/net "
    "server/ops server/runtime",
    # Any kind of event: they know none.
    "server/events": "protocol/base storage server/limits.hpp server/documents server/net server/runtime",
    "server/history": "protocol/base protocol/json protocol/history protocol/ot protocol/ot/json0 protocol/ot/rich_text "
    "protocol/text storage server/limits.hpp server/access server/documents server/events server/ops server/runtime",
    "server/threads": "protocol/base protocol/json protocol/anchor protocol/ot protocol/ot/rich_text protocol/tables protocol/text "
    "protocol/threads protocol/wire storage server/limits.hpp server/access server/documents server/events server/net server/ops "
    "server/runtime",
    "server/sessions": "protocol/base protocol/json protocol/ot protocol/ot/rich_text protocol/wire storage server/limits.hpp server/access "
    "server/documents server/history server/net server/ops server/presence server/runtime server/threads",
    "server/webhooks": "protocol/base protocol/json storage server/limits.hpp server/access server/documents server/ops "
    "server/runtime",
    "server/pictures": "protocol/base protocol/json storage server/limits.hpp server/runtime",
    "server/papers": "protocol/base protocol/json protocol/markup protocol/ot protocol/ot/json0 protocol/ot/rich_text "
    "protocol/tables protocol/text storage server/limits.hpp server/access server/documents server/ops server/presence server/runtime",
    "server/http": "protocol/base protocol/json server/limits.hpp server/access server/config server/net server/ops "
    "server/runtime",
    "server/api/json": "protocol/base protocol/counting protocol/json protocol/anchor protocol/history protocol/markup protocol/ot "
    "protocol/ot/rich_text protocol/tables protocol/threads server/limits.hpp server/access server/documents server/history server/papers "
    "server/runtime server/threads server/webhooks",
    "server/api": "protocol/base protocol/counting protocol/json protocol/history protocol/markup protocol/ot protocol/ot/json0 "
    "protocol/ot/rich_text protocol/tables protocol/text protocol/threads storage server/limits.hpp server/access server/api/json server/config "
    "server/documents server/history server/http server/net server/ops server/papers server/pictures server/presence server/runtime "
    "server/sessions server/threads server/webhooks",
    # main and the application know all parts, and no part knows them.
    "server": "protocol/* storage storage/memory storage/rocks server/*",
    # Clients share only the protocol, but the command line opens data directories itself: check and backup need no server.
    "clients/cli": "protocol/base protocol/json protocol/anchor protocol/history protocol/markup protocol/ot protocol/ot/json0 "
    "protocol/ot/rich_text protocol/releases protocol/text protocol/threads storage storage/rocks",
    "clients/load": "",
    "clients/ot-vectors": "protocol/base protocol/json protocol/ot protocol/ot/json0 protocol/ot/rich_text",
    "tests": "*",
}
# Debts: (including file, included file), each with its reason and the room that will pay it. A line that nothing needs any
# more is a mistake, too, so that the list can only shrink.
DEBTS: set[tuple[str, str]] = set()

# Libraries that only one place may know.
ONLY_IN = {
    "rocksdb/": ("storage/rocks/", "tests/"),
    "boost/asio": ("server/", "clients/load/", "tests/"),
    "boost/beast": ("server/net/", "clients/load/", "tests/"),
    "spdlog/": ("server/ops/",),
    "prometheus/": ("server/ops/",),
    "httplib.h": ("clients/cli/", "server/webhooks/", "tests/"),
}
# Rooms of which others see one door only.
DOORS = {"storage/rocks": "storage/rocks/open.hpp"}
# A pure layer does no input or output and knows no clock and no thread.
IMPURE = re.compile(r"^(chrono|thread|mutex|condition_variable|fstream|iostream|filesystem|sys/.*|unistd\.h)$")

LAYERS = ("protocol", "storage", "server", "clients", "tests")
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def room_of(path: str) -> str | None:
    """The room of a file; None if the table has no line for it."""
    folder = path.rpartition("/")[0]
    if path.startswith("tests/"):
        return "tests"
    return next((room for room in (path, folder) if room in ROOMS), None)


def circle_in(rooms=ROOMS) -> list[str] | None:
    """The first circle of the table, as the rooms along it."""
    done: set[str] = set()

    def visit(room: str, way: list[str]) -> list[str] | None:
        if room in way:
            return way[way.index(room):] + [room]
        if room not in done:
            for below in rooms[room].split():
                if below in rooms and (circle := visit(below, way + [room])):
                    return circle
            done.add(room)
        return None

    return next((circle for room in rooms if (circle := visit(room, []))), None)


def forbidden(path: str, quote: str, target: str) -> str | None:
    """Why the file at `path` may not include `target`; None if it may."""
    room, other = room_of(path), room_of(target)
    for library, places in ONLY_IN.items():
        if target.startswith(library) and not path.startswith(places):
            return f"only {', '.join(places)} may include {target}"
    if quote == "<":
        pure = room is not None and room.startswith("protocol")
        return f"protocol/ is pure: it may not include <{target}>" if pure and IMPURE.match(target) else None
    if target.split("/")[0] not in LAYERS or room is None or room == other:
        return None
    if other is None:
        return f"{target} is in no room of the table"
    if room != "tests" and DOORS.get(other, target) != target and not room.startswith(other):
        return f"of {other}/ only {DOORS[other]} may be included"
    if any(fnmatch.fnmatchcase(other, allowed) for allowed in ROOMS[room].split()):
        return None
    return f"{room} may not include {target}"


def mistakes_in(root: pathlib.Path, path: str, paid: set):
    if room_of(path) is None:
        yield f"{path}:1: this folder has no line in the table of cmake/check_rooms.py"
        return
    for number, line in enumerate((root / path).read_text(encoding="utf-8").splitlines(), 1):
        if not (match := INCLUDE.match(line)):
            continue
        quote, target = match.groups()
        if not (reason := forbidden(path, quote, target)):
            continue
        if (path, target) in DEBTS:
            paid.add((path, target))
        else:
            yield f"{path}:{number}: {reason}"


def sources(root: pathlib.Path):
    for layer in LAYERS:
        for folder, folders, files in os.walk(root / layer):
            folders[:] = sorted(set(folders) - {"node_modules", "dist"})
            for file in sorted(files):
                if file.endswith((".cpp", ".hpp")):
                    yield (pathlib.Path(folder) / file).relative_to(root).as_posix()


def main(arguments: list[str]) -> int:
    root = pathlib.Path(arguments[0] if arguments else ".")
    mistakes = []
    if circle := circle_in():
        mistakes.append("cmake/check_rooms.py: a circle of rooms: " + " -> ".join(circle))
    needed: set[tuple[str, str]] = set()
    listed = list(sources(root))
    for path in listed:
        mistakes += mistakes_in(root, path, needed)
    if not arguments:
        mistakes += [f"{path} does not include {target} any more: drop its debt" for path, target in sorted(DEBTS - needed)]
    print("\n".join(mistakes + [f"{len(listed)} files, {len(mistakes)} mistakes"]))
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
