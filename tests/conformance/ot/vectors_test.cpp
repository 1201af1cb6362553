#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/json/value.hpp"

// Runs ot-vectors over files of requests with the stock types' answers, and compares as JSON
// values.

namespace plenary {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The output of the program for a file on its standard input.
std::vector<std::string> answers_to(const std::string& type, const fs::path& requests) {
  const fs::path out = fs::path(::testing::TempDir()) / ("ot-vectors-" + type + ".out");
  const std::string command = std::string(OT_VECTORS_PROGRAM) + " " + type + " < '" +
                              requests.string() + "' > '" + out.string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return lines_of(out);
}

bool is_right(const json::Value& request, const json::Value& answer) {
  if (!answer.contains("result")) {
    return request.contains("error") || request.value("overrun", false) || request["op"] == "diff";
  }
  return request.contains("expected") && answer["result"] == request["expected"];
}

void expect_right_answers(const std::string& type, const fs::path& file) {
  const std::vector<std::string> requests = lines_of(file);
  const std::vector<std::string> answers = answers_to(type, file);
  ASSERT_FALSE(requests.empty());
  ASSERT_EQ(answers.size(), requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto request = json::parse(requests[i]);
    const auto answer = json::parse(answers[i]);
    ASSERT_TRUE(request && answer) << requests[i] << "\n" << answers[i];
    EXPECT_EQ((*answer)["id"], (*request)["id"]);
    EXPECT_TRUE(is_right(*request, *answer)) << requests[i] << "\n" << answers[i];
  }
  std::cout << file.filename().string() << ": " << answers.size() << " answers compared\n";
}

void expect_right_shared_answers(const std::string& type, const std::string& name) {
  const char* shared = std::getenv("PLENARY_SHARED");
  const fs::path file =
      fs::path(shared != nullptr ? shared : "../shared") / "vectors" / ("dev-" + name + ".jsonl");
  if (!fs::exists(file)) {
    GTEST_SKIP() << "NOT RUN: " << file << " is not here; PLENARY_SHARED says where";
  }
  expect_right_answers(type, file);
}

TEST(OtVectors, RichTextAnswersOurFileAsTheStockType) {
  expect_right_answers("richtext", "tests/data/vectors/richtext.jsonl");
}

TEST(OtVectors, Json0AnswersOurFileAsTheStockType) {
  expect_right_answers("json0", "tests/data/vectors/json0.jsonl");
}

TEST(OtVectors, RichTextAnswersTheSharedFileAsTheStockType) {
  expect_right_shared_answers("richtext", "richtext");
}

TEST(OtVectors, Json0AnswersTheSharedFileAsTheStockType) {
  expect_right_shared_answers("json0", "json0");
}

TEST(OtVectors, RichTextAnswersOurFileOfTablesAsTheStockTypes) {
  expect_right_answers("richtext", "tests/data/vectors/tables.jsonl");
}

TEST(OtVectors, RichTextAnswersTheSharedFileOfTablesAsTheStockTypes) {
  expect_right_shared_answers("richtext", "tables");
}

TEST(OtVectors, GarbageGetsAnErrorALineAndHarmsNothing) {
  const fs::path file = fs::path(::testing::TempDir()) / "ot-vectors-garbage.jsonl";
  std::ofstream(file, std::ios::binary)
      << "\n{\n\xff\xfe\n[]\nnull\n{}\n" + std::string(100000, '[') + "\n" + std::string(1, '\0') +
             "\n{\"id\":{\"x\":1},\"op\":\"nosuch\"}\n" +
             R"({"id":7,"op":"compose","a":[{"insert":"a"}],"b":[{"retain":1},{"insert":"b"}]})" +
             "\n";
  const std::vector<std::string> answers = answers_to("richtext", file);
  ASSERT_EQ(answers.size(), 10u);
  for (std::size_t i = 0; i + 1 < answers.size(); ++i) {
    const auto answer = json::parse(answers[i]);
    ASSERT_TRUE(answer) << answers[i];
    EXPECT_TRUE(answer->contains("error")) << answers[i];
  }
  EXPECT_EQ(answers[8].find(R"({"id":{"x":1},"error":)"), 0u);
  EXPECT_EQ(answers[9], R"({"id":7,"result":[{"insert":"ab"}]})");
}

}  // namespace
}  // namespace plenary
