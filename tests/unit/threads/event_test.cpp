#include "protocol/threads/event.hpp"

#include <gtest/gtest.h>

namespace plenary::threads {
namespace {

const std::vector<Event>& every_kind() {
  static const std::vector<Event> events{
      Started{{{7}, 12, 5, "a \"quote\" ü"}, "What does this *mean*?"},
      Started{{{7}, 12, 1, "Yu Ping", CellName{"r1", "c1"}}, "Confirmed?"},
      Started{{{7}, 12, 1, "Ping", CellName{"r1", "c1"}, InnerWords{3, 4}}, "One name?"},
      Started{{{7}, 12, 1, "page 7", {}, InnerWords{0, 6}}, "Of which edition?"},
      Replied{3, "It means\n\n- this"},
      Edited{4, "It means that"},
      Deleted{4},
      Resolved{3, true},
      Resolved{3, false},
      Reacted{4, Reaction::kAgree},
      Reacted{4, Reaction::kDisagree},
      Reacted{4, std::nullopt},
      Labelled{3, {}},
      Labelled{3, {"wording", "for the plenary"}},
      Assigned{3, "a-17", "2026-12-01"},
      Assigned{3, "", ""},
  };
  return events;
}

TEST(ThreadEvent, ReadsBackWhatItWrote) {
  for (const Event& event : every_kind()) {
    const std::string json = to_json({"a-1", "Ama Boateng"}, event);
    const auto read = from_json(json);
    ASSERT_TRUE(read) << json << ": " << read.error().detail;
    EXPECT_EQ(read->event, event) << json;
    EXPECT_EQ(read->author_name, "Ama Boateng");
  }
}

TEST(ThreadEvent, SaysWhichMemberIsWrong) {
  const struct {
    const char* json;
    const char* member;
  } cases[] = {
      {R"({"is":"replied","name":"A","thread":1})", "text"},
      {R"({"is":"replied","name":"A","thread":-1,"text":"x"})", "thread"},
      {R"({"is":"replied","name":"A","thread":1.5,"text":"x"})", "thread"},
      {R"({"is":"replied","name":"A","thread":"1","text":"x"})", "thread"},
      {R"({"is":"deleted","name":"A"})", "comment"},
      {R"({"is":"reacted","name":"A","comment":1,"reaction":"maybe"})", "reaction"},
      {R"({"is":"labelled","name":"A","thread":1,"labels":[1]})", "labels"},
      {R"({"is":"started","name":"A","text":"x","anchor":{"version":1,"index":2}})", "anchor"},
      {R"({"is":"started","name":"A","text":"x"})", "anchor"},
      {R"({"is":"started","name":"A","text":"x","anchor":{"version":1,"index":2,"length":1,
           "quote":"","inside":{"index":1}}})",
       "anchor"},
      {R"({"is":"burned","name":"A"})", "is"},
      {R"({"name":"A"})", "is"},
      {R"({"is":"deleted","comment":1})", "name"},
  };
  for (const auto& [json, member] : cases) {
    const auto read = from_json(json);
    ASSERT_FALSE(read) << json;
    EXPECT_EQ(read.error().code, Errc::kMalformed);
    EXPECT_NE(read.error().detail.find("\"" + std::string(member) + "\""), std::string::npos)
        << json << ": " << read.error().detail;
  }
  EXPECT_FALSE(from_json("[]"));
  EXPECT_FALSE(from_json("{"));
}

}  // namespace
}  // namespace plenary::threads
