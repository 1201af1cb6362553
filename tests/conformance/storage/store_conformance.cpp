#include "tests/conformance/storage/store_conformance.hpp"

#include <atomic>
#include <initializer_list>
#include <string>
#include <thread>
#include <vector>

#include "storage/chain.hpp"
#include "storage/limits.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::storage::testing {
namespace {

using std::string_literals::operator""s;

std::vector<std::string> ids_in(Store& store, const std::string& collection,
                                const std::optional<std::string>& after = std::nullopt) {
  std::vector<std::string> ids;
  const Result<void> listed = store.list(collection, after, [&ids](ListedDocument&& document) {
    ids.push_back(std::move(document.id));
    return true;
  });
  return listed ? ids : std::vector<std::string>{"error: " + listed.error().detail};
}

// Appending and reading the log.

TEST_P(StoreConformance, DocumentThatWasNeverWrittenIsEmpty) {
  EXPECT_EQ(store().head(paper()).value(), Head{});
  EXPECT_TRUE(ops_of(store(), paper()).empty());
  EXPECT_EQ(store().snapshot(paper(), {kAll}).value(), std::nullopt);
  EXPECT_EQ(store().properties(paper()).value(), std::nullopt);
  EXPECT_TRUE(ids_in(store(), "documents").empty());
}

TEST_P(StoreConformance, AppendedOperationsAreReadBackInOrder) {
  const Append first = append_of(paper(), 0, 3);
  const Append second = append_of(paper(), 3, 2);
  ASSERT_TRUE(append_one(store(), first));
  ASSERT_TRUE(append_one(store(), second));
  std::vector<OpRecord> expected = first.ops;
  expected.insert(expected.end(), second.ops.begin(), second.ops.end());
  EXPECT_EQ(ops_of(store(), paper()), expected);
}

TEST_P(StoreConformance, EveryFieldOfAnOperationSurvivesReopening) {
  Append append{.key = paper(), .expected_head = {0}, .ops = {}};
  append.ops.push_back({.version = {0},
                        .kind = OpKind::kCreate,
                        .time = {-5},
                        .author = "",
                        .source = "\x00\xff\x01"s,
                        .sequence = {~std::uint64_t{0}},
                        .body = "{\"type\":\"\xed\xa0\xbd\"}",
                        .note = R"({"restores":57})"});
  append.ops.push_back({.version = {1}, .kind = OpKind::kNoOp, .time = {-5}});
  append.ops.push_back({.version = {2}, .kind = OpKind::kDelete, .time = {1LL << 52}});
  ASSERT_TRUE(append_one(store(), append));
  reopen();
  EXPECT_EQ(ops_of(store(), paper()), append.ops);
}

TEST_P(StoreConformance, HeadFollowsTheLog) {
  Append append{.key = paper(), .expected_head = {0}, .ops = {op(0, "abc", 10), op(1, "de", 30)}};
  ASSERT_TRUE(append_one(store(), append));
  Chain chain;
  chain.add(append.ops[0]);
  chain.add(append.ops[1]);
  const Head expected{.version = {2},
                      .time = {30},
                      .snapshot_version = {0},
                      .bytes_since_snapshot = log_bytes(append.ops[0]) + log_bytes(append.ops[1]),
                      .chain = chain.value()};
  EXPECT_EQ(store().head(paper()).value(), expected);
  reopen();
  EXPECT_EQ(store().head(paper()).value(), expected);
}

TEST_P(StoreConformance, ReadingTakesTheAskedRangeOnly) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 10)));
  ASSERT_TRUE(append_one(store(), append_of(paper("dc-paper2"), 0, 3)));
  const std::vector<OpRecord> some = ops_of(store(), paper(), 3, 6);
  ASSERT_EQ(some.size(), 3u);
  EXPECT_EQ(some.front().version, Version{3});
  EXPECT_EQ(some.back().version, Version{5});
  EXPECT_EQ(ops_of(store(), paper(), 8, 100).size(), 2u);
  EXPECT_TRUE(ops_of(store(), paper(), 10, 100).empty());
  EXPECT_TRUE(ops_of(store(), paper(), 6, 3).empty());
}

TEST_P(StoreConformance, ReadingEndsWhenTheVisitorSaysSo) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 10)));
  int seen = 0;
  ASSERT_TRUE(store().read_ops(paper(), {0}, {10}, [&seen](OpRecord&&) { return ++seen < 4; }));
  EXPECT_EQ(seen, 4);
}

