#include "server/threads/discussions.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "protocol/threads/comment_text.hpp"
#include "protocol/threads/event.hpp"
#include "server/runtime/pool.hpp"
#include "server/threads/checkpoint.hpp"
#include "server/threads/thread_events.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"

namespace plenary::server {
namespace {

using storage::OpKind;

const DocumentKey kPaper{"documents", "dc"};
constexpr bool kHistory = true;

class DiscussionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    edit(OpKind::kCreate, R"({"type":"rich-text","data":[{"insert":"one two three\n"}]})");
  }
  void append(const DocumentKey& key, OpKind kind, std::string body) {
    const Version at = store_.head(key)->version;
    storage::Append added{
        key, at, {{at, kind, {1000}, "a-1", {}, {at.value + 1}, std::move(body), {}}}, {}};
    ASSERT_TRUE(store_.append({&added, 1}).front());
  }
  void edit(OpKind kind, std::string body) { append(kPaper, kind, std::move(body)); }
  void edit(std::string delta) { edit(OpKind::kEdit, std::move(delta)); }
  void say(const threads::Event& event) {
    append(ThreadEvents::log_of(kPaper), OpKind::kEvent, threads::to_json({"a-1", "Ama"}, event));
  }
  void start(std::uint64_t version, std::size_t index, std::size_t length) {
    say(threads::Started{{{version}, index, length, "quote"}, "Why?"});
  }
  std::string words_at(Discussions& discussions, threads::Number thread,
                       std::optional<Version> version = std::nullopt) {
    const auto view = version ? discussions.view_at(kPaper, *version) : discussions.view(kPaper);
    if (!view) {
      return std::string(name_of(view.error().code));
    }
    const auto place = (*view)->places == nullptr ? std::nullopt : (*view)->places->find(thread);
    return place ? (place->orphaned_at ? "orphan: " : "") + place->words : "none";
  }
  std::string quote(std::uint64_t version, std::size_t index, std::size_t length, bool history) {
    const auto found = discussions_.anchor(kPaper, {{version}, index, length, {}}, history);
    return found ? std::to_string(found->version.value) + ":" + std::to_string(found->index) + " " +
                       found->quote
                 : std::string(name_of(found.error().code));
  }

  std::shared_ptr<storage::MemoryFamilies> families_{std::make_shared<storage::MemoryFamilies>()};
  storage::KeyValueStore store_{families_};
  Past past_{store_};
  Pool background_{1};
  Discussions discussions_{{store_, past_, background_}};
};

TEST_F(DiscussionsTest, FollowThePaperAndItsThreads) {
  EXPECT_EQ(words_at(discussions_, 0), "none");
  start(1, 4, 3);
  EXPECT_EQ(words_at(discussions_, 0), "two");
  edit(R"([{"retain":5},{"insert":"xx"}])");
  EXPECT_EQ(words_at(discussions_, 0), "txxwo");
  EXPECT_EQ(words_at(discussions_, 0, Version{1}), "two");
  edit(R"([{"retain":4},{"delete":5}])");
  EXPECT_EQ(words_at(discussions_, 0), "orphan: txxwo");
  EXPECT_EQ(words_at(discussions_, 0, Version{2}), "txxwo");
  EXPECT_EQ(words_at(discussions_, 0, Version{9}), "version_ahead");
  EXPECT_EQ(words_at(discussions_, 0, Version{0}), "none");
}

TEST_F(DiscussionsTest, AViewNeverChanges) {
  start(1, 4, 3);
  const auto before = *discussions_.view(kPaper);
  EXPECT_EQ(*discussions_.view(kPaper), before) << "nothing happened: the same again";
  say(threads::Replied{0, "Because."});
  edit(R"([{"delete":8}])");
  const auto after = *discussions_.view(kPaper);
  EXPECT_EQ(before->discussion->thread(0)->comments.size(), 1u);
  EXPECT_EQ(before->places->find(0)->words, "two");
  EXPECT_EQ(after->discussion->thread(0)->comments.size(), 2u);
  EXPECT_TRUE(after->places->find(0)->orphaned_at);
}

