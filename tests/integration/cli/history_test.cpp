#include <httplib.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"
#include "tests/integration/cli/program.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::cli::testing {
namespace {

using storage::testing::TemporaryDirectory;

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, mark);) {
    parts.push_back(part);
  }
  return parts;
}

/// A paper that was made (version 1), deleted (2), made anew (3) and made again what it was (4), by
/// four that have no names.
class History : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto found = Server::find_program();
    if (!found) {
      GTEST_SKIP() << "SKIPPED: no plenaryd; build it or name it in PLENARYD";
    }
    server_ = std::make_unique<Server>(*found, directory_ / "data");
    ASSERT_FALSE(server_->address().empty()) << "the server did not start";
    import("One line.\nAnother one 🎻.\n\n");
    httplib::Client client(server_->address());
    ASSERT_EQ(client.Delete("/api/v1/documents/paper")->status, 204);
    import("Something else.\n");
    ASSERT_EQ(post("restore", R"({"version":1})"), 200);
    ASSERT_EQ(post("milestones", R"({"version":3,"name":"The other","note":"two\nlines"})"), 201);
  }

  void import(const std::string& text) {
    write_file(directory_ / "a.txt", text);
    ASSERT_EQ(run({"import", (directory_ / "a.txt").string(), "--id", "paper"}).exit, 0);
  }
  int post(const std::string& what, const std::string& body) {
    httplib::Client client(server_->address());
    return client.Post(("/api/v1/documents/paper/" + what).c_str(), body, "application/json")
        ->status;
  }
  Ran run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--server", server_->address()});
    return plenary(arguments);
  }
  /// The lines that a command printed, each in its fields.
  std::vector<std::vector<std::string>> table(const std::vector<std::string>& arguments) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    std::vector<std::vector<std::string>> lines;
    for (const std::string& line : split(ran.out, '\n')) {
      lines.push_back(split(line, '\t'));
    }
    return lines;
  }
  void expect_complaint(const std::vector<std::string>& arguments, const std::string& part) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.exit, 2) << ran.out;
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find(part), std::string::npos) << ran.err;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Server> server_;
};

TEST_F(History, IsALogOfSessionsAndOfWhatStandsOut) {
  std::vector<std::string> whats;
  std::string newest;
  for (const auto& line : table({"log", "paper"})) {
    ASSERT_EQ(line.size(), 4u);
    EXPECT_EQ(line[0].size(), 24u) << line[0];
    EXPECT_TRUE(newest.empty() || line[0] <= newest) << "the newest comes first";
    newest = line[0];
    whats.push_back(line[1] + " " + line[3]);
  }
  std::sort(whats.begin(), whats.end());
  EXPECT_EQ(whats, (std::vector<std::string>{"v0..v1 +27 -0 ~0", "v1 created", "v1..v2 +0 -0 ~0",
                                             "v2 deleted", "v2..v3 +16 -0 ~0", "v3 created",
                                             "v3 named: The other", "v3..v4 +27 -16 ~0",
                                             "v4 restored v1"}));
}

TEST_F(History, LogIsLimitedAndOfOneAuthor) {
  const auto newest = table({"log", "paper", "--limit", "1"});
  EXPECT_TRUE(std::any_of(newest.begin(), newest.end(),
                          [](const auto& line) { return line[1] == "v3..v4"; }));
  EXPECT_FALSE(
      std::any_of(newest.begin(), newest.end(), [](const auto& line) { return line[1] == "v1"; }));
  const std::string author = newest.front()[2];
  for (const auto& line : table({"log", "paper", "--author", author})) {
    EXPECT_EQ(line[2], author);
  }
  expect_complaint({"log", "paper", "--author", "Nobody"}, "Nobody called Nobody wrote in paper");
  const Ran ran = run({"log", "paper", "--json", "--limit", "3"});
  const auto answer = json::parse(ran.out);
  ASSERT_TRUE(answer) << ran.out;
  EXPECT_EQ((*answer)["sessions"].size(), 3u);
  EXPECT_EQ((*answer)["authors"].size(), 4u);
}

