#include "storage/check.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "storage/chain.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "storage/record_codec.hpp"
#include "storage/sealed_block.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"

namespace plenary::storage {
namespace {

using testing::append_of;
using testing::append_one;
using testing::describe;
using testing::op;
using testing::paper;
using testing::snapshot_at;

/// The fold of a type whose operations append their bodies.
class Concatenation final : public Fold {
 public:
  Result<void> apply(const OpRecord& next) override {
    if (next.body == "bad") {
      return Error{Errc::kNotApplicable, "does not apply"};
    }
    content_ += next.body;
    return {};
  }
  Result<void> compare(const SnapshotRecord& stored) override {
    if (stored.content != content_) {
      return Error{Errc::kCorrupt, "the content differs"};
    }
    return {};
  }

 private:
  std::string content_;
};

CheckReport check_with_fold(Families& families) {
  return check(families, {.make_fold = [] { return std::make_unique<Concatenation>(); }});
}

/// A store with three documents that are as they should be; each test spoils something.
class CheckTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const std::string id : {"a", "b", "c"}) {
      Append append{.key = paper(id), .expected_head = {0}};
      for (std::uint64_t version = 0; version < 6; ++version) {
        append.ops.push_back(op(version, "x", 1000 + static_cast<std::int64_t>(version)));
      }
      ASSERT_TRUE(append_one(store_, append));
      ASSERT_TRUE(store_.put_snapshot(paper(id), snapshot(2)));
      ASSERT_TRUE(store_.put_snapshot(paper(id), snapshot(4)));
      ASSERT_TRUE(store_.put_properties(paper(id), "{}"));
    }
    put(Family::kClients, client_key("c1").value(),
        encode_client(client_key("c1").value(), "ama").value());
    const RecordChange account{"accounts", "a1", "{}"};
    ASSERT_TRUE(store_.change_records({&account, 1}));
  }

  static SnapshotRecord snapshot(std::uint64_t version) {
    SnapshotRecord made = snapshot_at(version, std::string(version, 'x'));
    made.time = {999 + static_cast<std::int64_t>(version)};
    return made;
  }
  static std::string key(const std::string& id) { return document_key(paper(id)).value(); }
  static std::string key(const std::string& id, std::uint64_t version) {
    return version_key(key(id), {version});
  }
  void put(Family family, const std::string& at, const std::string& record) {
    ASSERT_TRUE(families_->write({{family, at, record}}, Sync::kYes));
  }
  /// Puts another operation in the place of one of document b, and the chain that then is right.
  void change(const OpRecord& other) {
    const std::string at = key("b", other.version.value);
    put(Family::kOperations, at, encode_operation(at, other).value());
    Chain chain;
    for (const OpRecord& op : testing::ops_of(store_, paper("b"))) {
      chain.add(op);
    }
    Head head = store_.head(paper("b")).value();
    head.chain = chain.value();
    put(Family::kHeads, key("b"), encode_head(key("b"), head));
  }
  std::string sealed_record(std::uint64_t version) {
    return families_->get(Family::kSealed, key("b", version)).value().value();
  }
  void seal_up_to(std::uint64_t upto) { ASSERT_TRUE(store_.seal(paper("b"), {upto})); }
  void flip_a_bit(Family family, const std::string& at) {
    std::string record = families_->get(family, at).value().value();
    record[record.size() / 2] = static_cast<char>(record[record.size() / 2] ^ 4);
    put(family, at, record);
  }
  /// The one finding there must be, of document b.
  Finding only_finding() {
    const CheckReport report = check_with_fold(*families_);
    EXPECT_EQ(report.findings_total, 1u) << describe(report);
    if (report.findings.empty()) {
      return {};
    }
    EXPECT_EQ(report.findings[0].document, paper("b"));
    EXPECT_FALSE(report.findings[0].what.empty());
    return report.findings[0];
  }
  void expect_only(FindingKind kind, std::optional<std::uint64_t> version) {
    const Finding finding = only_finding();
    EXPECT_EQ(name_of(finding.kind), name_of(kind));
    EXPECT_EQ(finding.version, version ? std::optional(Version{*version}) : std::nullopt);
  }

  const std::shared_ptr<MemoryFamilies> families_ = std::make_shared<MemoryFamilies>();
  KeyValueStore store_{families_};
};

