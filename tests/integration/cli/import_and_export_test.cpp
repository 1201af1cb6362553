#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/markup/markdown.hpp"
#include "protocol/markup/text.hpp"
#include "protocol/ot/rich_text/codec.hpp"
#include "tests/integration/cli/program.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::cli::testing {
namespace {

namespace fs = std::filesystem;
using ot::rich_text::Delta;
using storage::testing::TemporaryDirectory;

/// The real documents, which are not in the repository: the variable PLENARY_SHARED, or the folder
/// `shared` beside it.
std::vector<fs::path> real_documents() {
  const char* named =
      std::getenv("PLENARY_SHARED");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  const fs::path folder = fs::path(named != nullptr ? named : "../shared") / "real-documents";
  std::vector<fs::path> files;
  for (const char* name : {"session-template.txt", "dc-coordination-meeting-57.txt"}) {
    if (fs::exists(folder / name)) {
      files.push_back(folder / name);
    } else {
      std::cout << "SKIPPED: " << (folder / name) << " is not there\n";
    }
  }
  return files;
}

class ImportAndExport : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto found = Server::find_program();
    if (!found) {
      GTEST_SKIP() << "SKIPPED: no plenaryd; build it or name it in PLENARYD";
    }
    server_ = std::make_unique<Server>(*found, directory_ / "data");
    ASSERT_FALSE(server_->address().empty()) << "the server did not start";
  }

  Ran run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--server", server_->address()});
    return plenary(arguments);
  }

  std::string exported(const std::string& id, const std::string& format) {
    Ran ran = run({"export", id, "--format", format});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    return ran.out;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Server> server_;
};

/// Every paragraph of `text` stands in `whole`, in order.
void expect_every_paragraph(const std::string& text, const std::string& whole) {
  std::size_t from = 0;
  std::size_t at = 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, end - from);
    from = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string::npos) {
      continue;
    }
    const std::size_t found = whole.find(line, at);
    ASSERT_NE(found, std::string::npos) << "lost: " << line;
    at = found + line.size();
  }
}

TEST_F(ImportAndExport, HoldsEveryParagraphOfTheRealDocuments) {
  for (const fs::path& file : real_documents()) {
    const std::string id = file.stem().string();
    const Ran ran = run({"import", file.string(), "--id", id});
    ASSERT_EQ(ran.exit, 0) << ran.err;
    EXPECT_EQ(ran.out, server_->address() + "/d/" + id + "\n");
    const std::string source = read_file(file);
    expect_every_paragraph(source, exported(id, "txt"));
    const auto back = markup::from_markdown(exported(id, "md"));
    ASSERT_TRUE(back);
    const auto document = markup::from_text(source);
    ASSERT_TRUE(document);
    // Markdown keeps every word, and every line that has one.
    expect_every_paragraph(source, markup::to_text(*back));
  }
}

TEST_F(ImportAndExport, GivesTheSamplesBackInEveryForm) {
  for (const char* name : {"paper", "session-template"}) {
    const fs::path file = fs::path("samples") / (std::string(name) + ".md");
    const Ran ran = run({"import", file.string(), "--id", name});
    ASSERT_EQ(ran.exit, 0) << ran.err;
    const auto document = markup::from_markdown(read_file(file));
    ASSERT_TRUE(document);
    const auto delta = ot::rich_text::decode(exported(name, "delta"));
    ASSERT_TRUE(delta);
    EXPECT_EQ(delta->delta, ot::rich_text::normal_form(*document))
        << "the content is what Markdown says";
    EXPECT_EQ(exported(name, "txt"), markup::to_text(*document));
    EXPECT_EQ(exported(name, "md"), markup::to_markdown(*document));
    const auto again = markup::from_markdown(exported(name, "md"));
    ASSERT_TRUE(again);
    EXPECT_EQ(markup::to_text(*again), markup::to_text(*document))
        << "Markdown out and in again loses nothing";
    const std::string html = exported(name, "html");
    EXPECT_NE(html.find("<h1 id=\""), std::string::npos);
    EXPECT_EQ(html.find("<script"), std::string::npos);
  }
}

