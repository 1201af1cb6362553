#include "protocol/history/note.hpp"

#include <gtest/gtest.h>

namespace plenary::history {
namespace {

TEST(Note, IsReadAsItWasWritten) {
  const Note restore{.restores = Version{57}, .undoes = {}};
  EXPECT_EQ(to_json(restore), R"({"restores":57})");
  EXPECT_EQ(note_from_json(to_json(restore)), restore);
  const Note undo{.restores = {}, .undoes = Note::Undone{"a-1\"\n", {0}, {9007199254740992}}};
  EXPECT_EQ(note_from_json(to_json(undo)), undo) << to_json(undo);
  EXPECT_EQ(to_json(Note{}), "");
  EXPECT_EQ(note_from_json(""), Note{});
}

TEST(Note, JunkSaysNothing) {
  for (const char* junk :
       {"x", "{", "null", "[1]", "7", "{}", R"({"restores":-1})", R"({"restores":"57"})",
        R"({"restores":1.5})", R"({"restores":null})", R"({"undoes":1})", R"({"undoes":{}})",
        R"({"undoes":{"by":"a-1","from":1}})", R"({"undoes":{"by":1,"from":1,"to":2}})",
        R"({"undoes":{"by":"a-1","from":1,"to":-2}})"}) {
    EXPECT_EQ(note_from_json(junk), Note{}) << junk;
  }
}

}  // namespace
}  // namespace plenary::history
