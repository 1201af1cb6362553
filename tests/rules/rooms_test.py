"""Each rule of cmake/check_rooms.py bites: a small tree with one forbidden include fails, the same tree without it passes."""

import contextlib
import importlib.util
import io
import pathlib
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "cmake" / "check_rooms.py"
spec = importlib.util.spec_from_file_location("check_rooms", SCRIPT)
check_rooms = importlib.util.module_from_spec(spec)
spec.loader.exec_module(check_rooms)


def check(files: dict[str, str]) -> tuple[int, str]:
    """What check_rooms.py returns and prints for a tree of these files."""
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            file = pathlib.Path(root, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = check_rooms.main([root])
        return code, out.getvalue()


# The including file, and what it may not include.
FORBIDDEN = [
    # Layers.
    ("protocol/base/a.cpp", '"storage/store.hpp"'),
    ("storage/a.cpp", '"server/limits.hpp"'),
    ("server/documents/a.cpp", '"clients/cli/verify.hpp"'),
    ("server/documents/a.cpp", '"tests/support/ot/random.hpp"'),
    ("server/main.cpp", '"clients/cli/verify.hpp"'),
    ("clients/cli/a.cpp", '"server/limits.hpp"'),
    ("clients/load/a.cpp", '"storage/store.hpp"'),
    ("clients/ot-vectors/a.cpp", '"storage/store.hpp"'),
    # Rooms of the protocol.
    ("protocol/text/a.cpp", '"protocol/ot/type.hpp"'),
    ("protocol/ot/rich_text/a.cpp", '"protocol/text/rope.hpp"'),
    ("protocol/ot/rich_text/a.cpp", '"protocol/ot/type.hpp"'),
    ("protocol/history/a.cpp", '"protocol/ot/type.hpp"'),
    ("protocol/threads/a.cpp", '"protocol/anchor/anchor_set.hpp"'),
    ("protocol/wire/a.cpp", '"protocol/ot/type.hpp"'),
    ("protocol/json/a.cpp", '"protocol/ot/type.hpp"'),
    # Rooms of the storage.
    ("storage/a.cpp", '"storage/rocks/open.hpp"'),
    ("storage/a.cpp", '"storage/memory/memory_tables.hpp"'),
    ("server/application.cpp", '"storage/rocks/database.hpp"'),
    ("clients/cli/a.cpp", '"storage/rocks/database.hpp"'),
    ("server/application.cpp", '"storage/rocks/testing/fault_disk.hpp"'),
    # Rooms of the server.
    ("server/net/a.cpp", '"server/sessions/sync_session.hpp"'),
    ("server/net/a.cpp", '"server/documents/documents.hpp"'),
    ("server/net/a.cpp", '"server/http/router.hpp"'),
    ("server/documents/a.cpp", '"server/sessions/sync_session.hpp"'),
    ("server/documents/a.cpp", '"server/presence/presence.hpp"'),
    ("server/documents/a.cpp", '"server/api/service.hpp"'),
    ("server/documents/a.cpp", '"server/http/router.hpp"'),
    ("server/events/a.cpp", '"server/threads/threads.hpp"'),
    ("server/events/a.cpp", '"server/http/router.hpp"'),
    ("server/sessions/a.cpp", '"server/http/router.hpp"'),
    ("server/sessions/a.cpp", '"server/api/service.hpp"'),
    ("server/papers/a.cpp", '"server/http/answers.hpp"'),
    ("server/papers/a.cpp", '"server/net/http.hpp"'),
    ("server/history/a.cpp", '"server/http/answers.hpp"'),
    ("server/threads/a.cpp", '"server/http/answers.hpp"'),
    ("server/access/a.cpp", '"server/http/answers.hpp"'),
    ("server/access/a.cpp", '"server/net/http.hpp"'),
    ("server/http/a.cpp", '"server/documents/documents.hpp"'),
    ("server/http/a.cpp", '"server/api/service.hpp"'),
    ("server/api/json/a.cpp", '"server/api/service.hpp"'),
    ("server/webhooks/a.cpp", '"server/api/service.hpp"'),
    ("server/ops/a.cpp", '"server/config/config.hpp"'),
    ("server/runtime/a.cpp", '"server/ops/log.hpp"'),
    ("server/api/a.cpp", '"server/application.hpp"'),
    # Libraries.
    ("storage/a.cpp", "<rocksdb/db.h>"),
    ("storage/a.cpp", "<boost/asio/post.hpp>"),
    ("server/sessions/a.cpp", "<boost/beast/core.hpp>"),
    ("server/net/a.cpp", "<spdlog/spdlog.h>"),
    ("server/net/a.cpp", "<prometheus/counter.h>"),
    ("server/net/a.cpp", "<httplib.h>"),
    # A pure layer.
    ("protocol/base/a.cpp", "<chrono>"),
    ("protocol/base/a.cpp", "<filesystem>"),
    ("protocol/base/a.cpp", "<sys/socket.h>"),
]
ALLOWED = [
    ("storage/a.cpp", '"protocol/base/result.hpp"'),
    ("server/application.cpp", '"storage/rocks/open.hpp"'),
    ("server/net/a.cpp", "<boost/beast/core.hpp>"),
    ("storage/rocks/testing/a.cpp", '"storage/rocks/database.hpp"'),
    ("tests/unit/storage/a.cpp", '"storage/rocks/database.hpp"'),
    ("server/documents/a.cpp", "<chrono>"),
]


class Rooms(unittest.TestCase):
    def test_a_forbidden_include_fails(self):
        for path, target in FORBIDDEN:
            with self.subTest(path=path, target=target):
                code, out = check({path: f"#include <string>\n#include {target}\n"})
                self.assertEqual(code, 1, out)
                self.assertIn(f"{path}:2: ", out)

    def test_an_allowed_include_passes(self):
        for path, target in ALLOWED:
            with self.subTest(path=path, target=target):
                code, out = check({path: f"#include {target}\n"})
                self.assertEqual(code, 0, out)

    def test_every_room_refuses_every_room_that_its_line_does_not_name(self):
        rooms = check_rooms.ROOMS
        folders = [room for room in rooms if room not in ("tests", "server") and not room.endswith(".hpp")]
        for room in folders:
            for other in folders:
                target = check_rooms.DOORS.get(other, f"{other}/b.hpp")
                allowed = room == other or other in rooms[room].split()
                refused = check_rooms.forbidden(f"{room}/a.cpp", '"', target)
                self.assertEqual(refused is None, allowed, f"{room} -> {target}: {refused}")

    def test_a_folder_without_a_line_fails(self):
        for folder in ("server/attic", "protocol/ot/third_type", "storage/attic"):
            code, out = check({f"{folder}/a.cpp": "int nothing;\n"})
            self.assertEqual(code, 1, out)

    def test_the_table_has_no_circle_and_one_would_be_found(self):
        self.assertIsNone(check_rooms.circle_in())
        self.assertEqual(check_rooms.circle_in({"a": "b", "b": "c", "c": "b"}), ["b", "c", "b"])


if __name__ == "__main__":
    unittest.main()