TEST_F(ImportAndExport, TitlesAndListsWhatItImports) {
  write_file(directory_ / "a.md", "intro\n\n# The *paper*\n\ntext");
  write_file(directory_ / "b.txt", "\n# first line\nmore");
  write_file(directory_ / "empty.txt", "");
  ASSERT_EQ(run({"import", (directory_ / "a.md").string(), "--id", "a"}).exit, 0);
  ASSERT_EQ(run({"import", (directory_ / "b.txt").string(), "--id", "b"}).exit, 0);
  ASSERT_EQ(run({"import", (directory_ / "empty.txt").string(), "--id", "c"}).exit, 0);
  ASSERT_EQ(run({"import", (directory_ / "a.md").string(), "--id", "d", "--title", "Named so",
                 "--format", "text"})
                .exit,
            0);
  const Ran list = run({"list"});
  ASSERT_EQ(list.exit, 0) << list.err;
  EXPECT_NE(list.out.find("/d/a\tThe paper\n"), std::string::npos) << list.out;
  EXPECT_NE(list.out.find("/d/b\t# first line\n"), std::string::npos) << list.out;
  EXPECT_NE(list.out.find("/d/c\tempty\n"), std::string::npos) << list.out;
  EXPECT_NE(list.out.find("/d/d\tNamed so\n"), std::string::npos) << list.out;
  EXPECT_EQ(run({"list", "--query", "PAPER"}).out.find("/d/b"), std::string::npos);
  EXPECT_EQ(exported("d", "txt"), "intro\n\n# The *paper*\n\ntext\n");
}

TEST_F(ImportAndExport, WritesFilesWholeAndVersionsExactly) {
  write_file(directory_ / "a.md", "# A");
  ASSERT_EQ(run({"import", (directory_ / "a.md").string(), "--id", "a"}).exit, 0);
  const std::string file = (directory_ / "out.md").string();
  const Ran ran = run({"export", "a", "--version", "1", "--output", file});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(read_file(file), "# A\n");
  EXPECT_FALSE(fs::exists(file + ".part"));
  const Ran ahead = run({"export", "a", "--version", "99", "--output", file});
  EXPECT_EQ(ahead.exit, 2);
  EXPECT_NE(ahead.err.find("has no version 99"), std::string::npos) << ahead.err;
  EXPECT_EQ(read_file(file), "# A\n");
}

TEST_F(ImportAndExport, SaysWhatAnImportChanged) {
  write_file(directory_ / "a.md", "---\ntitle: Named inside\n---\n<!-- x -->\n\n[a](/b \"c\")");
  const Ran ran = run({"import", (directory_ / "a.md").string(), "--id", "a"});
  EXPECT_EQ(ran.exit, 0);
  for (const char* part : {"“Named inside”", "1 HTML comment was left out.",
                           "1 title of a link became words", "front matter"}) {
    EXPECT_NE(ran.err.find(part), std::string::npos) << ran.err;
  }
}

TEST_F(ImportAndExport, GivesAPageOfHtmlBackAsItWas) {
  for (const char* name : {"paper", "session-template"}) {
    const fs::path file = fs::path("samples") / (std::string(name) + ".md");
    ASSERT_EQ(run({"import", file.string(), "--id", name}).exit, 0);
    const std::string page = (directory_ / "page.html").string();
    ASSERT_EQ(run({"export", name, "-o", page}).exit, 0);
    const std::string again = std::string(name) + "-again";
    const Ran ran = run({"import", page, "--id", again});
    ASSERT_EQ(ran.exit, 0) << ran.err;
    EXPECT_EQ(exported(again, "delta"), exported(name, "delta"));
    EXPECT_EQ(exported(again, "html"), exported(name, "html"));
  }
}

/// What word processors write, from the folder of cases that is not in the repository.
TEST_F(ImportAndExport, ReadsPagesOfWordProcessors) {
  const char* named =
      std::getenv("PLENARY_SHARED");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  const fs::path folder = fs::path(named != nullptr ? named : "../shared") / "cases" / "files";
  const std::pair<const char*, const char*> pages[] = {
      {"50-paste-word.html",
       "Position on roaming\nA bold, italic and underlined word, 10^6, a link[1].\n- First bullet\n"
       "  - Nested bullet\n1. Numbered one\nOption: A\nCost: 100\n\nnew words\n\n[1] The note.\n"},
      {"51-paste-gdocs.html",
       "Heading two\nBold and italic, gone 10^6\n- A\n  - A.1\n- B\n3. Three\nOption: A\n  second "
       "line\nCost: 100\n\nA chart\n"}};
  for (const auto& [name, text] : pages) {
    if (!fs::exists(folder / name)) {
      std::cout << "SKIPPED: " << (folder / name) << " is not there\n";
      continue;
    }
    const std::string id = fs::path(name).stem().string();
    const Ran ran = run({"import", (folder / name).string(), "--id", id});
    ASSERT_EQ(ran.exit, 0) << ran.err;
    EXPECT_EQ(exported(id, "txt"), text);
  }
}