TEST_P(StoreConformance, ReplayGivesWhatReadingGives) {
  Append append = append_of(paper(), 0, 10);
  append.ops[4].note = R"({"restores":2})";
  ASSERT_TRUE(append_one(store(), append));
  std::vector<OpRecord> seen;
  ASSERT_TRUE(store().replay(paper(), {3}, {kAll}, [&seen](const OpView& view) {
    seen.push_back(record_of(view));
    return seen.size() < 4;
  }));
  EXPECT_EQ(seen, std::vector<OpRecord>(append.ops.begin() + 3, append.ops.begin() + 7));
}

TEST_P(StoreConformance, VisitorMayUseTheStore) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 3)));
  ASSERT_TRUE(store().read_ops(paper(), {0}, {kAll}, [this](OpRecord&& found) {
    return append_one(store(), append_of(paper("copy"), found.version.value)).has_value();
  }));
  EXPECT_EQ(store().head(paper("copy")).value().version, Version{3});
}

TEST_P(StoreConformance, AppendThatExpectsAnotherHeadLosesAndChangesNothing) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 2)));
  const Head before = store().head(paper()).value();
  for (const std::uint64_t wrong : {0u, 1u, 3u}) {
    Append late = append_of(paper(), wrong, 2);
    late.properties = "{}";
    EXPECT_EQ(error_of(append_one(store(), late)), Errc::kVersionConflict) << wrong;
  }
  EXPECT_EQ(store().head(paper()).value(), before);
  EXPECT_EQ(ops_of(store(), paper()).size(), 2u);
  EXPECT_EQ(store().properties(paper()).value(), std::nullopt);
}

TEST_P(StoreConformance, LosersOfAGroupDoNotHoldUpTheOthers) {
  ASSERT_TRUE(append_one(store(), append_of(paper("b"), 0, 1)));
  const std::vector<Append> group{append_of(paper("a"), 0, 2), append_of(paper("b"), 5, 1),
                                  append_of(paper("c"), 0, 1)};
  const std::vector<Result<void>> answers = store().append(group);
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_TRUE(answers[0]);
  EXPECT_EQ(error_of(answers[1]), Errc::kVersionConflict);
  EXPECT_TRUE(answers[2]);
  EXPECT_EQ(store().head(paper("a")).value().version, Version{2});
  EXPECT_EQ(store().head(paper("b")).value().version, Version{1});
  EXPECT_EQ(store().head(paper("c")).value().version, Version{1});
}

TEST_P(StoreConformance, EmptyGroupIsNothing) {
  EXPECT_TRUE(store().append({}).empty());
}

TEST_P(StoreConformance, TimeThatFallsIsRefused) {
  ASSERT_TRUE(append_one(store(), {.key = paper(), .expected_head = {0}, .ops = {op(0, "", 50)}}));
  const Append before{.key = paper(), .expected_head = {1}, .ops = {op(1, "", 49)}};
  EXPECT_EQ(error_of(append_one(store(), before)), Errc::kBadOperation);
  const Append within{.key = paper(), .expected_head = {1}, .ops = {op(1, "", 60), op(2, "", 59)}};
  EXPECT_EQ(error_of(append_one(store(), within)), Errc::kBadOperation);
  EXPECT_EQ(store().head(paper()).value().version, Version{1});
}

TEST_P(StoreConformance, VersionAtAnInstantCountsTheOperationsUpToIt) {
  Append append{.key = paper(), .expected_head = {0}, .ops = {}};
  const std::vector<std::int64_t> times{10, 20, 20, 20, 30};
  for (std::size_t i = 0; i < times.size(); ++i) {
    append.ops.push_back(op(i, "", times[i]));
  }
  ASSERT_TRUE(append_one(store(), append));
  EXPECT_EQ(store().version_at(paper(), {9}).value(), Version{0});
  EXPECT_EQ(store().version_at(paper(), {10}).value(), Version{1});
  EXPECT_EQ(store().version_at(paper(), {19}).value(), Version{1});
  EXPECT_EQ(store().version_at(paper(), {20}).value(), Version{4});
  EXPECT_EQ(store().version_at(paper(), {1000}).value(), Version{5});
  EXPECT_EQ(store().version_at(paper("none"), {1000}).value(), Version{0});
}

// Names.

