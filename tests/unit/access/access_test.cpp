#include "server/access/access.hpp"

#include <string>

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

/// Everybody stands the same to the paper "dc", and is nothing to any other.
class FixedRights final : public Rights {
 public:
  Standing standing(const Identity& /*who*/, std::string_view paper) const override {
    return paper == "dc" ? here : Standing{};
  }
  bool is_administrator(const Identity& /*who*/) const override { return administrator; }
  bool may_found(const Identity& /*who*/, std::string_view paper) const override {
    return founder && paper == "new";
  }
  std::uint64_t generation() const override { return 7; }

  Standing here;
  bool administrator{false};
  bool founder{false};
};

const DocumentKey kPaper{"documents", "dc"};
const DocumentKey kTable{"records", "dc.budget"};
const DocumentKey kOther{"documents", "dc.budget"};
const DocumentKey kElsewhere{"examples", "dc"};

Ability ability(std::size_t index) {
  return static_cast<Ability>(index);
}

TEST(Access, AnswersForPaperAndTablesByTheRole) {
  FixedRights rights;
  const Access access(rights);
  const Identity who{.kind = Identity::Kind::kAccount, .name = "a-1"};
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    rights.here.role = static_cast<Role>(role);
    for (std::size_t i = 0; i < kAbilityCount; ++i) {
      const bool expected = abilities_of(rights.here.role).has(ability(i));
      EXPECT_EQ(access.may(who, ability(i), kPaper), expected) << name_of(ability(i));
      const bool makes_table = ability(i) == Ability::kCreateDocument && role >= 4;
      EXPECT_EQ(access.may(who, ability(i), kTable), expected || makes_table)
          << name_of(ability(i));
      EXPECT_FALSE(access.may(who, ability(i), kOther)) << name_of(ability(i));
      EXPECT_FALSE(access.may(who, ability(i), kElsewhere)) << name_of(ability(i));
    }
  }
}

TEST(Access, GivesNothingBeyondTheAbilitiesOfATokenWhateverTheRole) {
  FixedRights rights;
  rights.here = {Role::kOwner, true};
  rights.administrator = true;
  const Access access(rights);
  for (std::size_t only = 0; only < kAbilityCount; ++only) {
    Identity who{.kind = Identity::Kind::kToken, .name = "a-1"};
    who.abilities = {ability(only)};
    for (std::size_t i = 0; i < kAbilityCount; ++i) {
      EXPECT_EQ(access.may(who, ability(i), kPaper), i == only);
      EXPECT_EQ(access.may(who, ability(i), kElsewhere), i == only);
    }
  }
}

TEST(Access, GivesHistoryToALowerRoleOnlyWhereItWasGranted) {
  FixedRights rights;
  const Access access(rights);
  rights.here = {Role::kReader, true};
  EXPECT_TRUE(access.may({}, Ability::kReadHistory, kPaper));
  rights.here = {Role::kNone, true};
  EXPECT_FALSE(access.may({}, Ability::kReadHistory, kPaper)) << "without a role, nothing";
}

TEST(Access, LetsAdministratorsMoveAPaperButNotReadIt) {
  FixedRights rights;
  rights.administrator = true;
  const Access access(rights);
  for (std::size_t i = 0; i < kAbilityCount; ++i) {
    const bool expected =
        ability(i) == Ability::kTransferOwnership || ability(i) == Ability::kAdminister;
    EXPECT_EQ(access.may({}, ability(i), kPaper), expected) << name_of(ability(i));
    EXPECT_TRUE(access.may({}, ability(i), kElsewhere)) << name_of(ability(i));
  }
}

TEST(Access, LetsFoundersCreateWhatNobodyOwns) {
  FixedRights rights;
  rights.founder = true;
  const Access access(rights);
  EXPECT_TRUE(access.may({}, Ability::kCreateDocument, {"documents", "new"}));
  EXPECT_FALSE(access.may({}, Ability::kCreateDocument, {"records", "new.budget"}))
      << "a table comes after its paper";
  EXPECT_FALSE(access.may({}, Ability::kEditDocument, {"documents", "new"}));
  EXPECT_FALSE(access.may({}, Ability::kCreateDocument, kPaper));
}

TEST(Access, KeepsTheServersOwnCollectionsFromEverybody) {
  FixedRights rights;
  rights.administrator = true;
  for (const Access& access : {Access(), Access(rights)}) {
    for (std::size_t i = 0; i < kAbilityCount; ++i) {
      EXPECT_FALSE(access.may(Identity::everybody(), ability(i), {"plenary/threads", "dc"}));
    }
  }
}

TEST(Access, SaysYesToEverythingElseInOpenMode) {
  const Access access;
  EXPECT_EQ(access.generation(), 0u);
  for (std::size_t i = 0; i < kAbilityCount; ++i) {
    EXPECT_TRUE(access.may(Identity::everybody(), ability(i), kPaper));
    EXPECT_TRUE(access.may(Identity::everybody(), ability(i), kElsewhere));
  }
}

TEST(Scope, OfATableIsThePaperBeforeTheLastDot) {
  using Kind = Scope::Kind;
  const auto is = [](Scope scope, Kind kind, std::string_view id) {
    return scope.kind == kind && scope.id == id;
  };
  EXPECT_TRUE(is({"documents", "a.b"}, Kind::kPaper, "a.b"));
  EXPECT_TRUE(is({"records", "a.b"}, Kind::kTable, "a"));
  EXPECT_TRUE(is({"records", "a.b.c"}, Kind::kTable, "a.b"));
  EXPECT_TRUE(is({"records", "a"}, Kind::kUnowned, ""));
  EXPECT_TRUE(is({"examples", "a"}, Kind::kUnowned, ""));
  EXPECT_TRUE(is({"plenary/threads", "a"}, Kind::kReserved, ""));
  EXPECT_TRUE(is({}, Kind::kServer, ""));
}

TEST(Access, GivesOldWordsOnlyToReadersOfTheHistory) {
  FixedRights rights;
  const Access access(rights);
  const Identity who{.kind = Identity::Kind::kAccount, .name = "a-1"};
  rights.here = {Role::kCommenter, false};
  EXPECT_TRUE(access.may_read_words(who, kPaper, Words::kPresent));
  EXPECT_FALSE(access.may_read_words(who, kPaper, Words::kPast));
  rights.here = {Role::kCommenter, true};
  EXPECT_TRUE(access.may_read_words(who, kPaper, Words::kPast));
  Identity narrowed = who;
  narrowed.abilities = {Ability::kReadHistory};
  EXPECT_FALSE(access.may_read_words(narrowed, kPaper, Words::kPresent));
}

TEST(Access, AsksForAllOfSeveralAbilities) {
  FixedRights rights;
  const Access access(rights);
  rights.here = {Role::kCommenter, true};
  EXPECT_TRUE(access.may_all({}, {Ability::kComment, Ability::kReadHistory}, kPaper));
  EXPECT_FALSE(access.may_all({}, {Ability::kComment, Ability::kEditDocument}, kPaper));
  EXPECT_TRUE(access.may_all({}, {}, kElsewhere));
}

}  // namespace
}  // namespace plenary::server