TEST_F(CheckTest, StoreAsItShouldBeIsClean) {
  const CheckReport report = check_with_fold(*families_);
  EXPECT_TRUE(report.clean()) << describe(report);
  EXPECT_EQ(report.documents, 3u);
  EXPECT_EQ(report.operations, 18u);
  EXPECT_EQ(report.snapshots, 6u);
  EXPECT_EQ(report.clients, 1u);
  EXPECT_EQ(report.records, 1u);
}

TEST_F(CheckTest, EmptyStoreIsClean) {
  MemoryFamilies empty;
  EXPECT_TRUE(check(empty, {}).clean());
}

TEST_F(CheckTest, PropertiesOfADocumentWithoutOperationsAreClean) {
  ASSERT_TRUE(store_.put_properties(paper("later"), "{}"));
  EXPECT_TRUE(check_with_fold(*families_).clean());
}

TEST_F(CheckTest, DamagedOperationIsFound) {
  flip_a_bit(Family::kOperations, key("b", 3));
  expect_only(FindingKind::kDamagedOperation, 3);
}

TEST_F(CheckTest, MissingOperationsAreFound) {
  families_->erase(Family::kOperations, key("b", 2));
  families_->erase(Family::kOperations, key("b", 3));
  const Finding finding = only_finding();
  EXPECT_EQ(finding.kind, FindingKind::kMissingOperation);
  EXPECT_EQ(finding.version, Version{2});
  EXPECT_NE(finding.what.find("operations 2 to 3"), std::string::npos) << finding.what;
}

TEST_F(CheckTest, MissingFirstAndLastOperationsAreFound) {
  families_->erase(Family::kOperations, key("b", 0));
  expect_only(FindingKind::kMissingOperation, 0);
  families_->erase(Family::kOperations, key("a", 5));
  const CheckReport report = check_with_fold(*families_);
  ASSERT_EQ(report.findings_total, 2u) << describe(report);
  EXPECT_EQ(report.findings[0].version, Version{5});
}

TEST_F(CheckTest, AllOperationsMissingIsFound) {
  for (std::uint64_t version = 0; version < 6; ++version) {
    families_->erase(Family::kOperations, key("b", version));
  }
  expect_only(FindingKind::kMissingOperation, 0);
}

TEST_F(CheckTest, SealedHistoryIsClean) {
  seal_up_to(2);
  seal_up_to(5);
  const CheckReport report = check_with_fold(*families_);
  EXPECT_TRUE(report.clean()) << describe(report);
  EXPECT_EQ(report.operations, 18u);
}

TEST_F(CheckTest, DamagedBlockIsFoundOnce) {
  seal_up_to(2);
  seal_up_to(4);
  flip_a_bit(Family::kSealed, key("b", 0));
  expect_only(FindingKind::kDamagedBlock, 0);
}

TEST_F(CheckTest, BlockUnderAForeignKeyIsFound) {
  seal_up_to(3);
  ASSERT_TRUE(store_.seal(paper("a"), {3}));
  put(Family::kSealed, key("b", 0), families_->get(Family::kSealed, key("a", 0)).value().value());
  expect_only(FindingKind::kDamagedBlock, 0);
}

TEST_F(CheckTest, DamageWithinASealedBlockIsAsWithoutIt) {
  change(op(1, "bad", 1001));
  seal_up_to(3);
  expect_only(FindingKind::kBadOperation, 1);
}

TEST_F(CheckTest, MissingBlockIsFound) {
  seal_up_to(2);
  seal_up_to(5);
  families_->erase(Family::kSealed, key("b", 2));
  const Finding finding = only_finding();
  EXPECT_EQ(finding.kind, FindingKind::kMissingOperation);
  EXPECT_NE(finding.what.find("operations 2 to 4"), std::string::npos) << finding.what;
}

TEST_F(CheckTest, OperationThatIsThereTwiceIsFound) {
  const std::string row = families_->get(Family::kOperations, key("b", 1)).value().value();
  seal_up_to(3);
  put(Family::kOperations, key("b", 1), row);
  expect_only(FindingKind::kDoubleOperation, 1);
}

