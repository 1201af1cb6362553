#include "protocol/threads/discussion.hpp"

#include <gtest/gtest.h>

#include "protocol/threads/limits.hpp"

namespace plenary::threads {
namespace {

const Author kAma{"a-1", "Ama"};
const Author kLi{"a-2", "Li"};

/// A discussion and its clock: each event a second after the last.
class DiscussionTest : public testing::Test {
 protected:
  Result<void> attempt(const Author& who, const Event& event, bool moderates = false) {
    if (auto checked = discussion.check(event, {who, moderates}); !checked) {
      return checked;
    }
    discussion.apply(
        {discussion.next(), {static_cast<std::int64_t>(discussion.next()) * 1000}, who, event});
    return {};
  }
  Number begin(const Author& who = kAma) {
    const Number id = discussion.next();
    EXPECT_TRUE(attempt(who, Started{{{1}, 0, 5, "words"}, "Why?"}));
    return id;
  }
  Errc refused(const Author& who, const Event& event, bool moderates = false) {
    const Number before = discussion.next();
    const auto answer = attempt(who, event, moderates);
    EXPECT_FALSE(answer);
    EXPECT_EQ(discussion.next(), before);
    return answer.error().code;
  }
  const Thread& thread(Number id) { return *discussion.thread(id); }
  const Comment& comment(Number id) { return *discussion.comment(id); }

