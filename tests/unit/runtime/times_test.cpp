#include "server/runtime/times.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

TEST(Times, AreWrittenInUtc) {
  EXPECT_EQ(to_rfc3339({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339({1'795'341'600'007}), "2026-11-22T10:00:00.007Z");
  EXPECT_EQ(to_rfc3339({951'782'399'999}), "2000-02-28T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339({-1}), "1969-12-31T23:59:59.999Z");
}

TEST(Times, AreReadAsTheyAreWritten) {
  for (const std::int64_t ms :
       {std::int64_t{0}, std::int64_t{1'795'341'600'007}, std::int64_t{951'782'399'999}}) {
    const auto read = from_rfc3339(to_rfc3339({ms}));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->ms, ms);
  }
  EXPECT_EQ(from_rfc3339("2026-11-22T10:00:00Z")->ms, 1'795'341'600'000);
  EXPECT_EQ(from_rfc3339("2026-11-22t10:00:00.5z")->ms, 1'795'341'600'500);
  EXPECT_EQ(from_rfc3339("2026-11-22T10:00:00.123456Z")->ms, 1'795'341'600'123);
}

TEST(Times, OfAnotherFormAreNone) {
  for (const char* wrong :
       {"", "Z", "2026-11-22", "2026-11-22T10:00:00", "2026-11-22T10:00:00+01:00",
        "2026-13-22T10:00:00Z", "2026-02-29T10:00:00Z", "2026-11-22T24:00:00Z",
        "2026-11-22T10:60:00Z", "2026-11-22T10:00:00.Z", "2026-11-22T10:00:00,5Z",
        "2026-11-22T10:00:00.5xZ", "1969-12-31T23:59:59Z", " 2026-11-22T10:00:00Z"}) {
    EXPECT_FALSE(from_rfc3339(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace plenary::server