TEST_F(DiscussionsTest, AThreadThatBeganBehindTheHeadIsWhereItsWordsAre) {
  start(1, 0, 3);
  edit(R"([{"insert":"And "}])");
  EXPECT_EQ(words_at(discussions_, 0), "one");
  start(1, 4, 3);
  EXPECT_EQ(words_at(discussions_, 1), "two");
  edit(R"([{"retain":8},{"delete":3}])");
  EXPECT_EQ(words_at(discussions_, 1), "orphan: two");
  start(1, 4, 3);
  EXPECT_EQ(words_at(discussions_, 2), "orphan: two") << "its words had gone before it began";
}

TEST_F(DiscussionsTest, WhoMayNotReadTheHistoryIsQuotedOnlyWordsThatAreThere) {
  edit(R"([{"insert":"SECRET "}])");
  edit(R"([{"delete":7}])");
  EXPECT_EQ(quote(2, 0, 6, kHistory), "2:0 SECRET");
  EXPECT_EQ(quote(2, 0, 6, false), "rejected");
  EXPECT_EQ(quote(2, 0, 10, false), "3:0 one") << "of the words of then, those of now";
  EXPECT_EQ(quote(2, 11, 3, false), "3:4 two") << "a page that lags a little comments as it should";
  EXPECT_EQ(quote(3, 4, 3, false), "3:4 two");
  EXPECT_EQ(quote(9, 0, 1, false), "version_ahead");
  EXPECT_EQ(quote(1, 500, 1, kHistory), "not_applicable");
  EXPECT_EQ(quote(1, 4, ~std::size_t{0}, false), "not_applicable");
}

constexpr const char* kTableAndNote =
    R"([{"insert":{"table-embed":{"rows":[{"insert":{"id":"r"}}],"columns":[{"insert":{"id":"c"}}],
    "cells":{"1:1":{"content":[{"insert":"one SECRET two"}]}}}}},
    {"insert":{"note":{"content":[{"insert":"see page seven"}]}}}])";
constexpr const char* kNoSecret =
    R"([{"retain":{"table-embed":{"cells":{"1:1":{"content":[{"retain":4},{"delete":7}]}}}}}])";
const threads::CellName kCell{"r", "c"};

TEST_F(DiscussionsTest, FollowWordsInsideOfCellsAndNotes) {
  edit(kTableAndNote);
  say(threads::Started{{{2}, 0, 1, "quote", kCell, threads::InnerWords{11, 3}}, "Why?"});
  say(threads::Started{{{2}, 1, 1, "quote", {}, threads::InnerWords{4, 4}}, "Why?"});
  EXPECT_EQ(words_at(discussions_, 0), "two");
  EXPECT_EQ(words_at(discussions_, 1), "page");
  edit(kNoSecret);
  edit(R"([{"retain":1},{"retain":{"note":{"content":[{"retain":5},{"insert":"-"}]}}}])");
  EXPECT_EQ(words_at(discussions_, 0), "two");
  EXPECT_EQ(words_at(discussions_, 1), "p-age");
  EXPECT_EQ(words_at(discussions_, 1, Version{3}), "page");
  say(threads::Started{{{2}, 0, 1, "quote", kCell, threads::InnerWords{4, 6}}, "Why?"});
  EXPECT_EQ(words_at(discussions_, 2), "orphan: SECRET") << "gone before it began, known too late";
  say(threads::Started{{{3}, 0, 1, "quote", kCell, threads::InnerWords{4, 3}}, "Why?"});
  EXPECT_EQ(words_at(discussions_, 3), "two") << "a little behind the head";
  edit(R"([{"delete":1}])");
  EXPECT_EQ(words_at(discussions_, 0), "orphan: two");
  EXPECT_EQ(words_at(discussions_, 1), "p-age");
}

