#include "server/api/routes.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

TEST(Routes, AreEachThereOnce) {
  std::set<std::string> addresses;
  std::set<std::string_view> operations;
  for (const Route& route : routes()) {
    const std::string address = std::string(route.method) + " " + std::string(route.path);
    EXPECT_TRUE(addresses.insert(address).second) << address;
    EXPECT_TRUE(operations.insert(route.operation).second) << route.operation;
  }
}

TEST(Routes, OfAPaperNameItFirstAndAskForAnAbility) {
  for (const Route& route : routes()) {
    const bool names_paper = route.path.starts_with("/api/v1/documents/{id}");
    EXPECT_EQ(route.scope == Scope::Kind::kPaper, names_paper) << route.path;
    EXPECT_EQ(route.callers == Callers::kAble, !(route.abilities == AbilitySet{})) << route.path;
    EXPECT_TRUE(!names_paper || route.callers == Callers::kAble) << route.path;
  }
}

TEST(Routes, ThatLookWhetherAPaperWasMadeWorkOnAPool) {
  for (const Route& route : routes()) {
    EXPECT_TRUE(!route.made || route.workplace != Workplace::kShard) << route.path;
  }
}

TEST(Routes, ThatChangeSomethingAreNotForNobodyButToComeIn) {
  const std::set<std::string_view> ways_in{
      "setUp", "logIn", "logOut", "openInvitation", "acceptInvitation", "useReset", "openLink"};
  for (const Route& route : routes()) {
    if (route.method != "GET" && route.callers == Callers::kAnybody) {
      EXPECT_TRUE(ways_in.contains(route.operation)) << route.operation;
    }
  }
}

}  // namespace
}  // namespace plenary::server
