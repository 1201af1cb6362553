#include "server/ops/log.hpp"

#include <cstdint>
#include <limits>
#include <regex>
#include <string>

#include <gtest/gtest.h>

namespace plenary::server::log {
namespace {

/// The form of a value in a line.
std::string shown(const Value& value) {
  std::string line;
  value.append_to(line);
  return line;
}

template <class Write>
std::string written(Write write) {
  ::testing::internal::CaptureStderr();
  write();
  return ::testing::internal::GetCapturedStderr();
}

TEST(Log, AnEventIsOneLineWithTimeLevelAndFields) {
  const std::string line = written([] {
    info("document_opened", {{"document", "dc-paper"}, {"version", 12}, {"seconds", 0.25}});
  });
  const std::regex form(
      "time=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z level=info event=document_opened "
      "document=dc-paper version=12 seconds=0.25\n");
  EXPECT_TRUE(std::regex_match(line, form)) << line;
}

TEST(Log, WhatIsBelowTheLevelIsDropped) {
  EXPECT_EQ(written([] { debug("unseen"); }), "");
  set_level(Level::kDebug);
  EXPECT_NE(written([] { debug("seen"); }), "");
  set_level(Level::kError);
  EXPECT_EQ(written([] { warning("unseen"); }), "");
  EXPECT_NE(written([] { error("seen"); }).find("level=error"), std::string::npos);
  set_level(Level::kInfo);
}

TEST(Log, PlainWordsStandBareAndOthersInQuotes) {
  EXPECT_EQ(shown("dc-paper"), "dc-paper");
  EXPECT_EQ(shown("127.0.0.1:7460"), "127.0.0.1:7460");
  EXPECT_EQ(shown(""), "\"\"");
  EXPECT_EQ(shown("two words"), "\"two words\"");
  EXPECT_EQ(shown("a=b"), "\"a=b\"");
  EXPECT_EQ(shown("Äther"), "\"Äther\"");
}

TEST(Log, NobodyCanForgeALine) {
  EXPECT_EQ(shown("x\nlevel=error event=fire"), "\"x\\nlevel=error event=fire\"");
  EXPECT_EQ(shown("say \"hi\" \\ bye"), R"("say \"hi\" \\ bye")");
  EXPECT_EQ(shown(std::string("\x1b[2J\r\0", 6)), "\"\\x1b[2J\\x0d\\x00\"");
  EXPECT_EQ(shown("\xff\xfe"), "\"(not UTF-8)\"");
}

TEST(Log, LongValuesAreCutBetweenCharacters) {
  EXPECT_EQ(shown(std::string(512, 'a')), std::string(512, 'a'));
  EXPECT_EQ(shown(std::string(513, 'a')), "\"" + std::string(512, 'a') + "…\"");
  EXPECT_EQ(shown(std::string(511, 'a') + "ä!"), "\"" + std::string(511, 'a') + "…\"");
}

TEST(Log, NumbersKeepTheirValue) {
  EXPECT_EQ(shown(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(shown(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(shown(1e-7), "1e-07");
  EXPECT_EQ(shown(true), "true");
}

TEST(Log, BracesInAFieldAreNoFormat) {
  EXPECT_NE(written([] { info("odd", {{"id", "{}{0}%s"}}); }).find("{}{0}%s"), std::string::npos);
}

}  // namespace
}  // namespace plenary::server::log
