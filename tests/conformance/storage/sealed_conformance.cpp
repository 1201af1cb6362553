// The suite for sealed history: a reader cannot tell it from operations one by one.
#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "storage/chain.hpp"
#include "storage/limits.hpp"
#include "tests/conformance/storage/store_conformance.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/histories.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::storage::testing {
namespace {

Append whole(const std::vector<OpRecord>& ops) {
  return {.key = paper(), .expected_head = ops.front().version, .ops = ops};
}

std::vector<OpRecord> part(const std::vector<OpRecord>& ops, std::size_t from, std::size_t to) {
  return {ops.begin() + static_cast<std::ptrdiff_t>(from),
          ops.begin() + static_cast<std::ptrdiff_t>(std::min(to, ops.size()))};
}

std::vector<OpRecord> replayed(Store& store, std::uint64_t from, std::uint64_t to) {
  std::vector<OpRecord> ops;
  EXPECT_TRUE(store.replay(paper(), {from}, {to}, [&ops](const OpView& op) {
    ops.push_back(record_of(op));
    return true;
  }));
  return ops;
}

TEST_P(StoreConformance, SealedOperationsAreReadAsTheyWereWritten) {
  const std::vector<OpRecord> ops = odd_history();
  ASSERT_TRUE(append_one(store(), whole(ops)));
  const Head head = store().head(paper()).value();
  EXPECT_EQ(store().seal(paper(), {kAll}).value(), (Sealed{.blocks = 1, .ops = ops.size()}));
  EXPECT_EQ(store().head(paper()).value(), head);
  EXPECT_EQ(ops_of(store(), paper()), ops);
  reopen();
  EXPECT_EQ(store().head(paper()).value(), head);
  EXPECT_EQ(ops_of(store(), paper()), ops);
  EXPECT_EQ(replayed(store(), 0, kAll), ops);
}

TEST_P(StoreConformance, ReadsCrossTheEndOfWhatIsSealed) {
  const std::vector<OpRecord> ops = odd_history();
  ASSERT_TRUE(append_one(store(), whole(ops)));
  EXPECT_EQ(store().seal(paper(), {5}).value(), (Sealed{.blocks = 1, .ops = 5}));
  EXPECT_EQ(store().seal(paper(), {9}).value(), (Sealed{.blocks = 1, .ops = 4}));
  for (std::size_t from = 0; from < 12; ++from) {
    for (const std::size_t to : {from, from + 1, from + 3, from + 6, std::size_t{100}}) {
      EXPECT_EQ(ops_of(store(), paper(), from, to), part(ops, from, to)) << from << " " << to;
      EXPECT_EQ(replayed(store(), from, to), part(ops, from, to)) << from << " " << to;
    }
  }
  int seen = 0;
  ASSERT_TRUE(store().replay(paper(), {3}, {kAll}, [&seen](const OpView&) { return ++seen < 4; }));
  EXPECT_EQ(seen, 4);
}

TEST_P(StoreConformance, SealedEditsAreReplayedAsDeltas) {
  Append append{.key = paper(), .expected_head = {0}, .ops = {op(0, R"({"type":"rich-text"})")}};
  for (const std::string& body : plain_deltas()) {
    append.ops.push_back(op(append.ops.size(), body));
  }
  for (const std::string& body : odd_bodies()) {
    append.ops.push_back(op(append.ops.size(), body));
  }
  ASSERT_TRUE(append_one(store(), append));
  ASSERT_TRUE(store().seal(paper(), {kAll}));
  ASSERT_TRUE(store().replay(paper(), {0}, {kAll}, [](const OpView& op) {
    const bool is_plain = op.version > Version{0} && op.version.value <= plain_deltas().size();
    EXPECT_EQ(op.delta != nullptr, is_plain) << op.version.value;
    EXPECT_TRUE(op.delta == nullptr || op.body.empty());
    return true;
  }));
}

TEST_P(StoreConformance, SealingGoesNoFurtherThanTheHeadAndNeverTwice) {
  EXPECT_EQ(store().seal(paper("none"), {kAll}).value(), Sealed{});
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 10)));
  EXPECT_EQ(store().seal(paper(), {0}).value(), Sealed{});
  EXPECT_EQ(store().seal(paper(), {4}).value().ops, 4u);
  EXPECT_EQ(store().seal(paper(), {4}).value(), Sealed{});
  EXPECT_EQ(store().seal(paper(), {2}).value(), Sealed{});
  EXPECT_EQ(store().seal(paper(), {kAll}).value().ops, 6u);
  ASSERT_TRUE(append_one(store(), append_of(paper(), 10, 2)));
  EXPECT_EQ(store().seal(paper(), {kAll}).value().ops, 2u);
  EXPECT_EQ(ops_of(store(), paper()), append_of(paper(), 0, 12).ops);
}

