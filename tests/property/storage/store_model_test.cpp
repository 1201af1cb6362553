// Random calls on both stores against a model that is plain maps, with reopening in between.
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/chain.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/ot/random.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/letters.hpp"
#include "tests/support/storage/rocks_fixture.hpp"

namespace plenary::storage::testing {
namespace {

using test::Random;

struct ModelDocument {
  std::vector<OpRecord> ops;
  std::map<std::uint64_t, SnapshotRecord> snapshots;
  Chain chain;
  std::uint64_t sealed{0};  // operations
  std::optional<std::string> properties;
};

class Model {
 public:
  [[nodiscard]] ModelDocument& at(const DocumentKey& key) { return documents_[key]; }

  [[nodiscard]] Head head(const DocumentKey& key) {
    const ModelDocument& document = at(key);
    Head head{.version = {document.ops.size()}};
    head.time = document.ops.empty() ? Timestamp{} : document.ops.back().time;
    head.snapshot_version = {document.snapshots.empty() ? 0 : document.snapshots.rbegin()->first};
    for (std::size_t n = head.snapshot_version.value; n < document.ops.size(); ++n) {
      head.bytes_since_snapshot += log_bytes(document.ops[n]);
    }
    head.chain = document.ops.empty() ? "" : document.chain.value();
    return head;
  }

  [[nodiscard]] std::vector<std::string> ids(const std::string& collection,
                                             const std::optional<std::string>& after) const {
    std::vector<std::string> found;
    for (const auto& [key, document] : documents_) {
      if (key.collection == collection && !document.ops.empty() && (!after || key.id > *after)) {
        found.push_back(key.id);
      }
    }
    return found;
  }

  std::map<std::string, std::string> clients;

 private:
  std::map<DocumentKey, ModelDocument> documents_;
};

/// One database, its model, and the calls made on both.
class Trial {
 public:
  Trial(Random& random, std::function<std::shared_ptr<Families>()> open)
      : random_(random), open_(std::move(open)) {
    reopen();
  }

  void run(int calls) {
    for (int i = 0; i < calls && !::testing::Test::HasFailure(); ++i) {
      call();
    }
    reopen();
    for (const DocumentKey& key : kKeys) {
      compare(key);
    }
    store_.reset();
    const CheckReport report = check(*families_, {});
    EXPECT_TRUE(report.clean()) << describe(report);
  }

 private:
  void reopen() {
    store_.reset();
    families_.reset();
    families_ = open_();
    ASSERT_NE(families_, nullptr);
    store_ = std::make_unique<KeyValueStore>(families_);
  }

  void call() {
    const std::size_t kind = random_.below(100);
    if (kind < 45) {
      append_group();
    } else if (kind < 55) {
      put_snapshot();
    } else if (kind < 60) {
      seal();
    } else if (kind < 70) {
      put_properties();
    } else if (kind < 78) {
      claim();
    } else if (kind < 86) {
      list();
    } else if (kind < 98) {
      compare(any_key());
    } else {
      reopen();
    }
  }

  void append_group() {
    std::vector<Append> group;
    std::vector<bool> wins;
    for (const DocumentKey& key : kKeys) {
      if (random_.chance(30)) {
        const std::uint64_t head = model_.at(key).ops.size();
        const bool win = random_.chance(85);
        const std::uint64_t from = win ? head : head + 1 + random_.below(2);
        group.push_back(letters_append(key, from, 1 + random_.below(5)));
        if (random_.chance(10)) {
          group.back().properties = std::to_string(random_.below(1000));
        }
        wins.push_back(win);
      }
    }
    const std::vector<Result<void>> answers = store_->append(group);
    ASSERT_EQ(answers.size(), group.size());
    for (std::size_t i = 0; i < group.size(); ++i) {
      EXPECT_EQ(answers[i].has_value(), wins[i]);
      if (wins[i]) {
        ModelDocument& document = model_.at(group[i].key);
        for (const OpRecord& op : group[i].ops) {
          document.ops.push_back(op);
          document.chain.add(op);
        }
        document.properties = group[i].properties ? group[i].properties : document.properties;
      }
    }
  }

  void put_snapshot() {
    const DocumentKey key = any_key();
    const std::uint64_t head = model_.at(key).ops.size();
    const std::uint64_t version = random_.below(head + 2);
    SnapshotRecord snapshot{.version = {version}, .type = "t", .content = "at any version"};
    if (version > 0 && version <= head) {
      snapshot = letters_snapshot(key, version);
      model_.at(key).snapshots[version] = snapshot;
    }
    EXPECT_EQ(store_->put_snapshot(key, snapshot).has_value(), version > 0 && version <= head);
  }

