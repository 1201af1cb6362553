#include "server/access/roles.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// One line for each ability, one column for each role: none, reader, commenter, suggester, editor,
/// owner.
struct Line {
  Ability ability;
  const char* roles;
};

constexpr Line kMatrix[] = {
    {Ability::kReadDocument, "-RCSEO"},   {Ability::kReadHistory, "----EO"},
    {Ability::kEditDocument, "----EO"},   {Ability::kRenameDocument, "----EO"},
    {Ability::kDeleteDocument, "-----O"}, {Ability::kCreateDocument, "-----O"},
    {Ability::kSeePresence, "-RCSEO"},    {Ability::kShowPresence, "--CSEO"},
    {Ability::kReadThreads, "--CSEO"},    {Ability::kComment, "--CSEO"},
    {Ability::kSuggest, "---SEO"},        {Ability::kModerateThreads, "----EO"},
    {Ability::kManageAccess, "-----O"},   {Ability::kTransferOwnership, "-----O"},
    {Ability::kExportDocument, "-RCSEO"}, {Ability::kAdminister, "------"},
};
static_assert(std::size(kMatrix) == kAbilityCount);

TEST(Roles, AllowWhatTheMatrixSaysAndNothingElse) {
  std::size_t next = 0;
  for (const Line& line : kMatrix) {
    EXPECT_EQ(static_cast<std::size_t>(line.ability), next++) << "the matrix has no hole";
    for (std::size_t role = 0; role < kRoleCount; ++role) {
      EXPECT_EQ(abilities_of(static_cast<Role>(role)).has(line.ability), line.roles[role] != '-')
          << name_of(line.ability) << " for " << name_of(static_cast<Role>(role));
    }
  }
}

TEST(Roles, AllowAllThatTheRoleBelowAllows) {
  for (std::size_t role = 1; role < kRoleCount; ++role) {
    EXPECT_TRUE(
        abilities_of(static_cast<Role>(role)).has_all(abilities_of(static_cast<Role>(role - 1))));
  }
}

TEST(Roles, AndAbilitiesAreFoundByTheirNames) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kAbilityCount; ++i) {
    const auto ability = static_cast<Ability>(i);
    EXPECT_EQ(parse_ability(name_of(ability)), ability);
    EXPECT_TRUE(AbilitySet::all().has(ability));
    EXPECT_TRUE(names.insert(name_of(ability)).second);
  }
  for (std::size_t i = 0; i < kRoleCount; ++i) {
    EXPECT_EQ(parse_role(name_of(static_cast<Role>(i))), static_cast<Role>(i));
  }
  EXPECT_EQ(parse_ability(""), std::nullopt);
  EXPECT_EQ(parse_ability("Read_document"), std::nullopt);
  EXPECT_EQ(parse_role("admin"), std::nullopt);
}

}  // namespace
}  // namespace plenary::server