TEST_P(StoreConformance, SealingOfOneDocumentLeavesTheOthersAlone) {
  const std::vector<std::string> ids{"", "a", std::string("a\0", 2), "aa", "\xff"};
  for (const std::string& id : ids) {
    ASSERT_TRUE(append_one(store(), append_of(paper(id), 0, 3)));
  }
  ASSERT_TRUE(store().seal(paper("a"), {kAll}));
  reopen();
  for (const std::string& id : ids) {
    EXPECT_EQ(ops_of(store(), paper(id)).size(), 3u) << id;
  }
  EXPECT_EQ(store().seal(paper("aa"), {kAll}).value().ops, 3u);
}

TEST_P(StoreConformance, BlockHasALimitOfOperations) {
  const std::uint64_t count = kSealedOpsMost + 1;
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, count)));
  EXPECT_EQ(store().seal(paper(), {kAll}).value(), (Sealed{.blocks = 2, .ops = count}));
  EXPECT_EQ(ops_of(store(), paper(), kSealedOpsMost - 2).size(), 3u);
  EXPECT_EQ(ops_of(store(), paper()), append_of(paper(), 0, count).ops);
}

TEST_P(StoreConformance, BlockHasALimitOfBytesUnlessOneOperationIsLarger) {
  Append append = append_of(paper(), 0, 5);
  append.ops[1].body.assign(kSealedBytesMost / 2, 'x');
  append.ops[2].body.assign(kSealedBytesMost / 2, 'y');
  append.ops[3].body.assign(kSealedBytesMost * 2, 'z');
  ASSERT_TRUE(append_one(store(), append));
  EXPECT_EQ(store().seal(paper(), {kAll}).value(), (Sealed{.blocks = 4, .ops = 5}));
  EXPECT_EQ(ops_of(store(), paper()), append.ops);
}

TEST_P(StoreConformance, VersionAtAnInstantIsTheSameWhenSealed) {
  Append append = append_of(paper(), 0, 60);
  for (std::size_t i = 0; i < append.ops.size(); ++i) {
    append.ops[i].time = {static_cast<std::int64_t>(i * i / 40)};
  }
  ASSERT_TRUE(append_one(store(), append));
  const auto versions = [this] {
    std::vector<Version> found;
    for (std::int64_t time = -1; time < 100; ++time) {
      found.push_back(store().version_at(paper(), {time}).value());
    }
    return found;
  };
  const std::vector<Version> expected = versions();
  for (const std::uint64_t upto : {1u, 7u, 31u, 50u, 60u}) {
    ASSERT_TRUE(store().seal(paper(), {upto}));
    EXPECT_EQ(versions(), expected) << upto;
  }
}

// The hash chain.

TEST_P(StoreConformance, ChainIsOfTheOperationsHoweverTheyWereAppendedAndSealed) {
  const std::vector<OpRecord> ops = odd_history();
  Chain chain;
  for (const OpRecord& op : ops) {
    ASSERT_TRUE(append_one(store(), whole({op})));
    chain.add(op);
    ASSERT_EQ(store().head(paper()).value().chain, chain.value());
    if (op.version.value % 10 == 4) {
      ASSERT_TRUE(store().seal(paper(), {kAll}));
    }
  }
  ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(2)));
  reopen();
  EXPECT_EQ(store().head(paper()).value().chain, chain.value());
}

TEST_P(StoreConformance, EveryFieldOfAnOperationChangesTheChain) {
  const OpRecord first = op(0);
  std::vector<OpRecord> others(7, first);
  others[0].kind = OpKind::kNoOp;
  others[1].time.ms += 1;
  others[2].author += "x";
  others[3].source += "x";
  others[4].sequence.value += 1;
  others[5].body += "x";
  others[6].note += "x";
  std::vector<std::string> chains;
  others.push_back(first);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const DocumentKey key = paper(std::to_string(i));
    ASSERT_TRUE(append_one(store(), {.key = key, .expected_head = {0}, .ops = {others[i]}}));
    chains.push_back(store().head(key).value().chain);
    EXPECT_EQ(chains.back().size(), kChainBytes);
  }
  std::sort(chains.begin(), chains.end());
  EXPECT_EQ(std::adjacent_find(chains.begin(), chains.end()), chains.end());
}

// Snapshots.