TEST_F(CheckTest, BlockBeyondTheHeadIsFound) {
  seal_up_to(6);
  Head shorter = store_.head(paper("b")).value();
  shorter.version = {4};
  shorter.time = {1003};
  shorter.bytes_since_snapshot = 0;
  shorter.chain.clear();
  put(Family::kHeads, key("b"), encode_head(key("b"), shorter));
  expect_only(FindingKind::kOperationBeyondHead, 4);
}

TEST_F(CheckTest, HistoryThatWasChangedIsFound) {
  OpRecord other = op(1, "x", 1001);
  other.author = "mallory";
  put(Family::kOperations, key("b", 1), encode_operation(key("b", 1), other).value());
  expect_only(FindingKind::kWrongChain, 6);
}

TEST_F(CheckTest, SealedHistoryThatWasChangedIsFoundWhereItIs) {
  seal_up_to(2);
  const std::string chain = decode_block_header(key("b", 0), sealed_record(0)).value().chain;
  std::vector<OpRecord> ops = testing::ops_of(store_, paper("b"), 0, 2);
  ops[1].author = "mallory";
  put(Family::kSealed, key("b", 0), encode_block(key("b", 0), ops, chain).value());
  expect_only(FindingKind::kWrongChain, 2);
}

TEST_F(CheckTest, HeadFromBeforeThereWasAChainIsClean) {
  Head old = store_.head(paper("b")).value();
  const std::string chain = std::exchange(old.chain, "");
  put(Family::kHeads, key("b"), encode_head(key("b"), old));
  EXPECT_TRUE(check_with_fold(*families_).clean());
  seal_up_to(3);
  ASSERT_TRUE(
      append_one(store_, {.key = paper("b"), .expected_head = {6}, .ops = {op(6, "x", 2000)}}));
  Chain expected(chain);
  expected.add(op(6, "x", 2000));
  EXPECT_EQ(store_.head(paper("b")).value().chain, expected.value());
  EXPECT_TRUE(check_with_fold(*families_).clean());
}

TEST_F(CheckTest, OperationBeyondTheHeadIsFound) {
  put(Family::kOperations, key("b", 9), encode_operation(key("b", 9), op(9)).value());
  expect_only(FindingKind::kOperationBeyondHead, 6);
}

TEST_F(CheckTest, OperationUnderAForeignKeyIsFound) {
  put(Family::kOperations, key("b", 3),
      families_->get(Family::kOperations, key("a", 3)).value().value());
  expect_only(FindingKind::kDamagedOperation, 3);
}

TEST_F(CheckTest, TimeThatFallsIsFound) {
  change(op(4, "x", 7));
  expect_only(FindingKind::kTimeFell, 4);
}

TEST_F(CheckTest, OperationThatDoesNotApplyIsFound) {
  change(op(1, "bad", 1001));
  expect_only(FindingKind::kBadOperation, 1);
}

TEST_F(CheckTest, DamagedHeadIsFound) {
  flip_a_bit(Family::kHeads, key("b"));
  expect_only(FindingKind::kDamagedHead, std::nullopt);
}

TEST_F(CheckTest, MissingHeadIsFound) {
  families_->erase(Family::kHeads, key("b"));
  expect_only(FindingKind::kMissingHead, 6);
}

TEST_F(CheckTest, HeadThatIsNotTrueIsFound) {
  const Head good = store_.head(paper("b")).value();
  Head wrong = good;
  wrong.time.ms += 1;
  put(Family::kHeads, key("b"), encode_head(key("b"), wrong));
  expect_only(FindingKind::kWrongHead, 6);
  wrong = good;
  wrong.bytes_since_snapshot += 1;
  put(Family::kHeads, key("b"), encode_head(key("b"), wrong));
  expect_only(FindingKind::kWrongHead, 6);
  wrong = good;
  wrong.version = {7};
  put(Family::kHeads, key("b"), encode_head(key("b"), wrong));
  expect_only(FindingKind::kMissingOperation, 6);
}

TEST_F(CheckTest, HeadThatNamesAnotherSnapshotIsFound) {
  families_->erase(Family::kSnapshots, key("b", 4));
  expect_only(FindingKind::kWrongHead, 6);
}