TEST_F(ImportAndExport, ReadsPagesInTheEncodingThatTheySay) {
  const auto page = [](const std::string& encoding, const std::string& words) {
    return "<meta http-equiv=Content-Type content=\"text/html; charset=" + encoding + "\"><p>" +
           words;
  };
  write_file(directory_ / "old.htm", page("windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2"));
  ASSERT_EQ(run({"import", (directory_ / "old.htm").string(), "--id", "old"}).exit, 0);
  EXPECT_EQ(exported("old", "txt"), "Привет\n");
  write_file(directory_ / "latin.html", page("iso-8859-1",
                                             "\x93"
                                             "caf\xe9\x94"));
  ASSERT_EQ(run({"import", (directory_ / "latin.html").string(), "--id", "latin"}).exit, 0);
  EXPECT_EQ(exported("latin", "txt"), "“café”\n");
  for (const auto& [encoding, words] :
       {std::pair{"no-such", "a"}, std::pair{"shift_jis", "\xff\xff"}}) {
    write_file(directory_ / "refused.html", page(encoding, words));
    const Ran refused = run({"import", (directory_ / "refused.html").string()});
    EXPECT_EQ(refused.exit, 2);
    EXPECT_NE(refused.err.find(encoding), std::string::npos) << refused.err;
  }
}

TEST_F(ImportAndExport, ReadsUtf16) {
  write_file(directory_ / "a.txt", std::string("\xff\xfe\x16\x04\n\0", 6));
  ASSERT_EQ(run({"import", (directory_ / "a.txt").string(), "--id", "a"}).exit, 0);
  EXPECT_EQ(exported("a", "txt"), "Ж\n");
}

TEST_F(ImportAndExport, WritesTheFormatThatTheNameSays) {
  write_file(directory_ / "a.md", "# A");
  ASSERT_EQ(run({"import", (directory_ / "a.md").string(), "--id", "a"}).exit, 0);
  const std::string file = (directory_ / "out.html").string();
  ASSERT_EQ(run({"export", "a", "-o", file}).exit, 0);
  EXPECT_EQ(read_file(file).rfind("<!doctype html>", 0), 0U);
  ASSERT_EQ(run({"export", "a", "-o", file, "--format", "txt"}).exit, 0);
  EXPECT_EQ(read_file(file), "A\n");
}

TEST_F(ImportAndExport, SaysWhatHappenedWhatWasKeptAndWhatToDo) {
  write_file(directory_ / "a.txt", "a");
  write_file(directory_ / "latin.txt", "caf\xe9");
  ASSERT_EQ(run({"import", (directory_ / "a.txt").string(), "--id", "a"}).exit, 0);
  const Ran twice = run({"import", (directory_ / "a.txt").string(), "--id", "a"});
  EXPECT_EQ(twice.exit, 2);
  EXPECT_NE(twice.err.find("exists already"), std::string::npos) << twice.err;
  EXPECT_NE(twice.err.find("It was not changed"), std::string::npos) << twice.err;
  const Ran latin = run({"import", (directory_ / "latin.txt").string()});
  EXPECT_EQ(latin.exit, 2);
  EXPECT_NE(latin.err.find("0xE9 at line 1, byte 4"), std::string::npos) << latin.err;
  const Ran absent = run({"import", (directory_ / "absent.txt").string()});
  EXPECT_EQ(absent.exit, 2);
  EXPECT_NE(absent.err.find("cannot be opened"), std::string::npos) << absent.err;
  const Ran unknown = run({"export", "no-such-paper"});
  EXPECT_EQ(unknown.exit, 2);
  EXPECT_NE(unknown.err.find("does not exist"), std::string::npos) << unknown.err;
}

TEST_F(ImportAndExport, BacksUpWhileTheServerRuns) {
  write_file(directory_ / "a.txt", "words to keep");
  ASSERT_EQ(run({"import", (directory_ / "a.txt").string(), "--id", "a"}).exit, 0);
  const std::string copy = (directory_ / "copy").string();
  const Ran backup =
      plenary({"backup", "--data-dir", (directory_ / "data").string(), "--to", copy});
  EXPECT_EQ(backup.exit, 0) << backup.err;
  EXPECT_NE(backup.out.find("all is well."), std::string::npos) << backup.out;
  EXPECT_EQ(exported("a", "txt"), "words to keep\n") << "the server still serves";
  const Ran check = plenary({"check", "--data-dir", copy});
  EXPECT_EQ(check.exit, 0) << check.out;
}

TEST_F(ImportAndExport, AFileCanHoldItsPictures) {
  const std::string held = "data:image/svg+xml;base64,PHN2ZyB3aWR0aD0nNCcgaGVpZ2h0PSczJy8+";
  const fs::path file = directory_ / "pictured.md";
  write_file(file, "![A map](" + held + ")\n");
  ASSERT_EQ(run({"import", file.string(), "--id", "pictured"}).exit, 0);
  EXPECT_EQ(exported("pictured", "md").find("data:"), std::string::npos);
  const Ran whole = run({"export", "pictured", "--with-pictures"});
  EXPECT_EQ(whole.out, "![A map](" + held + "){width=4 height=3}\n");
}

TEST(Unreachable, ServerIsNamed) {
  const Ran ran = plenary({"list", "--server", "http://127.0.0.1:1"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.err.find("no server answers at http://127.0.0.1:1"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace plenary::cli::testing