TEST_P(StoreConformance, SnapshotsOfSealedHistoryLieApartAndTheNewestStays) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 100)));
  for (const std::uint64_t version : {10u, 20u, 30u, 40u, 80u, 90u}) {
    ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(version, std::to_string(version))));
  }
  const auto found = [this](std::uint64_t at_most) {
    const auto snapshot = store().snapshot(paper(), {at_most}).value();
    return snapshot ? snapshot->version.value : 0;
  };
  ASSERT_TRUE(store().seal(paper(), {35}));
  EXPECT_EQ(found(39), 0u) << "those before are a few replayed operations away from nothing";
  EXPECT_EQ(found(50), 40u) << "what is not sealed is left alone";
  ASSERT_TRUE(store().seal(paper(), {100}));
  EXPECT_EQ(found(79), 0u);
  EXPECT_EQ(found(89), 0u);
  EXPECT_EQ(found(100), 90u);
  EXPECT_EQ(store().head(paper()).value().snapshot_version, Version{90});
}

TEST_P(StoreConformance, SnapshotsFarApartStay) {
  // Bodies that cannot be compressed: each block takes about as much as they have.
  Append append = append_of(paper(), 0, 60);
  std::uint64_t noise = 1;
  for (OpRecord& op : append.ops) {
    op.body.clear();
    for (int i = 0; i < 900; ++i) {
      noise = noise * 6364136223846793005u + 1442695040888963407u;
      op.body.push_back(static_cast<char>('!' + (noise >> 33) % 90));
    }
  }
  ASSERT_TRUE(append_one(store(), append));
  for (std::uint64_t version = 5; version <= 60; version += 5) {
    ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(version)));
  }
  for (std::uint64_t upto = 12; upto <= 60; upto += 12) {
    ASSERT_TRUE(store().seal(paper(), {upto}));
  }
  std::vector<std::uint64_t> kept;
  for (std::uint64_t at = 60; at > 0;) {
    const auto snapshot = store().snapshot(paper(), {at}).value();
    at = snapshot ? snapshot->version.value : 0;
    kept.insert(kept.begin(), at);
    at -= at > 0 ? 1 : 0;
  }
  EXPECT_EQ(kept, (std::vector<std::uint64_t>{0, 30, 60})) << "more than 20 KiB apart";
}

TEST_P(StoreConformance, SnapshotOfASealedVersionCanBePut) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 10)));
  ASSERT_TRUE(store().seal(paper(), {8}));
  ASSERT_TRUE(store().put_snapshot(paper(), snapshot_at(5)));
  const Head head = store().head(paper()).value();
  EXPECT_EQ(head.snapshot_version, Version{5});
  EXPECT_EQ(head.bytes_since_snapshot, 5 * log_bytes(op(5)));
}

// Many at once, and copies.

TEST_P(StoreConformance, SealingHoldsUpNobodyAndNobodySeesIt) {
  constexpr std::uint64_t kOps = 300;
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0)));
  std::atomic<bool> done{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      while (!done) {
        EXPECT_TRUE(store().seal(paper(), {kAll}));
      }
    });
  }
  threads.emplace_back([&] {
    while (!done) {
      const std::uint64_t head = store().head(paper()).value().version.value;
      EXPECT_EQ(ops_of(store(), paper(), 0, head).size(), head);
      EXPECT_EQ(store().version_at(paper(), {1000}).value().value >= head, true);
    }
  });
  for (std::uint64_t version = 1; version < kOps; ++version) {
    EXPECT_TRUE(append_one(store(), append_of(paper(), version)));
  }
  done = true;
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(ops_of(store(), paper()), append_of(paper(), 0, kOps).ops);
}

TEST_P(StoreConformance, VisitorMayUseTheStoreWhenItsHistoryIsSealed) {
  ASSERT_TRUE(append_one(store(), append_of(paper(), 0, 4)));
  ASSERT_TRUE(store().seal(paper(), {2}));
  int seen = 0;
  ASSERT_TRUE(store().replay(paper(), {0}, {kAll}, [&](const OpView&) {
    EXPECT_TRUE(store().seal(paper(), {kAll}));
    EXPECT_EQ(ops_of(store(), paper()).size(), 4u);
    seen += 1;
    return true;
  }));
  EXPECT_EQ(seen, 4);
}

TEST_P(StoreConformance, CopyHoldsWhatIsSealed) {
  if (!fixture().has_files()) {
    return;
  }
  const TemporaryDirectory place;
  const std::vector<OpRecord> ops = odd_history();
  ASSERT_TRUE(append_one(store(), whole(ops)));
  ASSERT_TRUE(store().seal(paper(), {20}));
  ASSERT_TRUE(store().checkpoint(place / "copy"));
  const std::unique_ptr<Store> copy = fixture().open_copy(place / "copy");
  EXPECT_EQ(ops_of(*copy, paper()), ops);
}

}  // namespace
}  // namespace plenary::storage::testing