TEST_P(StoreConformance, NamesAreAnyBytesAndDoNotCollide) {
  const std::vector<DocumentKey> keys{
      {"a", "b"},           {"a\0"s, "b"},     {"a", "\0b"s},     {"a\0b"s, ""},  {"", "a\0b"s},
      {"ab", ""},           {"", "ab"},        {"", ""},          {"a", ""},      {"a", "bb"},
      {"\xff\xff", "\xff"}, {"a\0\x01"s, "b"}, {"a", "b\0\x01"s}, {"a\x01", "b"}, {"a", "\xff"}};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ASSERT_TRUE(append_one(store(), append_of(keys[i], 0, i + 1)));
    ASSERT_TRUE(store().put_properties(keys[i], std::to_string(i)));
    ASSERT_TRUE(store().put_snapshot(keys[i], snapshot_at(1, std::to_string(i))));
  }
  reopen();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(store().head(keys[i]).value().version, Version{i + 1}) << i;
    EXPECT_EQ(ops_of(store(), keys[i]).size(), i + 1) << i;
    EXPECT_EQ(store().properties(keys[i]).value(), std::to_string(i)) << i;
    EXPECT_EQ(store().snapshot(keys[i], {kAll}).value()->content, std::to_string(i)) << i;
  }
}

TEST_P(StoreConformance, NamesHaveALimit) {
  const std::string longest(kMaxNameBytes, '\0');
  const std::string too_long(kMaxNameBytes + 1, 'x');
  EXPECT_TRUE(append_one(store(), append_of({longest, longest}, 0)));
  EXPECT_EQ(store().head({longest, longest}).value().version, Version{1});
  EXPECT_EQ(store().former_client_owner(longest).value(), std::nullopt);
  for (const DocumentKey& key : {DocumentKey{too_long, "x"}, DocumentKey{"x", too_long}}) {
    EXPECT_EQ(error_of(append_one(store(), append_of(key, 0))), Errc::kTooLarge);
    EXPECT_EQ(error_of(store().head(key)), Errc::kTooLarge);
    EXPECT_EQ(error_of(store().put_properties(key, "{}")), Errc::kTooLarge);
  }
  EXPECT_EQ(error_of(store().former_client_owner(too_long)), Errc::kTooLarge);
}

TEST_P(StoreConformance, AuthorAndSourceHaveALimit) {
  Append append = append_of(paper(), 0);
  append.ops[0].author.assign(kMaxLabelBytes + 1, 'x');
  EXPECT_EQ(error_of(append_one(store(), append)), Errc::kTooLarge);
  EXPECT_EQ(store().head(paper()).value(), Head{});
  append.ops[0].author.assign(kMaxLabelBytes, 'x');
  EXPECT_TRUE(append_one(store(), append));
}

// Snapshots.

TEST_P(StoreConformance, NewestSnapshotAtOrBelowAVersionIsFound) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 300)));
  ASSERT_TRUE(append_one(store(), append_of(paper("other"), 0, 300)));
  for (const std::uint64_t version : {10u, 200u, 255u, 256u}) {
    ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(version)));
  }
  ASSERT_TRUE(store().put_snapshot(paper("other"), snapshot_at(7)));
  const auto found = [this](std::uint64_t at_most) {
    const auto snapshot = store().snapshot(paper(), {at_most}).value();
    return snapshot ? snapshot->version.value : 0;
  };
  EXPECT_EQ(found(9), 0u);
  EXPECT_EQ(found(10), 10u);
  EXPECT_EQ(found(199), 10u);
  EXPECT_EQ(found(255), 255u);
  EXPECT_EQ(found(kAll), 256u);
}

TEST_P(StoreConformance, EveryFieldOfASnapshotSurvivesReopening) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 5)));
  const SnapshotRecord full{.version = {5},
                            .time = {-1},
                            .type = "t",
                            .content = std::string(100'000, '\xe2'),
                            .created_at = Version{4}};
  const SnapshotRecord gone{.version = {3}, .time = {9}, .type = "", .content = ""};
  ASSERT_TRUE(store().put_snapshot(paper(), full));
  ASSERT_TRUE(store().put_snapshot(paper(), gone));
  reopen();
  EXPECT_EQ(store().snapshot(paper(), {5}).value(), full);
  EXPECT_EQ(store().snapshot(paper(), {4}).value(), gone);
}

