// Threads on words inside of embeds are where they would be had each operation been followed from
// the start, whatever was asked for in between, after a start anew and from any checkpoint.

#include <memory>

#include <gtest/gtest.h>

#include "protocol/ot/rich_text/codec.hpp"
#include "server/runtime/pool.hpp"
#include "server/threads/checkpoint.hpp"
#include "server/threads/discussions.hpp"
#include "server/threads/thread_events.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/property/threads/followed_paper.hpp"
#include "tests/property/threads/random_writer.hpp"

namespace plenary::server {
namespace {

using storage::OpKind;
using test::Random;
using test::RandomWriter;
using Text = RandomWriter::Text;

const DocumentKey kEmbedsPaper{"documents", "de"};

class TrailWorld {
 public:
  explicit TrailWorld(Random& random) : random_(random), writer_(random) {
    std::string data;
    ot::rich_text::append(data, writer_.paper().to_delta());
    append(kEmbedsPaper, OpKind::kCreate, R"({"type":"rich-text","data":)" + data + "}");
    papers_.push_back(writer_.paper());
    start_anew();
  }

  void write() {
    std::string body;
    ot::rich_text::append(body, writer_.next().change);
    append(kEmbedsPaper, OpKind::kEdit, body);
    papers_.push_back(writer_.paper());
  }

  /// Mostly at the head or a little behind it.
  void comment() {
    const std::uint64_t head = papers_.size();
    const std::uint64_t lag = random_.chance(50) ? 0 : random_.below(random_.chance(70) ? 4 : head);
    const std::uint64_t version = std::max<std::uint64_t>(1, head - std::min(head, lag));
    const text::Rope& paper = papers_[version - 1];
    threads::Anchor anchor{{version}, random_.below(paper.length()), 1, "q"};
    const Text text = random_.chance(60) ? Text::kCell : Text::kNote;
    const auto now = RandomWriter::read(paper, text);
    if (now && !now->empty() && random_.chance(80)) {
      anchor.index = *RandomWriter::embed_of(paper, text);
      const std::size_t index = random_.below(now->size());
      anchor.inside = {index, 1 + random_.below(std::min<std::size_t>(now->size() - index, 5))};
      if (text == Text::kCell) {
        anchor.cell = {RandomWriter::kRow, RandomWriter::kColumn};
      }
    }
    anchors_.push_back(anchor);
    append(ThreadEvents::log_of(kEmbedsPaper), OpKind::kEvent,
           threads::to_json({"a-1", "Ama"}, threads::Started{anchor, "Why?"}));
  }

  void start_anew() { discussions_.emplace(DiscussionSources{store_, past_, background_}); }

  /// As a server does that has come far.
  void write_checkpoint() {
    const Version version{1 + random_.below(papers_.size())};
    threads::Number next = anchors_.size();
    for (threads::Number id = anchors_.size(); id > 0; --id) {
      next = anchors_[id - 1].version >= version ? id - 1 : next;
    }
    const Places places = fold_to(store_, kEmbedsPaper, anchors_, version);
    ASSERT_TRUE(store_.put_properties(
        ThreadEvents::log_of(kEmbedsPaper),
        encode({places.version(), next, places.anchors(), places.inner().state()})));
  }

  void check() {
    const Version head{papers_.size()};
    const Version version = random_.chance(60) ? head : Version{1 + random_.below(head.value)};
    const auto view = version == head ? discussions_->view(kEmbedsPaper)
                                      : discussions_->view_at(kEmbedsPaper, version);
    ASSERT_TRUE(view) << view.error().detail;
    const Places expected = fold_to(store_, kEmbedsPaper, anchors_, version);
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
  RandomWriter writer_;
  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store_{families_};
  Past past_{store_};
  Pool background_{1};
  std::optional<Discussions> discussions_;
  std::vector<text::Rope> papers_;  // at version i + 1
  std::vector<threads::Anchor> anchors_;
};

TEST(InnerTrailProperty, AViewAtAnyVersionIsTheFoldFromTheStart) {
  test::for_cases(400, [](Random& random) {
    TrailWorld world(random);
    world.comment();
    for (int step = 0; step < 60 && !::testing::Test::HasFailure(); ++step) {
      switch (random.below(12)) {
        case 0:
          world.start_anew();
          break;
        case 1:
          world.write_checkpoint();
          break;
        case 2:
        case 3:
          world.comment();
          break;
        case 4:
        case 5:
        case 6:
          world.check();
          break;
        default:
          world.write();
      }
    }
  });
}

}  // namespace
}  // namespace plenary::server