TEST_F(History, IsADifferenceInThreeForms) {
  const Ran text = run({"diff", "paper", "--from", "1", "--to", "3"});
  EXPECT_EQ(text.exit, 0) << text.err;
  EXPECT_EQ(text.out.rfind("From version 1 to version 3\n1. Somebody (http-", 0), 0u) << text.out;
  EXPECT_NE(text.out.find(" inserted “Something else.¶”"), std::string::npos) << text.out;
  EXPECT_EQ(run({"diff", "paper", "--from", "1", "--to", "head"}).out,
            "From version 1 to version 4\nNothing differs.\n");
  const Ran html = run({"diff", "paper", "--from", "1", "--to", "3", "--format", "html"});
  EXPECT_NE(html.out.find("<ins title=\"inserted by Somebody"), std::string::npos) << html.out;
  const Ran json = run({"diff", "paper", "--format", "json"});
  const auto difference = json::parse(json.out);
  ASSERT_TRUE(difference) << json.out;
  EXPECT_EQ((*difference)["to"]["version"], 4);
  expect_complaint({"diff", "paper", "--from", "3", "--to", "1"},
                   "from is a version at or before to");
  expect_complaint({"diff", "paper", "--from", "9"}, "(400)");
}

TEST_F(History, NamesTablesAndNotesInTheirLines) {
  httplib::Client client(server_->address());
  const auto made = client.Post(
      "/api/v1/documents",
      R"({"id":"mixed","content":{"format":"delta","data":{"ops":[{"insert":"See"},{"insert":{"note":{}}},)"
      R"({"insert":" this.\n"},{"insert":{"table-embed":{}}},{"insert":"\n"}]}}})",
      "application/json");
  ASSERT_EQ(made->status, 201) << made->body;
  const auto lines = split(run({"blame", "mixed"}).out, '\n');
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NE(lines[0].find("  See[footnote] this."), std::string::npos) << lines[0];
  EXPECT_NE(lines[1].find("  [table]"), std::string::npos) << lines[1];
}

TEST_F(History, IsWhoWroteWhichLine) {
  const Ran ran = run({"blame", "paper"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const auto lines = split(ran.out, '\n');
  ASSERT_EQ(lines.size(), 3u) << ran.out;
  EXPECT_EQ(lines[0].rfind("http-", 0), 0u) << lines[0];
  EXPECT_EQ(lines[0].substr(lines[0].size() - 11), "  One line.");
  EXPECT_NE(lines[1].find("  Another one 🎻."), std::string::npos) << lines[1];
  EXPECT_EQ(lines[0].substr(0, 40), lines[1].substr(0, 40)) << "the same author and day";
  EXPECT_EQ(run({"blame", "paper", "--version", "1"}).out, ran.out)
      << "what a restore brings back is whose it was";
  const Ran third = run({"blame", "paper", "--version", "3"});
  EXPECT_NE(third.out.find("  Something else.\n"), std::string::npos) << third.out;
  EXPECT_NE(third.out.substr(0, 24), ran.out.substr(0, 24));
  expect_complaint({"blame", "paper", "--version", "9"}, "(400)");
}

TEST_F(History, IsVersionsThatHaveANameAndCanBeExported) {
  const auto milestones = table({"milestones", "paper"});
  ASSERT_EQ(milestones.size(), 1u);
  EXPECT_EQ(milestones[0][0], "v3");
  EXPECT_EQ(milestones[0][2], "The other");
  EXPECT_EQ(milestones[0][4], "two\ufffdlines") << "one line";
  const Ran exported = run({"export", "paper", "--version", "3", "--format", "txt"});
  EXPECT_EQ(exported.out, "Something else.\n");
}

TEST_F(History, OfNoDocumentIsNone) {
  for (const char* command : {"log", "diff", "blame", "milestones"}) {
    expect_complaint({command, "no-such-paper"}, "There is no document with this id (404)");
  }
}

}  // namespace
}  // namespace plenary::cli::testing