TEST_P(StoreConformance, SnapshotMovesTheHeadsCountOfBytes) {
  Append append{.key = paper(), .expected_head = {0}, .ops = {}};
  for (std::uint64_t version = 0; version < 4; ++version) {
    append.ops.push_back(op(version, std::string(100 * (version + 1), 'x')));
  }
  ASSERT_TRUE(append_one(store(), append));
  ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(3)));
  Head head = store().head(paper()).value();
  EXPECT_EQ(head.snapshot_version, Version{3});
  EXPECT_EQ(head.bytes_since_snapshot, log_bytes(append.ops[3]));
  ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(1)));
  EXPECT_EQ(store().head(paper()).value(), head) << "an older one is not the newest";
  ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(4)));
  head = store().head(paper()).value();
  EXPECT_EQ(head.snapshot_version, Version{4});
  EXPECT_EQ(head.bytes_since_snapshot, 0u);
  ASSERT_TRUE(append_one(store(), append_of(paper(), 4)));
  EXPECT_EQ(store().head(paper()).value().bytes_since_snapshot, log_bytes(op(4)));
}

TEST_P(StoreConformance, SnapshotBeyondTheLogIsRefused) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 2)));
  EXPECT_EQ(error_of(store().put_snapshot(paper(), snapshot_at(3))), Errc::kVersionConflict);
  EXPECT_EQ(error_of(store().put_snapshot(paper(), snapshot_at(0))), Errc::kVersionConflict);
  EXPECT_EQ(error_of(store().put_snapshot(paper("none"), snapshot_at(1))), Errc::kVersionConflict);
  EXPECT_EQ(store().snapshot(paper(), {kAll}).value(), std::nullopt);
}

TEST_P(StoreConformance, SnapshotOfAVersionCanBePutAgain) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 2)));
  ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(2, "one")));
  ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(2, "two")));
  EXPECT_EQ(store().snapshot(paper(), {2}).value()->content, "two");
}

// Properties and listing.

TEST_P(StoreConformance, PropertiesAreReplacedWhole) {
  ASSERT_TRUE(store().put_properties(paper(), R"({"title":"One"})"));
  ASSERT_TRUE(store().put_properties(paper(), R"({"title":"Two"})"));
  reopen();
  EXPECT_EQ(store().properties(paper()).value(), R"({"title":"Two"})");
  EXPECT_EQ(store().properties(paper("other")).value(), std::nullopt);
}

TEST_P(StoreConformance, PropertiesComeWithTheAppendThatBringsThem) {
  Append append = append_of(paper(), 0);
  append.properties = R"({"title":"One"})";
  ASSERT_TRUE(append_one(store(), append));
  ASSERT_TRUE(append_one(store(), append_of(paper(), 1)));
  reopen();
  EXPECT_EQ(store().properties(paper()).value(), append.properties);
}

TEST_P(StoreConformance, ListingIsOrderedAndOfOneCollection) {
  for (const std::string id : {"b", "a", "", "ab", "\xff"}) {
    ASSERT_TRUE(append_one(store(), append_of(paper(id), 0)));
  }
  ASSERT_TRUE(append_one(store(), append_of({"document", "x"}, 0)));
  ASSERT_TRUE(append_one(store(), append_of({"documentsx", "x"}, 0)));
  ASSERT_TRUE(store().put_properties(paper("only-properties"), "{}"));
  EXPECT_EQ(ids_in(store(), "documents"), (std::vector<std::string>{"", "a", "ab", "b", "\xff"}));
  EXPECT_EQ(ids_in(store(), "documents", ""), (std::vector<std::string>{"a", "ab", "b", "\xff"}));
  EXPECT_EQ(ids_in(store(), "documents", "a"), (std::vector<std::string>{"ab", "b", "\xff"}));
  EXPECT_EQ(ids_in(store(), "documents", "aa"), (std::vector<std::string>{"ab", "b", "\xff"}));
  EXPECT_TRUE(ids_in(store(), "documents", "\xff\xff").empty());
}

