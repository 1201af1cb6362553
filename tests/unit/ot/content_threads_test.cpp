#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "protocol/ot/json0/op.hpp"
#include "protocol/ot/type.hpp"

// Under the thread sanitizer: a copy of a content is read and given up on another thread.
namespace plenary::ot {
namespace {

Operation edit(std::string_view json) {
  auto decoded = decode_edit(TypeId::kJson0, json);
  EXPECT_TRUE(decoded) << json;
  return decoded ? Operation(*std::move(decoded)) : Operation();
}

TEST(ContentThreads, ACopyOfJsonIsReadWhileTheOriginalIsChanged) {
  constexpr SizeLimits kNoLimits = SizeLimits::none();
  Content content;
  ASSERT_TRUE(content.apply(Create{TypeId::kJson0, R"({"count":0,"words":""})"}, kNoLimits));
  for (int round = 0; round < 20; ++round) {
    const std::string now = content.to_json();
    std::thread reader([&now, copy = content]() mutable {
      EXPECT_EQ(copy.to_json(), now);
      copy = Content();
    });
    // In the middle of this the copy is gone, and the value is changed in place.
    for (int i = 0; i < 200; ++i) {
      ASSERT_TRUE(content.apply(edit(R"([{"p":["count"],"na":1}])"), kNoLimits));
      ASSERT_TRUE(content.apply(edit(R"([{"p":["words"],"od":"","oi":""}])"), kNoLimits));
    }
    reader.join();
  }
  EXPECT_EQ(content.to_json(), R"({"count":4000,"words":""})");
}

TEST(ContentThreads, AValueIsReadBeforeItsLastOwnerTakesIt) {
  for (int round = 0; round < 500; ++round) {
    json0::Frozen value(json::Value(std::string("a word that is longer than any short one")));
    std::thread reader([copy = value] { EXPECT_EQ(copy.get().size(), 1U); });
    for (int i = 0; i < 100 * round;
         ++i) {  // sometimes the other one is still there, sometimes not
      ASSERT_TRUE(value.get().is_string());
    }
    EXPECT_FALSE(std::move(value).take().is_null());
    reader.join();
  }
}

}  // namespace
}  // namespace plenary::ot