  void seal() {
    const DocumentKey key = any_key();
    ModelDocument& document = model_.at(key);
    const std::uint64_t upto = random_.below(document.ops.size() + 3);
    const std::uint64_t end = std::min<std::uint64_t>(upto, document.ops.size());
    const std::uint64_t ops = end - std::min(end, document.sealed);
    const Sealed expected{.blocks = ops > 0 ? 1u : 0u, .ops = ops};
    EXPECT_EQ(store_->seal(key, {upto}).value(), expected);
    document.sealed += ops;
  }

  void put_properties() {
    const DocumentKey key = any_key();
    const std::string json = std::string(random_.below(3000), '.');
    EXPECT_TRUE(store_->put_properties(key, json));
    model_.at(key).properties = json;
  }

  void claim() {
    const std::string client = std::to_string(random_.below(20));
    const std::string identity = std::to_string(random_.below(3));
    const auto owner = model_.clients.try_emplace(client, identity);
    const RecordChange claim{"clients", client, identity, RecordChange::Expected{}};
    EXPECT_EQ(static_cast<bool>(store_->change_records({&claim, 1}, Sync::kNo)), owner.second);
    EXPECT_EQ(store_->record("clients", client).value(), owner.first->second);
  }

  void list() {
    const std::string collection = any_key().collection;
    const std::optional<std::string> after =
        random_.chance(50) ? std::optional(any_key().id) : std::nullopt;
    std::vector<std::string> found;
    EXPECT_TRUE(store_->list(collection, after, [&](ListedDocument&& document) {
      EXPECT_EQ(document.head, model_.head({collection, document.id}));
      EXPECT_EQ(document.properties, model_.at({collection, document.id}).properties.value_or(""));
      found.push_back(std::move(document.id));
      return true;
    }));
    EXPECT_EQ(found, model_.ids(collection, after));
  }

  void compare(const DocumentKey& key) {
    const ModelDocument& document = model_.at(key);
    EXPECT_EQ(store_->head(key).value(), model_.head(key));
    EXPECT_EQ(store_->properties(key).value(), document.properties);
    const std::uint64_t from = random_.below(document.ops.size() + 2);
    const std::uint64_t to = from + random_.below(document.ops.size() + 2);
    const auto clip = [&](std::uint64_t n) {
      return document.ops.begin() +
             static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(n, document.ops.size()));
    };
    EXPECT_EQ(ops_of(*store_, key, from, to), std::vector<OpRecord>(clip(from), clip(to)));
    const std::int64_t time = 990 + static_cast<std::int64_t>(random_.below(100));
    const auto later =
        std::partition_point(document.ops.begin(), document.ops.end(),
                             [time](const OpRecord& op) { return op.time.ms <= time; });
    EXPECT_EQ(store_->version_at(key, {time}).value().value,
              static_cast<std::uint64_t>(later - document.ops.begin()));
    compare_snapshots(key, document, to);
  }

  /// Snapshots within sealed history may have been dropped, except the newest.
  void compare_snapshots(const DocumentKey& key, const ModelDocument& document, std::uint64_t to) {
    const std::optional<SnapshotRecord> found = store_->snapshot(key, {to}).value();
    const auto after = document.snapshots.upper_bound(to);
    const auto newer = std::distance(after, document.snapshots.end());
    if (after == document.snapshots.begin()) {
      EXPECT_EQ(found, std::nullopt);
    } else if (document.sealed == 0 || newer == 0) {
      EXPECT_EQ(found, std::prev(after)->second);
    } else if (found) {
      EXPECT_EQ(*found, document.snapshots.at(found->version.value));
    }
  }

  const DocumentKey& any_key() { return random_.pick(kKeys); }

  inline static const std::vector<DocumentKey> kKeys{
      {"a", ""},    {"a", "b"}, {"a", std::string("b\0", 2)},
      {"a", "bb"},  {"", "ab"}, {"ab", std::string("\0\x01", 2)},
      {"a", "\xff"}};

  Random& random_;
  const std::function<std::shared_ptr<Families>()> open_;
  Model model_;
  std::shared_ptr<Families> families_;
  std::unique_ptr<KeyValueStore> store_;
};

TEST(StoreModel, MemoryStoreAnswersAsTheModel) {
  test::for_cases(40, [](Random& random) {
    const auto families = std::make_shared<MemoryFamilies>();
    Trial(random, [&families] { return families; }).run(300);
  });
}

TEST(StoreModel, RocksStoreAnswersAsTheModel) {
  test::for_cases(4, [](Random& random) {
    const TemporaryDirectory place;
    Trial(random, [&place] {
      return open_families({.directory = place / "data", .unsaved_bytes = 256 * 1024});
    }).run(300);
  });
}

}  // namespace
}  // namespace plenary::storage::testing