TEST_P(StoreConformance, ListingHasHeadAndPropertiesAndStopsWhenTold) {
  ASSERT_TRUE(append_one(store(), append_of(paper("a"), 0, 3)));
  ASSERT_TRUE(append_one(store(), append_of(paper("b"), 0, 1)));
  ASSERT_TRUE(store().put_properties(paper("a"), R"({"title":"A"})"));
  std::vector<ListedDocument> listed;
  ASSERT_TRUE(store().list("documents", std::nullopt, [&listed](ListedDocument&& document) {
    listed.push_back(std::move(document));
    return false;
  }));
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].id, "a");
  EXPECT_EQ(listed[0].head, store().head(paper("a")).value());
  EXPECT_EQ(listed[0].properties, R"({"title":"A"})");
}

// Records.

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows records_in(Store& store, const std::string& kind, const RecordRange& range = {}) {
  Rows all;
  const Result<void> read =
      store.read_records(kind, range, [&all](std::string&& key, std::string&& json) {
        all.emplace_back(std::move(key), std::move(json));
        return true;
      });
  return read ? all : Rows{{"error", read.error().detail}};
}

/// The keys of those records, one after the other.
std::string keys_in(Store& store, const std::string& kind, const RecordRange& range) {
  std::string keys;
  for (const auto& [key, json] : records_in(store, kind, range)) {
    keys += key + " ";
  }
  return keys;
}

/// Adds a record for each word, of which the value is the word.
void put_words(Store& store, const std::string& kind, std::initializer_list<const char*> words) {
  std::vector<RecordChange> changes;
  for (const char* word : words) {
    changes.push_back({kind, word, word});
  }
  ASSERT_TRUE(store.change_records(changes));
}

TEST_P(StoreConformance, RecordsAreReadInTheOrderOfTheirKeysAndSurviveReopening) {
  EXPECT_EQ(records_in(store(), "accounts"), Rows{});
  const std::vector<RecordChange> changes{{"accounts", "b", "2"},        {"accounts", "", "0"},
                                          {"accounts", "a\0"s, "1b"},    {"accounts", "a", "1"},
                                          {"accounts\0"s, "a", "other"}, {"groups", "a", "{}"}};
  ASSERT_TRUE(store().change_records(changes));
  reopen();
  EXPECT_EQ(records_in(store(), "accounts"),
            (Rows{{"", "0"}, {"a", "1"}, {"a\0"s, "1b"}, {"b", "2"}}));
  EXPECT_EQ(records_in(store(), "groups"), (Rows{{"a", "{}"}}));
  EXPECT_EQ(records_in(store(), "account"), Rows{});
}

TEST_P(StoreConformance, RecordsAreReplacedAndTakenAwayInOrder) {
  ASSERT_TRUE(store().change_records(std::vector<RecordChange>{{"t", "a", "1"}, {"t", "b", "1"}}));
  ASSERT_TRUE(store().change_records(std::vector<RecordChange>{{"t", "a", "2"},
                                                               {"t", "b", std::nullopt},
                                                               {"t", "never", std::nullopt},
                                                               {"t", "c", "1"},
                                                               {"t", "c", std::nullopt},
                                                               {"t", "d", std::nullopt},
                                                               {"t", "d", "1"}}));
  reopen();
  EXPECT_EQ(records_in(store(), "t"), (Rows{{"a", "2"}, {"d", "1"}}));
  EXPECT_TRUE(store().change_records({}));
}

TEST_P(StoreConformance, RecordsOfOneChangeAreAllThereOrNone) {
  const std::vector<RecordChange> changes{{"t", "a", "1"},
                                          {"t", "b", std::string(kMaxValueBytes + 1, 'x')}};
  EXPECT_EQ(error_of(store().change_records(changes)), Errc::kTooLarge);
  EXPECT_EQ(records_in(store(), "t"), Rows{});
  const std::vector<RecordChange> largest{{"t", "b", std::string(kMaxValueBytes, 'x')}};
  EXPECT_TRUE(store().change_records(largest));
  const std::string too_long(kMaxNameBytes + 1, 'x');
  for (const RecordChange& change :
       {RecordChange{too_long, "a", "1"}, RecordChange{"t", too_long, "1"}}) {
    EXPECT_EQ(error_of(store().change_records({&change, 1})), Errc::kTooLarge);
  }
}

TEST_P(StoreConformance, ReadingRecordsStopsWhenToldAndTheVisitorMayWrite) {
  ASSERT_TRUE(store().change_records(std::vector<RecordChange>{{"t", "a", "1"}, {"t", "b", "1"}}));
  int visits = 0;
  ASSERT_TRUE(store().read_records("t", [&](std::string&& key, std::string&&) {
    const RecordChange change{"t", key, std::nullopt};
    EXPECT_TRUE(store().change_records({&change, 1}));
    return ++visits < 1;
  }));
  EXPECT_EQ(visits, 1);
  EXPECT_EQ(records_in(store(), "t"), (Rows{{"b", "1"}}));
}

