// Threads follow a paper as if each operation had been followed from the start, whatever was asked
// for in between.

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "server/runtime/pool.hpp"
#include "server/threads/discussions.hpp"
#include "server/threads/thread_events.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/property/threads/followed_paper.hpp"
#include "tests/support/ot/random.hpp"

namespace plenary::server {
namespace {

using ot::rich_text::Component;
using ot::rich_text::Delta;
using storage::OpKind;
using test::Random;

const DocumentKey kPaper{"documents", "dc"};

/// A paper that is written in while people comment, and every place of every thread at every
/// version, found the plain way.
class World {
 public:
  explicit World(Random& random) : random_(random) {
    append(kPaper, OpKind::kCreate, R"({"type":"rich-text","data":[{"insert":"abcdefghij"}]})");
  }

  void edit() {
    const std::size_t length = lengths_.back();
    Delta delta;
    const std::size_t at = random_.below(length + 1);
    delta.push(Component::retain(at));
    const std::size_t gone =
        random_.chance(50) ? random_.below(std::min<std::size_t>(length - at + 1, 6)) : 0;
    std::u16string text;
    if (gone == 0 || random_.chance(30)) {
      if (!deleted_.empty() && random_.chance(30)) {
        text = deleted_;  // as an undo does
      } else {
        for (std::size_t i = 1 + random_.below(4); i > 0; --i) {
          text += static_cast<char16_t>(u'a' + random_.below(26));
        }
      }
      delta.push(Component::insert(text));
    }
    if (gone > 0) {
      delta.push(Component::remove(gone));
      deleted_ = text_.substr(at, gone);
    }
    text_.replace(at, gone, text);
    std::string body;
    ot::rich_text::append(body, delta);
    append(kPaper, OpKind::kEdit, body);
    lengths_.push_back(length - gone + text.size());
  }

  void comment() {
    const std::uint64_t head = lengths_.size();
    const std::uint64_t lag = random_.chance(50) ? 0 : random_.below(random_.chance(70) ? 4 : head);
    const std::uint64_t version = std::max<std::uint64_t>(1, head - std::min(head, lag));
    const std::size_t length = lengths_[version - 1];
    if (length == 0) {
      return;
    }
    const std::size_t index = random_.below(length);
    const std::size_t count = 1 + random_.below(std::min<std::size_t>(length - index, 5));
    anchors_.push_back({{version}, index, count, "q"});
    append(ThreadEvents::log_of(kPaper), OpKind::kEvent,
           threads::to_json({"a-1", "Ama"}, threads::Started{anchors_.back(), "Why?"}));
  }

  void check(Discussions& discussions) {
    const Version head{lengths_.size()};
    const Version version = random_.chance(60) ? head : Version{1 + random_.below(head.value)};
    const auto view =
        version == head ? discussions.view(kPaper) : discussions.view_at(kPaper, version);
    ASSERT_TRUE(view) << view.error().detail;
    EXPECT_EQ((*view)->version, version);
    EXPECT_EQ((*view)->discussion->next(), anchors_.size());
    const Places expected = fold_to(store_, kPaper, anchors_, version);
    for (threads::Number id = 0; id < anchors_.size(); ++id) {
      EXPECT_EQ(shown((*view)->places->find(id)), shown(expected.find(id)))
          << "thread " << id << " of version " << anchors_[id].version.value << " at "
          << version.value << " of " << head.value;
    }
  }

 private:
  void append(const DocumentKey& key, OpKind kind, std::string body) {
    append_to_log(store_, key, kind, std::move(body));
  }

  Random& random_;
  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};

 public:
  storage::KeyValueStore store_{families_};

 private:
  std::u16string text_{u"abcdefghij"};
  std::u16string deleted_;
  std::vector<std::size_t> lengths_{10};  // of the text at version i + 1
  std::vector<threads::Anchor> anchors_;
};

TEST(DiscussionsProperty, AViewAtAnyVersionIsTheFoldFromTheStart) {
  test::for_cases(300, [](Random& random) {
    World world(random);
    Past past(world.store_);
    Pool background(1);
    Discussions discussions({world.store_, past, background});
    world.comment();
    for (int step = 0; step < 60 && !::testing::Test::HasFailure(); ++step) {
      if (random.chance(50)) {
        world.edit();
      } else if (random.chance(40)) {
        world.comment();
      } else {
        world.check(discussions);
      }
    }
  });
}

}  // namespace
}  // namespace plenary::server
