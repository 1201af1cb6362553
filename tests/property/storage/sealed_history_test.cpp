// Random histories come back byte for byte from sealed blocks, wherever they were cut into blocks.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "storage/check.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/ot/random.hpp"
#include "tests/support/ot/random_delta.hpp"
#include "tests/support/ot/random_embeds.hpp"
#include "tests/support/storage/builders.hpp"
#include "tests/support/storage/histories.hpp"
#include "tests/support/storage/letters.hpp"

namespace plenary::storage::testing {
namespace {

using test::Random;
namespace rich_text = ot::rich_text;

/// Somebody who types and deletes, jumps, formats, pastes, and sends odd things now and then.
class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  OpRecord next(std::uint64_t version) {
    time_ += random_.chance(3) ? random_.below(1'000'000) : random_.below(400);
    const std::size_t who = random_.chance(10) ? random_.below(4) : who_;
    who_ = who;
    sequence_ += random_.chance(5) ? random_.below(1000) : 1;
    return {.version = {version},
            .kind = kind(),
            .time = {static_cast<std::int64_t>(time_) - 5000},
            .author = who == 0 ? "" : "author " + std::to_string(who),
            .source = "source " + std::to_string(who * 2 + random_.below(2)),
            .sequence = {sequence_},
            .body = body(),
            .note = random_.chance(3) ? R"({"restores":)" + std::to_string(version) + "}" : ""};
  }

 private:
  OpKind kind() {
    constexpr std::array kKinds{OpKind::kCreate, OpKind::kDelete, OpKind::kNoOp, OpKind::kEvent};
    return random_.chance(5) ? random_.pick(kKinds) : OpKind::kEdit;
  }

  std::string body() {
    if (random_.chance(4)) {
      return random_.pick(odd_);
    }
    if (random_.chance(4)) {
      return json::to_string(test::random_value(random_, 4));
    }
    if (random_.chance(10)) {
      return written(test::random_change(random_, random_.below(50)));
    }
    if (random_.chance(5)) {
      return written(test::random_paper_change(random_, test::random_paper(random_)));
    }
    rich_text::Delta delta;
    if (random_.chance(10)) {
      place_ = random_.below(5000);
    }
    if (random_.chance(30) && place_ > 3) {
      const std::size_t length = random_.chance(80) ? 1 : 1 + random_.below(3);
      place_ -= random_.chance(80) ? length : 0;
      delta.push(rich_text::Component::retain(place_));
      delta.push(rich_text::Component::remove(length));
    } else {
      const std::u16string text =
          random_.chance(70) ? std::u16string(1, u'a') : test::random_text(random_, 1, 9);
      delta.push(rich_text::Component::retain(place_));
      delta.push(rich_text::Component::insert(text));
      place_ += text.size();
    }
    return written(delta);
  }

  std::string written(const rich_text::Delta& delta) {
    std::string out;
    rich_text::append(out, delta,
                      random_.chance(10) ? rich_text::Form::kObject : rich_text::Form::kArray);
    return out;
  }

  Random& random_;
  const std::vector<std::string> odd_ = odd_bodies();
  std::size_t who_{1};
  std::size_t place_{0};
  std::uint64_t time_{0};
  std::uint64_t sequence_{0};
};

TEST(SealedHistory, ComesBackByteForByteWhereverItIsCut) {
  test::for_cases(60, [](Random& random) {
    const auto families = std::make_shared<MemoryFamilies>();
    KeyValueStore store(families);
    Writer writer(random);
    std::vector<OpRecord> ops;
    while (ops.size() < 400) {
      Append append{.key = paper(), .expected_head = {ops.size()}};
      for (std::size_t n = 1 + random.below(40); n > 0; --n) {
        append.ops.push_back(writer.next(ops.size()));
        ops.push_back(append.ops.back());
      }
      ASSERT_TRUE(append_one(store, append));
      if (random.chance(30)) {
        ASSERT_TRUE(store.seal(paper(), {random.below(ops.size() + 1)}));
      }
      const std::size_t from = random.below(ops.size());
      const std::size_t to = from + random.below(ops.size() - from + 1);
      ASSERT_EQ(ops_of(store, paper(), from, to),
                std::vector<OpRecord>(ops.begin() + static_cast<std::ptrdiff_t>(from),
                                      ops.begin() + static_cast<std::ptrdiff_t>(to)));
    }
    ASSERT_EQ(ops_of(store, paper()), ops);
    const CheckReport report = check(*families, {});
    ASSERT_TRUE(report.clean()) << describe(report);
  });
}

}  // namespace
}  // namespace plenary::storage::testing