TEST_P(StoreConformance, RangeOfRecordsHasItsFirstKeyAndNotItsLast) {
  put_words(store(), "t", {"a", "b", "ba", "c", "d"});
  put_words(store(), "s", {"z"});
  put_words(store(), "u", {"0"});
  EXPECT_EQ(keys_in(store(), "t", {.from = "b"}), "b ba c d ");
  EXPECT_EQ(keys_in(store(), "t", {.from = "b", .until = "c"}), "b ba ");
  EXPECT_EQ(keys_in(store(), "t", {.until = "b"}), "a ");
  EXPECT_EQ(keys_in(store(), "t", {.from = "bb", .until = "bz"}), "");
  EXPECT_EQ(keys_in(store(), "t", {.from = "c", .until = "b"}), "");
  EXPECT_EQ(keys_in(store(), "t", {.from = "e"}), "");
}

TEST_P(StoreConformance, DescendingRangeIsTheSameInReverse) {
  put_words(store(), "t", {"a", "b", "ba", "c", "d"});
  put_words(store(), "s", {"z"});
  put_words(store(), "u", {"0"});
  EXPECT_EQ(keys_in(store(), "t", {.descending = true}), "d c ba b a ");
  EXPECT_EQ(keys_in(store(), "t", {.from = "b", .until = "c", .descending = true}), "ba b ");
  EXPECT_EQ(keys_in(store(), "t", {.until = "bz", .descending = true}), "ba b a ");
  EXPECT_EQ(keys_in(store(), "t", {.until = "a", .descending = true}), "");
  EXPECT_EQ(keys_in(store(), "t", {.from = "e", .descending = true}), "");
  EXPECT_EQ(keys_in(store(), "v", {.descending = true}), "");
  EXPECT_EQ(keys_in(store(), "r", {.descending = true}), "");
}

TEST_P(StoreConformance, RangeEndsAtItsLimit) {
  put_words(store(), "t", {"a", "b", "c"});
  EXPECT_EQ(keys_in(store(), "t", {.limit = 2}), "a b ");
  EXPECT_EQ(keys_in(store(), "t", {.descending = true, .limit = 2}), "c b ");
  EXPECT_EQ(keys_in(store(), "t", {.limit = 3}), "a b c ");
  EXPECT_EQ(keys_in(store(), "t", {.limit = 0}), "");
}

TEST_P(StoreConformance, PrefixIsARange) {
  put_words(store(), "t", {"a", "b", "b!", "b\xff", "b\xff\xff", "c", "\xff", "\xff\xff"});
  EXPECT_EQ(keys_in(store(), "t", RecordRange::with_prefix("b")), "b b! b\xff b\xff\xff ");
  EXPECT_EQ(keys_in(store(), "t", RecordRange::with_prefix("b\xff")), "b\xff b\xff\xff ");
  EXPECT_EQ(keys_in(store(), "t", RecordRange::with_prefix("\xff")), "\xff \xff\xff ");
  EXPECT_EQ(records_in(store(), "t", RecordRange::with_prefix("")).size(), 8u);
}

TEST_P(StoreConformance, KeysWithZeroBytesKeepTheirPlaceInARange) {
  ASSERT_TRUE(store().change_records(std::vector<RecordChange>{
      {"t", "a", "1"}, {"t", "a\0"s, "2"}, {"t", "a\0b"s, "3"}, {"t", "a\x01", "4"}}));
  EXPECT_EQ(records_in(store(), "t", {.from = "a\0"s, .until = "a\x01"}),
            (Rows{{"a\0"s, "2"}, {"a\0b"s, "3"}}));
  EXPECT_EQ(records_in(store(), "t", {.until = "a\0b"s, .descending = true}),
            (Rows{{"a\0"s, "2"}, {"a", "1"}}));
}

TEST_P(StoreConformance, OneRecordIsReadByItsKey) {
  put_words(store(), "t", {"a"});
  reopen();
  EXPECT_EQ(store().record("t", "a").value(), "a");
  EXPECT_EQ(store().record("t", "b").value(), std::nullopt);
  EXPECT_EQ(store().record("s", "a").value(), std::nullopt);
  EXPECT_EQ(error_of(store().record("t", std::string(kMaxNameBytes + 1, 'x'))), Errc::kTooLarge);
}

