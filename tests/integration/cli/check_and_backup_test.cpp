#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "storage/rocks/open.hpp"
#include "tests/integration/cli/program.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::cli::testing {
namespace {

namespace fs = std::filesystem;
using storage::testing::append_one;
using storage::testing::op;
using storage::testing::paper;
using storage::testing::snapshot_at;
using storage::testing::TemporaryDirectory;

std::unique_ptr<storage::Store> open(const fs::path& directory) {
  storage::RocksOptions options;
  options.directory = directory;
  auto store = storage::open_rocks(options);
  EXPECT_TRUE(store) << (store ? "" : store.error().detail);
  return store ? *std::move(store) : nullptr;
}

/// A paper of two operations: "hello\n", then a word before it.
void write_paper(storage::Store& store, const std::string& id, const std::string& edit) {
  storage::Append append{.key = paper(id), .expected_head = {0}, .ops = {}};
  append.ops.push_back(op(
      0,
      R"({"type":"http://sharejs.org/types/rich-text/v1","data":{"ops":[{"insert":"hello\n"}]}})"));
  append.ops.push_back(op(1, edit));
  ASSERT_TRUE(append_one(store, std::move(append)));
}

constexpr const char* kGoodEdit = R"([{"insert":"oh, "}])";

TEST(Check, SaysThatAllIsWell) {
  const TemporaryDirectory temporary;
  {
    const auto store = open(temporary / "data");
    ASSERT_NE(store, nullptr);
    write_paper(*store, "a", kGoodEdit);
    ASSERT_TRUE(
        store->put_snapshot(paper("a"), snapshot_at(2, R"({"ops":[{"insert":"oh, hello\n"}]})")));
  }
  const Ran ran = plenary({"check", "--data-dir", (temporary / "data").string()});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out, "1 document, 2 operations, 1 snapshot: all is well.\n");
}

TEST(Check, NamesASnapshotThatIsNotTheFoldOfTheOperations) {
  const TemporaryDirectory temporary;
  {
    const auto store = open(temporary / "data");
    ASSERT_NE(store, nullptr);
    write_paper(*store, "a", kGoodEdit);
    write_paper(*store, "b", kGoodEdit);
    ASSERT_TRUE(store->put_snapshot(paper("a"),
                                    snapshot_at(2, R"({"ops":[{"insert":"secret words\n"}]})")));
  }
  const Ran ran = plenary({"check", "--data-dir", (temporary / "data").string()});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  EXPECT_NE(ran.out.find("documents/a version 2: wrong_snapshot: "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("1 finding."), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("documents/b"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("secret"), std::string::npos) << "a report holds nobody's text";
}

TEST(Check, NamesAnOperationThatCannotBeApplied) {
  const TemporaryDirectory temporary;
  {
    const auto store = open(temporary / "data");
    ASSERT_NE(store, nullptr);
    write_paper(*store, "a", R"([{"retain":99},{"insert":"x"}])");
  }
  const Ran ran = plenary({"check", "--data-dir", (temporary / "data").string()});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  EXPECT_NE(ran.out.find("documents/a version 1: bad_operation: "), std::string::npos) << ran.out;
}

/// Gives the paper "a" a picture of these bytes, with a smaller copy.
void give_picture(storage::Store& store, const std::string& bytes, const std::string& copy) {
  const std::string screen = storage::blob_name(copy);
  const storage::RecordChange change{"pictures/a", storage::blob_name(bytes),
                                     R"({"screen":{"picture":")" + screen + R"("}})"};
  ASSERT_TRUE(store.put_blob(bytes, {}));
  ASSERT_TRUE(store.put_blob(copy, {&change, 1}));
}

TEST(Check, ReadsPicturesAndWhoHasThem) {
  const TemporaryDirectory temporary;
  {
    const auto store = open(temporary / "data");
    ASSERT_NE(store, nullptr);
    give_picture(*store, "a large one", "a small one");
  }
  const Ran ran = plenary({"check", "--data-dir", (temporary / "data").string()});
  EXPECT_EQ(ran.exit, 0) << ran.out;
  EXPECT_EQ(ran.out, "0 documents, 0 operations, 0 snapshots, 2 pictures: all is well.\n");
}

TEST(Check, NamesAPictureThatIsMissingAndOneThatIsNobodys) {
  const TemporaryDirectory temporary;
  const std::string missing = storage::blob_name("never stored");
  {
    const auto store = open(temporary / "data");
    ASSERT_NE(store, nullptr);
    const storage::RecordChange change{"pictures/a", missing, "{}"};
    ASSERT_TRUE(store->change_records({&change, 1}));
    ASSERT_TRUE(store->put_blob("nobody's", {}));
  }
  const Ran ran = plenary({"check", "--data-dir", (temporary / "data").string()});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_NE(ran.out.find("missing_blob: a record of pictures/a names the blob " + missing),
            std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("unclaimed_blob: blob " + storage::blob_name("nobody's")),
            std::string::npos)
      << ran.out;
}

TEST(Backup, CopiesPictures) {
  const TemporaryDirectory temporary;
  const std::string large(5'000'000, 'p');
  {
    const auto store = open(temporary / "data");
    ASSERT_NE(store, nullptr);
    give_picture(*store, large, "a small one");
  }
  const Ran ran = plenary({"backup", "--data-dir", (temporary / "data").string(), "--to",
                           (temporary / "copy").string()});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_NE(ran.out.find("2 pictures: all is well."), std::string::npos) << ran.out;
  const auto copy = open(temporary / "copy");
  ASSERT_NE(copy, nullptr);
  EXPECT_EQ(copy->blob(storage::blob_name(large)).value(), large);
}

TEST(Check, CannotReadWhatIsNotThere) {
  const TemporaryDirectory temporary;
  const Ran ran = plenary({"check", "--data-dir", (temporary / "nothing").string()});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.err.find("Nothing was changed."), std::string::npos) << ran.err;
  EXPECT_FALSE(fs::exists(temporary / "nothing"));
}

TEST(Backup, CopiesADirectoryThatNoServerHas) {
  const TemporaryDirectory temporary;
  {
    const auto store = open(temporary / "data");
    ASSERT_NE(store, nullptr);
    write_paper(*store, "a", kGoodEdit);
  }
  const Ran ran = plenary({"backup", "--data-dir", (temporary / "data").string(), "--to",
                           (temporary / "copy").string()});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out, "1 document, 2 operations, 0 snapshots: all is well.\n");
  const auto copy = open(temporary / "copy");
  ASSERT_NE(copy, nullptr);
  EXPECT_EQ(copy->head(paper("a"))->version, Version{2});
}

TEST(Backup, NeverTouchesWhatIsThereAlready) {
  const TemporaryDirectory temporary;
  { const auto store = open(temporary / "data"); }
  fs::create_directory(temporary / "copy");
  const Ran ran = plenary({"backup", "--data-dir", (temporary / "data").string(), "--to",
                           (temporary / "copy").string()});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.err.find("There is something at"), std::string::npos) << ran.err;
  EXPECT_TRUE(fs::is_empty(temporary / "copy"));
}

TEST(Backup, SaysWhenAProcessHasTheDirectoryButDoesNotAnswer) {
  const TemporaryDirectory temporary;
  const auto store = open(temporary / "data");
  ASSERT_NE(store, nullptr);
  const Ran ran = plenary({"backup", "--data-dir", (temporary / "data").string(), "--to",
                           (temporary / "copy").string()});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.err.find("does not answer on its control socket"), std::string::npos) << ran.err;
  EXPECT_FALSE(fs::exists(temporary / "copy"));
}

TEST(Backup, WorksInADirectoryWhosePathIsLongerThanASocketMayHave) {
  const TemporaryDirectory temporary;
  const fs::path deep = temporary / std::string(120, 'd') / "data";
  fs::create_directories(deep.parent_path());
  { const auto store = open(deep); }
  const Ran ran =
      plenary({"backup", "--data-dir", deep.string(), "--to", (temporary / "copy").string()});
  EXPECT_EQ(ran.exit, 0) << ran.err;
}

TEST(Program, ExplainsItself) {
  const Ran help = plenary({"--help"});
  EXPECT_EQ(help.exit, 0);
  for (const char* command :
       {"import", "export", "list", "log", "diff", "blame", "milestones", "check", "backup"}) {
    EXPECT_NE(help.out.find(command), std::string::npos);
    const Ran more = plenary({command, "--help"});
    EXPECT_EQ(more.exit, 0);
    EXPECT_NE(more.out.find("--"), std::string::npos);
  }
  EXPECT_EQ(plenary({}).exit, 2);
  EXPECT_EQ(plenary({"no-such-command"}).exit, 2);
  EXPECT_EQ(plenary({"export", "x", "--format", "docx"}).exit, 2);
}

}  // namespace
}  // namespace plenary::cli::testing