TEST_F(DiscussionsTest, WordsInsideOfACellAreQuotedAsOthersAre) {
  edit(kTableAndNote);
  edit(kNoSecret);
  edit(R"([{"insert":"x"}])");
  const auto quoted = [&](std::uint64_t version, std::size_t index,
                          std::optional<threads::CellName> cell, threads::InnerWords inside,
                          bool history) {
    const auto found =
        discussions_.anchor(kPaper, {{version}, index, 1, {}, std::move(cell), inside}, history);
    return found ? std::to_string(found->version.value) + ":" + std::to_string(found->index) + "." +
                       std::to_string(found->inside->index) + " " + found->quote
                 : std::string(name_of(found.error().code));
  };
  EXPECT_EQ(quoted(4, 1, kCell, {4, 3}, false), "4:1.4 two");
  EXPECT_EQ(quoted(4, 2, {}, {4, 4}, false), "4:2.4 page");
  EXPECT_EQ(quoted(2, 0, kCell, {4, 6}, kHistory), "2:0.4 SECRET");
  EXPECT_EQ(quoted(2, 0, kCell, {4, 6}, false), "rejected");
  EXPECT_EQ(quoted(2, 0, kCell, {0, 14}, false), "4:1.0 one two") << "of then, those of now";
  EXPECT_EQ(quoted(2, 0, kCell, {11, 3}, false), "4:1.4 two") << "from a page that lags a little";
  EXPECT_EQ(quoted(2, 0, kCell, {4, 99}, false), "rejected") << "says nothing about lengths of old";
  EXPECT_EQ(quoted(2, 0, kCell, {4, 99}, kHistory), "not_applicable");
  EXPECT_EQ(quoted(4, 1, {}, {0, 1}, false), "not_applicable") << "a table is no note";
  EXPECT_EQ(quoted(4, 2, kCell, {0, 1}, false), "not_applicable");
  EXPECT_EQ(quoted(4, 1, kCell, {~std::size_t{0}, 2}, false), "not_applicable");
  EXPECT_EQ(quoted(9, 1, kCell, {0, 1}, false), "version_ahead");
}

TEST_F(DiscussionsTest, WriteDownAlsoWordsInsideOfEmbedsWhenTheyHaveComeFar) {
  edit(kTableAndNote);
  say(threads::Started{{{2}, 0, 1, "quote", kCell, threads::InnerWords{11, 3}}, "Why?"});
  say(threads::Started{{{2}, 2, 3, "quote"}, "Why?"});
  constexpr const char* kKey =
      R"([{"retain":{"table-embed":{"cells":{"1:1":{"content":[{"insert":"x"}]}}}}}])";
  for (int i = 0; i < 5'200; ++i) {
    edit(kKey);
  }
  EXPECT_EQ(words_at(discussions_, 0), "two");
  background_.stop();
  const auto written = store_.properties(ThreadEvents::log_of(kPaper));
  ASSERT_TRUE(written && *written);
  const auto checkpoint = decode_checkpoint(**written);
  ASSERT_TRUE(checkpoint) << checkpoint.error().detail;
  EXPECT_EQ(checkpoint->next, 2u);
  EXPECT_EQ(checkpoint->anchors.size(), 1u);
  ASSERT_EQ(checkpoint->inner.ranges.size(), 1u);
  const std::size_t typed = checkpoint->version.value - 2;
  EXPECT_EQ(checkpoint->inner.ranges[0].second.range, (anchor::Range{11 + typed, 14 + typed}));
  Discussions fresh({store_, past_, background_});
  EXPECT_EQ(words_at(fresh, 0), "two");
  EXPECT_EQ(words_at(fresh, 1), "one");
}

TEST_F(DiscussionsTest, ACheckpointOfAProgramThatKnewNoWordsInEmbedsIsOfNoUse) {
  edit(kTableAndNote);
  say(threads::Started{{{2}, 0, 1, "quote", kCell, threads::InnerWords{11, 3}}, "Why?"});
  anchor::AnchorSet anchors;
  ASSERT_TRUE(anchors.insert({0}, {0, 1}));
  ASSERT_TRUE(
      store_.put_properties(ThreadEvents::log_of(kPaper), encode(Checkpoint{{2}, 1, anchors, {}})));
  EXPECT_EQ(words_at(discussions_, 0), "two");
}

