#include "server/http/kept_answers.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

KeptAnswers::Body body(std::size_t bytes, char of = 'x') {
  return std::make_shared<const std::string>(bytes, of);
}

TEST(KeptAnswers, GiveTheVerySameBody) {
  KeptAnswers kept(1000);
  const auto made = body(10);
  EXPECT_EQ(kept.find("a"), nullptr);
  kept.keep("a", made);
  EXPECT_EQ(kept.find("a"), made);
  kept.keep("a", body(10));
  EXPECT_EQ(kept.find("a"), made) << "the first one stays";
}

TEST(KeptAnswers, LetGoOfThoseThatWereNotAskedForLongest) {
  KeptAnswers kept(1000);
  for (const char* etag : {"a", "b", "c"}) {
    kept.keep(etag, body(240));
  }
  EXPECT_NE(kept.find("a"), nullptr);
  kept.keep("d", body(240));
  kept.keep("e", body(240));
  EXPECT_NE(kept.find("a"), nullptr);
  EXPECT_EQ(kept.find("b"), nullptr);
}

TEST(KeptAnswers, DoNotKeepWhatWouldTakeTheirWholePlace) {
  KeptAnswers kept(1000);
  kept.keep("a", body(250));
  kept.keep("b", body(251));
  EXPECT_NE(kept.find("a"), nullptr);
  EXPECT_EQ(kept.find("b"), nullptr);
}

}  // namespace
}  // namespace plenary::server