TEST_F(CheckTest, DamagedSnapshotIsFound) {
  flip_a_bit(Family::kSnapshots, key("b", 2));
  expect_only(FindingKind::kDamagedSnapshot, 2);
}

TEST_F(CheckTest, SnapshotThatIsNotTheFoldIsFound) {
  SnapshotRecord wrong = snapshot(2);
  wrong.content = "xy";
  put(Family::kSnapshots, key("b", 2), encode_snapshot(key("b", 2), wrong).value());
  expect_only(FindingKind::kWrongSnapshot, 2);
  wrong = snapshot(2);
  wrong.time.ms += 1;
  put(Family::kSnapshots, key("b", 2), encode_snapshot(key("b", 2), wrong).value());
  expect_only(FindingKind::kWrongSnapshot, 2);
}

TEST_F(CheckTest, SnapshotBeyondTheHeadIsFound) {
  put(Family::kSnapshots, key("b", 7), encode_snapshot(key("b", 7), snapshot(7)).value());
  expect_only(FindingKind::kSnapshotBeyondHead, 7);
}

TEST_F(CheckTest, SnapshotOfADocumentThatIsNotThereIsFound) {
  const std::string orphan = version_key(key("bb"), {1});
  put(Family::kSnapshots, orphan, encode_snapshot(orphan, snapshot(1)).value());
  const CheckReport report = check_with_fold(*families_);
  ASSERT_EQ(report.findings_total, 1u) << describe(report);
  EXPECT_EQ(report.findings[0].kind, FindingKind::kMissingHead);
  EXPECT_EQ(report.findings[0].document, paper("bb"));
}

TEST_F(CheckTest, DamagedPropertiesAreFound) {
  flip_a_bit(Family::kProperties, key("b"));
  expect_only(FindingKind::kDamagedProperties, std::nullopt);
}

TEST_F(CheckTest, KeysOfNoDocumentAreFoundInEveryFamily) {
  for (const Family family : kAllFamilies) {
    put(family, "12345678", "x");  // as long as a version, and in front of all others
    put(family, key("b") + "\x01", "x");
  }
  const CheckReport report = check_with_fold(*families_);
  EXPECT_EQ(report.findings_total, 2 * kAllFamilies.size()) << describe(report);
  for (const Finding& finding : report.findings) {
    EXPECT_EQ(finding.kind, FindingKind::kMalformedKey);
  }
}

TEST_F(CheckTest, DamagedClientIsFound) {
  flip_a_bit(Family::kClients, client_key("c1").value());
  const CheckReport report = check_with_fold(*families_);
  ASSERT_EQ(report.findings_total, 1u);
  EXPECT_EQ(report.findings[0].kind, FindingKind::kDamagedClient);
}

TEST_F(CheckTest, DamagedRecordIsFoundWithItsKind) {
  flip_a_bit(Family::kRecords, record_key("accounts", "a1").value());
  put(Family::kRecords, "nonsense", "");
  const CheckReport report = check_with_fold(*families_);
  ASSERT_EQ(report.findings_total, 2u);
  EXPECT_EQ(report.findings[0].kind, FindingKind::kDamagedRecord);
  EXPECT_NE(report.findings[0].what.find("accounts"), std::string::npos);
  EXPECT_EQ(report.findings[1].kind, FindingKind::kMalformedKey);
}

TEST_F(CheckTest, FindingsBeyondTheLimitAreCounted) {
  for (std::size_t i = 0; i < kFindingsMost + 5; ++i) {
    put(Family::kClients, "nonsense" + std::to_string(i), "");
  }
  const CheckReport report = check(*families_, {});
  EXPECT_EQ(report.findings.size(), kFindingsMost);
  EXPECT_EQ(report.findings_total, kFindingsMost + 5);
}

TEST_F(CheckTest, EveryKindHasANameAndAnAdvice) {
  for (int kind = 0; kind <= static_cast<int>(FindingKind::kDamagedRecord); ++kind) {
    EXPECT_NE(name_of(static_cast<FindingKind>(kind)), "unknown");
    EXPECT_NE(advice_for(static_cast<FindingKind>(kind)), "");
  }
}

}  // namespace
}  // namespace plenary::storage