  Discussion discussion;
};

TEST_F(DiscussionTest, KeepsCommentsInTheOrderOfTheLog) {
  const Number first = begin();
  const Number second = begin(kLi);
  ASSERT_TRUE(attempt(kLi, Replied{first, "Because."}));
  ASSERT_TRUE(attempt(kAma, Replied{second, "Oh."}));
  ASSERT_TRUE(attempt(kAma, Replied{first, "I see."}));
  EXPECT_EQ(discussion.threads(), (std::vector<Number>{first, second}));
  EXPECT_EQ(thread(first).comments, (std::vector<Number>{0, 2, 4}));
  EXPECT_EQ(thread(second).comments, (std::vector<Number>{1, 3}));
  EXPECT_EQ(comment(4).text, "I see.");
  EXPECT_EQ(comment(4).thread, first);
  EXPECT_EQ(thread(first).last, 4U);
}

TEST_F(DiscussionTest, BeginsOnWordsOfOneCellOrOneFootnote) {
  const auto on = [](std::size_t length, std::optional<CellName> cell, InnerWords inside) {
    return Started{{{1}, 3, length, "two", std::move(cell), inside}, "Why?"};
  };
  EXPECT_TRUE(attempt(kAma, on(1, CellName{"r", "c"}, {4, 3})));
  EXPECT_TRUE(attempt(kAma, on(1, std::nullopt, {4, 3})));
  EXPECT_EQ(refused(kAma, on(1, std::nullopt, {4, 0})), Errc::kMalformed);
  EXPECT_EQ(refused(kAma, on(2, std::nullopt, {4, 3})), Errc::kMalformed);
  EXPECT_EQ(refused(kAma, on(1, CellName{"r", ""}, {4, 3})), Errc::kMalformed);
  EXPECT_EQ(refused(kAma, on(1, CellName{"", "c"}, {4, 3})), Errc::kMalformed);
}

TEST_F(DiscussionTest, EditsWithHistoryByTheirAuthorAlone) {
  const Number id = begin();
  EXPECT_EQ(refused(kLi, Edited{id, "Mine now"}, true), Errc::kRejected);
  ASSERT_TRUE(attempt(kAma, Edited{id, "Why so?"}));
  ASSERT_TRUE(attempt(kAma, Edited{id, "Why not?"}));
  EXPECT_EQ(comment(id).text, "Why not?");
  ASSERT_EQ(comment(id).revisions.size(), 2U);
  EXPECT_EQ(comment(id).revisions[0].text, "Why?");
  EXPECT_EQ(comment(id).revisions[1].text, "Why so?");
  EXPECT_EQ(comment(id).edited->ms, 2000);
}

TEST_F(DiscussionTest, KeepsTheFirstWordsHoweverOftenTheyAreEdited) {
  const Number id = begin();
  for (std::size_t i = 0; i < kMaxRevisions + 5; ++i) {
    ASSERT_TRUE(attempt(kAma, Edited{id, std::to_string(i)}));
  }
  EXPECT_EQ(comment(id).revisions.size(), kMaxRevisions);
  EXPECT_EQ(comment(id).revisions.front().text, "Why?");
}

TEST_F(DiscussionTest, DeletesWithATrace) {
  const Number id = begin();
  ASSERT_TRUE(attempt(kLi, Reacted{id, Reaction::kAgree}));
  EXPECT_EQ(refused(kLi, Deleted{id}), Errc::kRejected);
  ASSERT_TRUE(attempt(kLi, Deleted{id}, true));
  EXPECT_EQ(comment(id).text, "");
  EXPECT_TRUE(comment(id).reactions.empty());
  EXPECT_EQ(comment(id).deleted_by, kLi);
  EXPECT_EQ(thread(id).comments.size(), 1U);
  EXPECT_EQ(refused(kAma, Edited{id, "Back"}), Errc::kNotFound);
  EXPECT_EQ(refused(kAma, Deleted{id}), Errc::kNotFound);
  EXPECT_EQ(refused(kAma, Reacted{id, Reaction::kAgree}), Errc::kNotFound);
}

TEST_F(DiscussionTest, IsResolvedByWhoBeganItOrAnEditor) {
  const Number id = begin();
  EXPECT_EQ(refused(kLi, Resolved{id, true}), Errc::kRejected);
  ASSERT_TRUE(attempt(kLi, Resolved{id, true}, true));
  EXPECT_EQ(thread(id).resolved_by, kLi);
  ASSERT_TRUE(attempt(kAma, Resolved{id, false}));
  EXPECT_FALSE(thread(id).resolved);
}

TEST_F(DiscussionTest, CountsOneReactionOfEachPerson) {
  const Number id = begin();
  ASSERT_TRUE(attempt(kLi, Reacted{id, Reaction::kAgree}));
  ASSERT_TRUE(attempt(kLi, Reacted{id, Reaction::kDisagree}));
  ASSERT_TRUE(attempt(kAma, Reacted{id, Reaction::kAgree}));
  EXPECT_EQ(comment(id).reactions.size(), 2U);
  EXPECT_EQ(comment(id).reactions.at("a-2"), Reaction::kDisagree);
  ASSERT_TRUE(attempt(kLi, Reacted{id, std::nullopt}));
  EXPECT_EQ(comment(id).reactions.size(), 1U);
}

TEST_F(DiscussionTest, IsLabelledAndAssignedByEditors) {
  const Number id = begin();
  EXPECT_EQ(refused(kAma, Labelled{id, {"wording"}}), Errc::kRejected);
  EXPECT_EQ(refused(kAma, Assigned{id, "a-2", ""}), Errc::kRejected);
  ASSERT_TRUE(attempt(kLi, Labelled{id, {"wording"}}, true));
  ASSERT_TRUE(attempt(kLi, Assigned{id, "a-2", "2028-02-29"}, true));
  EXPECT_EQ(thread(id).labels, std::vector<std::string>{"wording"});
  EXPECT_EQ(thread(id).due, "2028-02-29");
  for (const char* day :
       {"2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "tomorrow", "2026-12-1x"}) {
    EXPECT_EQ(refused(kLi, Assigned{id, "a-2", day}, true), Errc::kMalformed) << day;
  }
}

TEST_F(DiscussionTest, RefusesWhatIsNotThere) {
  begin();
  EXPECT_EQ(refused(kAma, Replied{1, "?"}), Errc::kNotFound);
  EXPECT_EQ(refused(kAma, Edited{9, "?"}), Errc::kNotFound);
  EXPECT_EQ(refused(kAma, Resolved{9, true}), Errc::kNotFound);
  EXPECT_EQ(refused(kAma, Started{{{1}, 3, 0, ""}, "No words"}), Errc::kMalformed);
  EXPECT_EQ(refused(kAma, Replied{0, "  "}), Errc::kMalformed);
}

TEST_F(DiscussionTest, HasLimits) {
  const Number id = begin();
  for (std::size_t i = 1; i < kMaxCommentsPerThread; ++i) {
    ASSERT_TRUE(attempt(kLi, Replied{id, "more"}));
  }
  EXPECT_EQ(refused(kLi, Replied{id, "one more"}), Errc::kTooLarge);
  EXPECT_TRUE(attempt(kLi, Labelled{id, std::vector<std::string>(kMaxLabels, "x")}, true));
  EXPECT_EQ(refused(kLi, Labelled{id, std::vector<std::string>(kMaxLabels + 1, "x")}, true),
            Errc::kTooLarge);
  EXPECT_TRUE(attempt(kLi, Labelled{id, {std::string(kMaxLabelBytes, 'x')}}, true));
  EXPECT_EQ(refused(kLi, Labelled{id, {std::string(kMaxLabelBytes + 1, 'x')}}, true),
            Errc::kTooLarge);
  EXPECT_EQ(refused({"a-3", std::string(kMaxNameBytes + 1, 'x')}, Replied{id, "?"}),
            Errc::kTooLarge);
}

TEST_F(DiscussionTest, SurvivesALogThatItWouldHaveRefused) {
  const Number id = begin();
  const Event strange[] = {Replied{77, "x"},
                           Edited{77, "x"},
                           Deleted{77},
                           Resolved{77, true},
                           Labelled{77, {}},
                           Assigned{77, "", ""},
                           Reacted{77, Reaction::kAgree}};
  for (const Event& event : strange) {
    discussion.apply({discussion.next(), {}, kLi, event});
  }
  EXPECT_EQ(discussion.next(), id + 8);
  EXPECT_EQ(discussion.threads().size(), 1U);
}

TEST_F(DiscussionTest, ACopyStaysAsItWas) {
  const Number id = begin();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(attempt(kLi, Replied{id, "more"}));
  }
  const Discussion copy = discussion;
  ASSERT_TRUE(attempt(kAma, Edited{id, "Why so?"}));
  ASSERT_TRUE(attempt(kLi, Deleted{id + 100}));
  ASSERT_TRUE(attempt(kLi, Replied{id, "and more"}));
  EXPECT_EQ(copy.comment(id)->text, "Why?");
  EXPECT_EQ(copy.comment(id + 100)->text, "more");
  EXPECT_EQ(copy.thread(id)->comments.size(), 101U);
  EXPECT_EQ(copy.next(), id + 101);
  EXPECT_EQ(thread(id).comments.size(), 102U);
  EXPECT_EQ(comment(id).text, "Why so?");
  EXPECT_NE(comment(id).said, copy.comment(id)->said) << "other words have another name";
}

TEST_F(DiscussionTest, DecidesTheSameWithoutTheWordsOfWhatWas) {
  Discussion without;
  const auto say = [&](const Author& who, const Event& event) {
    const bool may = without.check(event, {who, false}).has_value();
    EXPECT_EQ(may, discussion.check(event, {who, false}).has_value());
    if (may) {
      without.apply({without.next(), {}, who, without_words(event)});
      discussion.apply({discussion.next(), {}, who, event});
    }
    return may;
  };
  EXPECT_TRUE(say(kAma, Started{{{1}, 0, 5, "words"}, "Why?"}));
  EXPECT_TRUE(say(kAma, Edited{0, "Why so?"}));
  EXPECT_FALSE(say(kLi, Edited{0, "Why not?"}));
  EXPECT_TRUE(say(kLi, Replied{0, "Because."}));
  EXPECT_TRUE(say(kLi, Deleted{2}));
  EXPECT_FALSE(say(kLi, Edited{2, "Or not."}));
  EXPECT_TRUE(without.comment(0)->text.empty());
}

}  // namespace
}  // namespace plenary::threads
