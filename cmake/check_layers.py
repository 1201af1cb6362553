"""Fails if a file includes what its layer may not know: protocol <- storage <- server; clients share only the protocol.

Exceptions are named here, each with its reason, so that there is one place to argue about them.
"""

import pathlib
import re
import subprocess
import sys

MAY_INCLUDE = {
    "protocol": {"protocol"},
    "storage": {"protocol", "storage"},
    "server": {"protocol", "storage", "server"},
    "clients": {"protocol", "clients"},
    "tests": {"protocol", "storage", "server", "clients", "tests"},
}
# The command line opens data directories itself: check and backup work without a server.
EXCEPTIONS = {("clients/cli", "storage")}
# Libraries that only one place may know.
ONLY_IN = {
    "rocksdb/": ("storage/rocks/", "tests/"),
    "boost/asio": ("server/", "clients/load/", "tests/"),
    "boost/beast": ("server/net/", "clients/load/", "tests/"),
    "spdlog/": ("server/ops/",),
    "prometheus/": ("server/ops/",),
    "httplib.h": ("clients/cli/", "server/webhooks/", "tests/"),
}
# A pure layer does no input or output and knows no clock and no thread.
IMPURE = re.compile(r"^(chrono|thread|mutex|condition_variable|fstream|iostream|filesystem|sys/.*|unistd\.h)$")

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def mistakes_in(path: str):
    layer = path.split("/")[0]
    if layer not in MAY_INCLUDE:
        return
    text = pathlib.Path(path).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        quote, target = match.groups()
        top = target.split("/")[0]
        allowed = top in MAY_INCLUDE[layer] or any(
            path.startswith(where + "/") and top == what for where, what in EXCEPTIONS
        )
        if quote == '"' and top in MAY_INCLUDE and not allowed:
            yield f"{path}:{number}: {layer}/ may not include {target}"
        for library, places in ONLY_IN.items():
            if target.startswith(library) and not path.startswith(places):
                yield f"{path}:{number}: only {', '.join(places)} may include {target}"
        if quote == "<" and layer == "protocol" and IMPURE.match(target):
            yield f"{path}:{number}: protocol/ is pure: it may not include <{target}>"


def main() -> int:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", "*.cpp", "*.hpp"],
        check=True, capture_output=True, text=True,
    ).stdout.split()
    mistakes = [m for path in listed if pathlib.Path(path).exists() for m in mistakes_in(path)]
    for mistake in mistakes:
        print(mistake)
    print(f"{len(listed)} files, {len(mistakes)} mistakes")
    return 1 if mistakes else 0


sys.exit(main())
