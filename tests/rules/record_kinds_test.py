"""storage/FORMAT.md names every kind of record that the server keeps, and no other."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A kind is a constant `k…Kind`: what is kept is grepped by that name.
KIND = re.compile(r'\bk\w*Kind\s*=\s*"([^"]+)"')
ROW = re.compile(r"^\| `([\w/]+)`", re.MULTILINE)


class RecordKindsTest(unittest.TestCase):
    def test_the_page_names_the_kinds_of_the_code(self) -> None:
        code = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "server").rglob("*.[ch]pp")))
        page = (ROOT / "storage/FORMAT.md").read_text(encoding="utf-8")
        section = page.partition("## 7. Kinds of records")[2].partition("## 8.")[0]
        kept = set(KIND.findall(code))
        self.assertIn("accounts", kept, "the pattern finds kinds")
        self.assertEqual(kept, set(ROW.findall(section)))


if __name__ == "__main__":
    unittest.main()