TEST_P(StoreConformance, ChangeIsMadeOnlyIfTheRecordIsAsExpected) {
  using Expected = RecordChange::Expected;
  const auto change = [this](std::optional<std::string> json, Expected expected) {
    const std::vector<RecordChange> both{{"t", "other", "x"},
                                         {"t", "a", std::move(json), std::move(expected)}};
    return error_of(store().change_records(both));
  };
  EXPECT_EQ(change("1", Expected{"0"}), Errc::kVersionConflict);
  EXPECT_EQ(records_in(store(), "t"), Rows{}) << "all or none";
  EXPECT_EQ(change("1", Expected{}), std::nullopt);
  EXPECT_EQ(change("1", Expected{}), Errc::kVersionConflict);
  EXPECT_EQ(change("2", Expected{"1"}), std::nullopt);
  EXPECT_EQ(change(std::nullopt, Expected{"1"}), Errc::kVersionConflict);
  EXPECT_EQ(change(std::nullopt, Expected{"2"}), std::nullopt);
  EXPECT_EQ(records_in(store(), "t"), (Rows{{"other", "x"}}));
}

TEST_P(StoreConformance, OneOfManyThatExpectTheSameWins) {
  std::atomic<int> winners{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this, &winners, i] {
      const RecordChange change{"t", "a", std::to_string(i), RecordChange::Expected{}};
      winners += store().change_records({&change, 1}, Sync::kNo) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(winners, 1);
}

// Many at once.

TEST_P(StoreConformance, RacingAppendersEachWinTheirOwnVersionsOnly) {
  constexpr int kAppenders = 4;
  constexpr int kWins = 50;
  std::atomic<int> conflicts{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kAppenders; ++i) {
    threads.emplace_back([&, i] {
      for (int wins = 0; wins < kWins;) {
        const Version head = store().head(paper()).value().version;
        Append append = append_of(paper(), head.value);
        append.ops[0].source = std::to_string(i);
        const Result<void> answer = append_one(store(), append);
        wins += answer ? 1 : 0;
        conflicts += answer ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const std::vector<OpRecord> log = ops_of(store(), paper());
  EXPECT_EQ(log.size(), std::size_t{kAppenders * kWins});
  EXPECT_EQ(store().head(paper()).value().version, Version{kAppenders * kWins});
}

TEST_P(StoreConformance, SnapshotsAndAppendsAtOnceKeepTheHeadTrue) {
  constexpr std::uint64_t kOps = 200;
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0)));
  std::thread snapshots([this] {
    Version version{0};
    while (version.value < kOps) {
      version = store().head(paper()).value().version;
      EXPECT_TRUE(store().put_snapshot(paper(), snapshot_at(version.value)));
    }
  });
  for (std::uint64_t version = 1; version < kOps; ++version) {
    EXPECT_TRUE(append_one(store(), append_of(paper(), version)));
  }
  snapshots.join();
  const Head head = store().head(paper()).value();
  EXPECT_EQ(head.version, Version{kOps});
  EXPECT_EQ(head.snapshot_version, Version{kOps});
  EXPECT_EQ(head.bytes_since_snapshot, 0u);
}

// Copies.

TEST_P(StoreConformance, CopyHoldsWhatWasThereAndNothingOfLater) {
  const TemporaryDirectory place;
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 3)));
  const Result<void> copied = store().checkpoint(place / "copy");
  if (!fixture().has_files()) {
    EXPECT_EQ(error_of(copied), Errc::kUnsupported);
    return;
  }
  ASSERT_TRUE(copied) << copied.error().detail;
  ASSERT_TRUE(append_one(store(), append_of(paper(), 3, 3)));
  EXPECT_EQ(error_of(store().checkpoint(place / "copy")), Errc::kRejected);
  const std::unique_ptr<Store> copy = fixture().open_copy(place / "copy");
  EXPECT_EQ(ops_of(*copy, paper()).size(), 3u);
  EXPECT_TRUE(append_one(*copy, append_of(paper(), 3, 1))) << "a copy is a store of its own";
  EXPECT_EQ(ops_of(store(), paper()).size(), 6u);
}

}  // namespace
}  // namespace plenary::storage::testing