TEST_F(DiscussionsTest, GoOnFromACheckpointAndDoWithoutOneThatIsOfNoUse) {
  start(1, 4, 3);
  edit(R"([{"insert":"x"}])");
  anchor::AnchorSet anchors;
  ASSERT_TRUE(anchors.insert({0}, {5, 8}));
  const auto put = [&](const std::string& json) {
    ASSERT_TRUE(store_.put_properties(ThreadEvents::log_of(kPaper), json));
  };
  const auto fresh = [&](threads::Number thread) {
    Discussions discussions({store_, past_, background_});
    return words_at(discussions, thread);
  };
  put(encode(Checkpoint{{2}, 1, anchors, {}}));
  edit(R"([{"retain":6},{"insert":"y"}])");
  EXPECT_EQ(fresh(0), "tywo");
  start(3, 5, 4);
  EXPECT_EQ(fresh(1), "tywo");
  start(1, 0, 3);  // below the checkpoint
  EXPECT_EQ(fresh(2), "one");
  put("{");
  EXPECT_EQ(fresh(0), "tywo");
  put(encode(Checkpoint{{9}, 1, anchors, {}}));
  EXPECT_EQ(fresh(0), "tywo");
}

TEST_F(DiscussionsTest, ALogThatCannotBeReadIsAnErrorAndNotForEver) {
  start(1, 4, 3);
  families_->fail_reads(Error{Errc::kIo, "the disk is gone"});
  EXPECT_EQ(words_at(discussions_, 0), "io");
  families_->fail_reads(std::nullopt);
  EXPECT_EQ(words_at(discussions_, 0), "two");
}

TEST_F(DiscussionsTest, ManyReadWhileOthersWriteAndEachSeesWhatWasThere) {
  start(1, 4, 3);
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&, i] {
      while (!done) {
        const auto heads = DiscussionTrack::heads(store_, kPaper);
        ASSERT_TRUE(heads);
        const auto view = i == 0 ? discussions_.view_at(kPaper, {heads->paper.value / 2 + 1})
                                 : discussions_.view(kPaper);
        ASSERT_TRUE(view) << view.error().detail;
        EXPECT_GE((*view)->discussion->next(), heads->events);
        EXPECT_EQ((*view)->places->find(0)->words, "two");
        EXPECT_EQ((*view)->discussion->thread(0)->comments.size(), (*view)->discussion->next());
        EXPECT_EQ(*(*view)->texts->html(0, "Why?"), threads::to_html("Why?"));
      }
    });
  }
  for (int i = 0; i < 150; ++i) {
    edit(R"([{"insert":"x"}])");
    say(threads::Replied{0, "Because."});
  }
  done = true;
  for (std::thread& reader : readers) {
    reader.join();
  }
}

TEST(CommentTexts, AreMadeOnceForTheSameWords) {
  CommentTexts texts;
  static int folds = 0;
  const auto fold = +[](std::string_view words) {
    ++folds;
    return std::string(words);
  };
  EXPECT_EQ(*texts.folded(3, "a", fold), "a");
  EXPECT_EQ(*texts.folded(3, "a", fold), "a");
  EXPECT_EQ(folds, 1);
  const auto html = texts.html(3, "*a*");
  EXPECT_EQ(texts.html(3, "*a*"), html);
}

TEST(CommentTexts, ForgetSomeBeyondTheirLimit) {
  CommentTexts texts;
  const std::string large(kCommentTextsBytesMax / 8, 'x');
  const auto same = +[](std::string_view words) { return std::string(words); };
  for (threads::Number said = 0; said < 20; ++said) {
    EXPECT_EQ(texts.folded(said, large, same)->size(), large.size());
    EXPECT_LE(texts.memory_bytes(), kCommentTextsBytesMax);
  }
}

}  // namespace
}  // namespace plenary::server
