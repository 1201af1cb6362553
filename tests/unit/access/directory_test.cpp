#include "server/access/directory.hpp"

#include <sodium.h>

#include <set>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "server/access/directory_change.hpp"
#include "server/limits.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/server/hand_clock.hpp"

namespace plenary::server {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::HandClock;

/// A directory with an administrator, Ama, and two more people, Bo and Cy. It can be opened again.
class DirectoryTest : public ::testing::Test {
 protected:
  DirectoryTest() {
    EXPECT_GE(sodium_init(), 0);
    reopen();
    ama_ = directory().set_up(directory().set_up_secret(), person("Ama@example.org")).value().id;
    bo_ = invite_and_accept("bo@example.org");
    cy_ = invite_and_accept("cy@example.org");
  }

  static NewAccount person(const std::string& email) {
    return {email, "Name of " + email, "", "hash"};
  }
  std::string invite_and_accept(const std::string& email) {
    const auto invitation = directory().invite(by_, {});
    return directory().accept_invitation(invitation.value().secret, person(email)).value().id;
  }
  void reopen() {
    directory_.reset();
    auto loaded = Directory::load(store_, clock_);
    ASSERT_TRUE(loaded) << loaded.error().detail;
    directory_ = *std::move(loaded);
  }
  Directory& directory() { return *directory_; }
  Identity log_in(const std::string& account) {
    return directory().identify_session(directory().begin_session(account).value().secret);
  }
  Role role(const Identity& who, const std::string& paper = "dc") {
    return directory().standing(who, paper).role;
  }
  template <class T>
  static Errc error_of(const Result<T>& result) {
    return result ? Errc::kStopping : result.error().code;
  }

  std::shared_ptr<storage::MemoryFamilies> families_ = std::make_shared<storage::MemoryFamilies>();
  storage::KeyValueStore store_{families_};
  HandClock clock_;
  const Identity by_{.kind = Identity::Kind::kAccount, .name = "a-by"};
  std::unique_ptr<Directory> directory_;
  std::string ama_;
  std::string bo_;
  std::string cy_;
};

TEST_F(DirectoryTest, SetUpSecretMakesTheFirstAccountOnceAndIsNewAtEachStart) {
  storage::KeyValueStore store(std::make_shared<storage::MemoryFamilies>());
  const std::string before = Directory::load(store, clock_).value()->set_up_secret();
  const auto fresh = Directory::load(store, clock_).value();
  const std::string secret = fresh->set_up_secret();
  EXPECT_GE(secret.size(), 43u) << "256 bits";
  EXPECT_NE(secret, before);
  EXPECT_EQ(error_of(fresh->set_up(before, person("x@example.org"))), Errc::kNotFound);
  EXPECT_EQ(error_of(fresh->set_up("", person("x@example.org"))), Errc::kNotFound);
  EXPECT_EQ(error_of(fresh->set_up(secret, person("nonsense"))), Errc::kMalformed);
  const Account first = fresh->set_up(secret, person("x@example.org")).value();
  EXPECT_TRUE(first.administrator);
  EXPECT_EQ(fresh->set_up_secret(), "");
  EXPECT_EQ(error_of(fresh->set_up(secret, person("y@example.org"))), Errc::kNotFound);
  EXPECT_EQ(error_of(fresh->set_up("", person("y@example.org"))), Errc::kNotFound);
  EXPECT_EQ(Directory::load(store, clock_).value()->set_up_secret(), "");
}

TEST_F(DirectoryTest, AccountsAreFoundByTheirAddressInAnyCaseAndSurviveReopening) {
  reopen();
  EXPECT_EQ(directory().account_of_email(" aMa@EXAMPLE.org ")->id, ama_);
  EXPECT_EQ(directory().account(bo_)->email, "bo@example.org");
  EXPECT_EQ(directory().account_of_email("nobody@example.org"), std::nullopt);
  const auto invitation = directory().invite(by_, {}).value();
  EXPECT_EQ(error_of(directory().accept_invitation(invitation.secret, person("AMA@example.org"))),
            Errc::kVersionConflict);
  ASSERT_TRUE(directory().change_account(by_, ama_, {.email = "ama@new.org"}));
  EXPECT_EQ(directory().account_of_email("ama@example.org"), std::nullopt);
  EXPECT_EQ(directory().account_of_email("ama@new.org")->id, ama_);
  EXPECT_EQ(error_of(directory().change_account(by_, bo_, {.email = "ama@new.org"})),
            Errc::kVersionConflict);
}

TEST_F(DirectoryTest, NamesAndAddressesAreOneLine) {
  for (const char* bad : {"", "x", "@x", "x@", "a@b@c", "a b@c", "a@b\n", "<a@b>", "a@b\xff"}) {
    const auto invitation = directory().invite(by_, {}).value();
    EXPECT_EQ(error_of(directory().accept_invitation(invitation.secret, person(bad))),
              Errc::kMalformed)
        << bad;
  }
  const std::string longest(kPersonalNameBytesMax, 'x');
  for (const std::string& bad : {std::string(), std::string("a\nb"), std::string("a\0b", 3),
                                 std::string("\xe2\x80\xae"
                                             "evil"),
                                 longest + "x"}) {
    EXPECT_EQ(error_of(directory().change_account(by_, bo_, {.display_name = bad})),
              Errc::kMalformed);
  }
  EXPECT_EQ(directory().change_account(by_, bo_, {.display_name = longest}).value().display_name,
            longest);
  EXPECT_EQ(directory().change_account(by_, bo_, {.display_name = "  Bo Å "}).value().display_name,
            "Bo Å");
}

TEST_F(DirectoryTest, InvitationsWorkOnceAndForTwoWeeks) {
  const auto group = directory().make_group(by_, "Privacy").value();
  const auto used = directory().invite(by_, {"", true, {group.id}}).value();
  const Account account = directory().accept_invitation(used.secret, person("d@e.f")).value();
  EXPECT_TRUE(account.administrator);
  EXPECT_EQ(directory().read(
                [&](const auto& state) { return state.template find<Group>(group.id)->members; }),
            std::vector<std::string>{account.id});
  EXPECT_EQ(error_of(directory().accept_invitation(used.secret, person("g@h.i"))), Errc::kNotFound);
  const auto late = directory().invite(by_, {}).value();
  const auto withdrawn = directory().invite(by_, {}).value();
  ASSERT_TRUE(directory().withdraw_invitation(by_, withdrawn.row.id));
  EXPECT_EQ(error_of(directory().accept_invitation(withdrawn.secret, person("g@h.i"))),
            Errc::kNotFound);
  clock_.pass(kInvitationTime - minutes(1));
  EXPECT_NE(directory().invitation(late.secret), std::nullopt);
  clock_.pass(minutes(1));
  EXPECT_EQ(directory().invitation(late.secret), std::nullopt);
  EXPECT_EQ(error_of(directory().accept_invitation(late.secret, person("g@h.i"))), Errc::kNotFound);
  EXPECT_EQ(error_of(directory().accept_invitation("", person("g@h.i"))), Errc::kNotFound);
  EXPECT_EQ(error_of(directory().invite(by_, {"", false, {"no-group"}})), Errc::kNotFound);
}

TEST_F(DirectoryTest, SessionsSlideAndEnd) {
  const std::string secret = directory().begin_session(bo_).value().secret;
  const Identity who = directory().identify_session(secret);
  EXPECT_EQ(who.kind, Identity::Kind::kAccount);
  EXPECT_EQ(who.name, "a-" + bo_);
  EXPECT_EQ(who.account, bo_);
  EXPECT_EQ(directory().identify_session(secret + "x"), Identity{});
  EXPECT_EQ(directory().identify_session(""), Identity{});
  clock_.pass(kSessionTime - hours(1));
  EXPECT_EQ(directory().identify_session(secret), who);
  ASSERT_TRUE(directory().sweep());
  reopen();
  clock_.pass(kSessionTime - hours(1));
  EXPECT_EQ(directory().identify_session(secret), who) << "it was used in between";
  ASSERT_TRUE(directory().sweep());
  clock_.pass(kSessionTime);
  EXPECT_EQ(directory().identify_session(secret), Identity{});
  const auto generation = directory().generation();
  ASSERT_TRUE(directory().sweep());
  EXPECT_GT(directory().generation(), generation) << "sockets are to ask again";
}

TEST_F(DirectoryTest, PasswordsAndDisablingEndSessions) {
  const Identity kept = log_in(bo_);
  const Identity other = log_in(bo_);
  ASSERT_TRUE(directory().found(kept, "dc"));
  EXPECT_EQ(role(other), Role::kOwner);
  ASSERT_TRUE(directory().set_password(kept, bo_, "new hash", kept.session));
  EXPECT_EQ(role(kept), Role::kOwner);
  EXPECT_EQ(role(other), Role::kNone);
  const auto reset = directory().make_reset(by_, bo_).value();
  EXPECT_EQ(directory().use_reset(reset.secret, "newer hash").value().password, "newer hash");
  EXPECT_EQ(role(kept), Role::kNone);
  EXPECT_EQ(error_of(directory().use_reset(reset.secret, "again")), Errc::kNotFound);
  const Identity last = log_in(bo_);
  const auto token = directory().make_token(last, bo_, {"ci", AbilitySet::all()}).value();
  const Identity program = directory().identify_token(token.secret);
  EXPECT_EQ(role(program), Role::kOwner);
  ASSERT_TRUE(directory().change_account(by_, bo_, {.disabled = true}));
  EXPECT_EQ(role(last), Role::kNone);
  EXPECT_EQ(role(program), Role::kNone);
  EXPECT_EQ(error_of(directory().begin_session(bo_)), Errc::kNotFound);
  const auto late = directory().make_reset(by_, cy_).value();
  clock_.pass(kResetTime);
  EXPECT_EQ(error_of(directory().use_reset(late.secret, "hash")), Errc::kNotFound);
}

TEST_F(DirectoryTest, ANewPasswordEndsTokensAndPendingResets) {
  for (const bool by_reset : {false, true}) {
    const Identity who = log_in(bo_);
    const auto token = directory().make_token(who, bo_, {"ci", AbilitySet::all()}).value();
    const auto others = directory().make_token(by_, cy_, {"ci", AbilitySet::all()}).value();
    const auto reset = directory().make_reset(by_, bo_).value();
    const auto pending = directory().make_reset(by_, bo_).value();
    if (by_reset) {
      ASSERT_TRUE(directory().use_reset(reset.secret, "new hash"));
    } else {
      ASSERT_TRUE(directory().set_password(who, bo_, "new hash", who.session));
    }
    EXPECT_EQ(directory().identify_token(token.secret), Identity{}) << by_reset;
    EXPECT_FALSE(directory().is_reset(reset.secret)) << by_reset;
    EXPECT_FALSE(directory().is_reset(pending.secret)) << by_reset;
    EXPECT_NE(directory().identify_token(others.secret), Identity{}) << "of somebody else";
  }
}

TEST_F(DirectoryTest, LastAdministratorStays) {
  EXPECT_EQ(error_of(directory().change_account(by_, ama_, {.administrator = false})),
            Errc::kRejected);
  EXPECT_EQ(error_of(directory().change_account(by_, ama_, {.disabled = true})), Errc::kRejected);
  ASSERT_TRUE(directory().change_account(by_, bo_, {.administrator = true}));
  EXPECT_TRUE(directory().change_account(by_, ama_, {.administrator = false}));
  EXPECT_FALSE(directory().is_administrator(log_in(ama_)));
  EXPECT_TRUE(directory().is_administrator(log_in(bo_)));
}

TEST_F(DirectoryTest, PapersBelongToWhoeverMadeThemAndElseToAdministrators) {
  const Identity ama = log_in(ama_);
  const Identity bo = log_in(bo_);
  EXPECT_EQ(role(ama), Role::kOwner) << "nobody owns it";
  EXPECT_EQ(role(bo), Role::kNone);
  EXPECT_TRUE(directory().may_found(bo, "dc"));
  ASSERT_TRUE(directory().found(bo, "dc"));
  EXPECT_EQ(role(bo), Role::kOwner);
  EXPECT_EQ(role(ama), Role::kNone);
  EXPECT_FALSE(directory().may_found(ama, "dc"));
  ASSERT_TRUE(directory().found(ama, "dc"));
  EXPECT_EQ(role(bo), Role::kOwner) << "the first one stays";
  ASSERT_TRUE(directory().transfer(bo, "dc", cy_));
  EXPECT_EQ(role(bo), Role::kEditor) << "who owned it is not shut out";
  EXPECT_EQ(role(log_in(cy_)), Role::kOwner);
  EXPECT_EQ(error_of(directory().transfer(bo, "dc", "no-account")), Errc::kNotFound);
}

TEST_F(DirectoryTest, WhatLinksGaveAGuestGoesAlongWhenTheyLogIn) {
  const auto link = directory().make_link(by_, "dc", {.role = Role::kCommenter}).value();
  const auto guest = directory().begin_guest("Mira", link.secret).value();
  const auto session = directory().begin_session(bo_, guest.row.id).value();
  EXPECT_EQ(role(directory().identify_session(session.secret)), Role::kCommenter);
  EXPECT_EQ(directory().identify_session(guest.secret).kind, Identity::Kind::kNobody);
  const auto other = directory().begin_session(cy_, session.row.id).value();
  EXPECT_EQ(role(directory().identify_session(other.secret)), Role::kNone) << "of guests only";
  EXPECT_EQ(directory().identify_session(session.secret).account, bo_) << "which stays";
}

TEST_F(DirectoryTest, GrantsReachPeopleAndGroupsAndTheBestCounts) {
  const Identity bo = log_in(bo_);
  ASSERT_TRUE(directory().found(log_in(ama_), "dc"));
  const Group group = directory().make_group(by_, "Privacy").value();
  ASSERT_TRUE(directory().grant(by_, {"dc", SubjectKind::kGroup, group.id, Role::kEditor}));
  EXPECT_EQ(role(bo), Role::kNone);
  ASSERT_TRUE(directory().add_member(by_, group.id, bo_));
  EXPECT_EQ(role(bo), Role::kEditor);
  ASSERT_TRUE(directory().grant(by_, {"dc", SubjectKind::kAccount, bo_, Role::kReader, true}));
  EXPECT_EQ(directory().standing(bo, "dc"), (Standing{Role::kEditor, true}));
  reopen();
  EXPECT_EQ(directory().standing(bo, "dc"), (Standing{Role::kEditor, true}));
  EXPECT_EQ(role(bo, "dc2"), Role::kNone);
  EXPECT_EQ(role(bo, "d"), Role::kNone);
  ASSERT_TRUE(directory().remove_member(by_, group.id, bo_));
  EXPECT_EQ(directory().standing(bo, "dc"), (Standing{Role::kReader, true}));
  ASSERT_TRUE(directory().revoke(by_, {"dc", SubjectKind::kAccount, bo_}));
  EXPECT_EQ(role(bo), Role::kNone);
  ASSERT_TRUE(directory().add_member(by_, group.id, bo_));
  ASSERT_TRUE(directory().remove_group(by_, group.id));
  EXPECT_EQ(role(bo), Role::kNone);
  EXPECT_TRUE(directory().read([](const auto& state) { return state.grants_of("dc").empty(); }));
}

TEST_F(DirectoryTest, OwnershipAndNothingAreNotGranted) {
  for (const Role no : {Role::kOwner, Role::kNone}) {
    EXPECT_EQ(error_of(directory().grant(by_, {"dc", SubjectKind::kAccount, bo_, no})),
              Errc::kMalformed);
    EXPECT_EQ(error_of(directory().make_link(by_, "dc", {no})), Errc::kMalformed);
  }
  EXPECT_EQ(error_of(directory().grant(by_, {"dc", SubjectKind::kAccount, "x"})), Errc::kNotFound);
  EXPECT_EQ(error_of(directory().grant(by_, {"dc", SubjectKind::kGroup, "x"})), Errc::kNotFound);
  EXPECT_EQ(error_of(directory().grant(by_, {"", SubjectKind::kAccount, bo_})), Errc::kMalformed);
  EXPECT_EQ(error_of(directory().revoke(by_, {"dc", SubjectKind::kAccount, bo_})), Errc::kNotFound);
}

TEST_F(DirectoryTest, LinksLetGuestsInUntilTheyAreRevokedOrExpire) {
  const auto link = directory().make_link(by_, "dc", {Role::kCommenter}).value();
  EXPECT_GE(link.secret.size(), 22u) << "128 bits";
  const auto session = directory().begin_guest(" Dee ", link.secret).value();
  const Identity dee = directory().identify_session(session.secret);
  EXPECT_EQ(dee.kind, Identity::Kind::kGuest);
  EXPECT_EQ(dee.name, "g-" + session.row.guest_id);
  EXPECT_EQ(dee.display_name, "Dee");
  EXPECT_EQ(role(dee), Role::kCommenter);
  EXPECT_EQ(role(dee, "other"), Role::kNone);
  EXPECT_FALSE(directory().may_found(dee, "new"));
  EXPECT_FALSE(directory().is_administrator(dee));
  const auto until = Timestamp{clock_.now().ms + 1000};
  const auto better =
      directory().make_link(by_, "dc", {Role::kEditor, false, "for the night", until}).value();
  ASSERT_TRUE(directory().open_link(dee.session, better.secret));
  ASSERT_TRUE(directory().open_link(dee.session, better.secret));
  EXPECT_EQ(role(dee), Role::kEditor);
  EXPECT_EQ(directory().links_of("dc").size(), 2u);
  clock_.pass(std::chrono::milliseconds(1000));
  EXPECT_EQ(role(dee), Role::kCommenter) << "the night is over";
  EXPECT_EQ(error_of(directory().open_link(dee.session, better.secret)), Errc::kNotFound);
  EXPECT_EQ(error_of(directory().revoke_link(by_, "other", link.row.id)), Errc::kNotFound);
  ASSERT_TRUE(directory().revoke_link(by_, "dc", link.row.id));
  EXPECT_EQ(role(dee), Role::kNone);
  EXPECT_EQ(error_of(directory().begin_guest("Eve", link.secret)), Errc::kNotFound);
  EXPECT_EQ(error_of(directory().begin_guest("Eve", "")), Errc::kNotFound);
}

TEST_F(DirectoryTest, TruncatedSecretsOpenNothing) {
  const std::string link = directory().make_link(by_, "dc", {}).value().secret;
  const std::string session = directory().begin_session(bo_).value().secret;
  const std::string token =
      directory().make_token(by_, bo_, {"ci", AbilitySet::all()}).value().secret;
  for (std::size_t cut = 1; cut < 5; ++cut) {
    EXPECT_EQ(directory().link(link.substr(0, link.size() - cut)), std::nullopt);
    EXPECT_EQ(directory().identify_session(session.substr(cut)), Identity{});
    EXPECT_EQ(directory().identify_token(token.substr(0, token.size() - cut)), Identity{});
  }
  EXPECT_EQ(directory().identify_token(session), Identity{}) << "each secret has one use";
  EXPECT_EQ(directory().identify_session(token), Identity{});
  EXPECT_NE(directory().link(link), std::nullopt);
}

TEST_F(DirectoryTest, TokensActForTheirAccountWithinTheirAbilities) {
  const Access access(directory());
  ASSERT_TRUE(directory().found(log_in(bo_), "dc"));
  const auto made =
      directory().make_token(by_, bo_, {"reads", {Ability::kReadDocument}, std::nullopt}).value();
  reopen();
  const Access after(directory());
  const Identity program = directory().identify_token(made.secret);
  EXPECT_EQ(program.name, "a-" + bo_);
  EXPECT_TRUE(after.may(program, Ability::kReadDocument, {"documents", "dc"}));
  EXPECT_FALSE(after.may(program, Ability::kEditDocument, {"documents", "dc"}));
  EXPECT_FALSE(after.may(program, Ability::kReadDocument, {"documents", "other"}));
  EXPECT_EQ(error_of(directory().revoke_token(by_, cy_, made.row.id)), Errc::kNotFound);
  ASSERT_TRUE(directory().revoke_token(by_, bo_, made.row.id));
  EXPECT_FALSE(after.may(program, Ability::kReadDocument, {"documents", "dc"}));
  const auto brief =
      directory()
          .make_token(by_, bo_, {"brief", AbilitySet::all(), Timestamp{clock_.now().ms + 5}})
          .value();
  const Identity soon_gone = directory().identify_token(brief.secret);
  EXPECT_EQ(role(soon_gone), Role::kOwner);
  clock_.pass(std::chrono::milliseconds(5));
  EXPECT_EQ(role(soon_gone), Role::kNone);
  EXPECT_EQ(directory().identify_token(brief.secret), Identity{});
}

TEST_F(DirectoryTest, VouchedRolesHoldForTheirPapersUntilTheyExpire) {
  Identity who{.kind = Identity::Kind::kVouched, .name = "j-1"};
  who.vouched = {{"dc", Role::kEditor, false}, {"*", Role::kReader, true}};
  who.expires_at = Timestamp{clock_.now().ms + 1000};
  EXPECT_EQ(directory().standing(who, "dc"), (Standing{Role::kEditor, true}));
  EXPECT_EQ(directory().standing(who, "any"), (Standing{Role::kReader, true}));
  clock_.pass(std::chrono::milliseconds(1000));
  EXPECT_EQ(directory().standing(who, "dc"), Standing{});
}

TEST_F(DirectoryTest, EveryChangeOfRightsRaisesTheGeneration) {
  const Identity bo = log_in(bo_);
  auto last = directory().generation();
  const auto raised = [&](const Result<void>& done) {
    EXPECT_TRUE(done);
    return directory().generation() > std::exchange(last, directory().generation());
  };
  EXPECT_TRUE(raised(directory().found(bo, "dc")));
  EXPECT_TRUE(raised(directory().grant(bo, {"dc", SubjectKind::kAccount, cy_, Role::kReader})));
  EXPECT_TRUE(raised(directory().revoke(bo, {"dc", SubjectKind::kAccount, cy_})));
  EXPECT_TRUE(raised(directory().end_session(bo.session)));
  EXPECT_FALSE(raised(directory().note(bo, "document.delete", "dc")));
}

TEST_F(DirectoryTest, ChangeThatTheStoreRefusesHasNotHappened) {
  const Identity bo = log_in(bo_);
  const auto generation = directory().generation();
  families_->fail_writes({Errc::kReadOnly, "the disk is full"});
  EXPECT_EQ(error_of(directory().grant(by_, {"dc", SubjectKind::kAccount, bo_, Role::kReader})),
            Errc::kReadOnly);
  EXPECT_EQ(role(bo), Role::kNone);
  EXPECT_EQ(directory().generation(), generation);
}

TEST_F(DirectoryTest, WhatWasAnsweredSurvivesAPowerCut) {
  ASSERT_TRUE(directory().grant(by_, {"dc", SubjectKind::kAccount, bo_, Role::kReader}));
  const auto secret = directory().begin_session(bo_).value().secret;
  families_->lose_unsynced();
  reopen();
  EXPECT_EQ(role(directory().identify_session(secret)), Role::kReader);
}

TEST_F(DirectoryTest, AuditSaysWhoDidWhatAndHoldsNoSecret) {
  const Identity bo = log_in(bo_);
  const auto link = directory().make_link(bo, "dc", {Role::kReader, true}).value();
  ASSERT_TRUE(directory().revoke_link(bo, "dc", link.row.id));
  ASSERT_TRUE(directory().note(bo, "document.delete", "dc"));
  const std::vector<AuditEntry> entries = directory().audit({.limit = 100}).value();
  ASSERT_GE(entries.size(), 3u);
  EXPECT_EQ(entries[0].what, "document.delete");
  EXPECT_EQ(entries[0].paper, "dc");
  EXPECT_EQ(entries[1].what, "link.revoke");
  EXPECT_EQ(entries[1].about, link.row.id);
  EXPECT_EQ(entries[1].by, "a-" + bo_);
  EXPECT_EQ(entries[2].what, "link.make");
  EXPECT_EQ(entries[2].detail, "reader with history");
  for (const AuditEntry& entry : entries) {
    EXPECT_EQ(encode_row(entry).find(link.secret), std::string::npos);
  }
}

/// The papers and details of the entries.
std::vector<std::string> details_of(const std::vector<AuditEntry>& entries) {
  std::vector<std::string> details;
  for (const AuditEntry& entry : entries) {
    details.push_back(entry.paper + ":" + entry.detail);
  }
  return details;
}

TEST_F(DirectoryTest, AuditIsReadPageByPageOfOnePaperOrOfAll) {
  using Details = std::vector<std::string>;
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(directory().note(by_, "test", "dc", std::to_string(i)));
    ASSERT_TRUE(directory().note(by_, "test", "dc2", std::to_string(i)));
  }
  EXPECT_EQ(details_of(directory().audit({.limit = 3}).value()),
            (Details{"dc2:3", "dc:3", "dc2:2"}));
  const auto page = directory().audit({.paper = "dc", .limit = 2}).value();
  EXPECT_EQ(details_of(page), (Details{"dc:3", "dc:2"}));
  EXPECT_EQ(
      details_of(directory().audit({.paper = "dc", .before = page.back().id, .limit = 9}).value()),
      (Details{"dc:1", "dc:0"}));
  EXPECT_TRUE(directory().audit({.paper = "d", .limit = 9}).value().empty());
}

TEST_F(DirectoryTest, AuditPageReadsOnlyItself) {
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(directory().note(by_, "test", i % 100 == 0 ? "rare" : "dc", std::to_string(i)));
  }
  for (const std::string paper : {"", "dc", "rare"}) {
    const std::size_t before = families_->rows_visited();
    EXPECT_EQ(directory().audit({.paper = paper, .limit = 5}).value().size(), 5u);
    EXPECT_LE(families_->rows_visited() - before, 7u) << paper;
  }
}

TEST_F(DirectoryTest, AuditOfAPaperHasTheEntriesOfAnEarlierProgram) {
  ASSERT_TRUE(directory().note(by_, "test", "dc", "new"));
  ASSERT_TRUE(directory().note(by_, "test", "other", "new"));
  const std::vector<storage::RecordChange> as_before{
      {paper_audit("dc"), directory().audit({.paper = "dc", .limit = 1}).value()[0].id, {}},
      {"upgrades", "audit_by_paper", {}}};
  ASSERT_TRUE(store_.change_records(as_before));
  ASSERT_TRUE(directory().audit({.paper = "dc", .limit = 9}).value().empty());
  reopen();
  EXPECT_EQ(details_of(directory().audit({.paper = "dc", .limit = 9}).value()),
            (std::vector<std::string>{"dc:new"}));
  EXPECT_EQ(directory().audit({.paper = "other", .limit = 9}).value().size(), 1u);
}

TEST_F(DirectoryTest, HoldsNoSecretInTheStore) {
  const std::set<std::string> secrets{
      directory().make_link(by_, "dc", {}).value().secret,
      directory().begin_session(bo_).value().secret, directory().invite(by_, {}).value().secret,
      directory().make_reset(by_, bo_).value().secret,
      directory().make_token(by_, bo_, {"ci", AbilitySet::all()}).value().secret};
  const auto cursor = families_->cursor(storage::Family::kRecords);
  for (cursor->seek(""); cursor->valid(); cursor->next()) {
    for (const std::string& secret : secrets) {
      EXPECT_EQ(cursor->value().find(secret), std::string_view::npos);
      EXPECT_EQ(cursor->key().find(secret), std::string_view::npos);
    }
  }
}

TEST_F(DirectoryTest, SessionsOfAnAccountAreBounded) {
  const Identity first = log_in(bo_);
  for (std::size_t i = 0; i < kSessionsPerAccountMax; ++i) {
    clock_.pass(std::chrono::milliseconds(1));
    ASSERT_TRUE(directory().begin_session(bo_));
  }
  ASSERT_TRUE(directory().found(log_in(bo_), "dc"));
  EXPECT_EQ(role(first), Role::kNone) << "the session longest unused ended";
  EXPECT_EQ(directory().read(
                [](const auto& state) { return state.template rows<LogInSession>().size(); }),
            kSessionsPerAccountMax);
  ASSERT_TRUE(directory().end_sessions(bo_, ""));
  EXPECT_TRUE(directory().read(
      [](const auto& state) { return state.template rows<LogInSession>().empty(); }));
}

TEST_F(DirectoryTest, GrantsAndLinksOfAPaperAreBounded) {
  Grant grant{.paper = "dc", .kind = SubjectKind::kGroup, .role = Role::kReader};
  for (std::size_t i = 0; i < kGrantsPerPaperMax; ++i) {
    grant.subject = directory().make_group(by_, "Group " + std::to_string(i)).value().id;
    ASSERT_TRUE(directory().grant(by_, grant));
  }
  Grant more{.paper = "dc", .subject = bo_, .role = Role::kReader};
  EXPECT_EQ(error_of(directory().grant(by_, more)), Errc::kTooLarge);
  grant.role = Role::kEditor;
  EXPECT_TRUE(directory().grant(by_, grant)) << "one that is there can be changed";
  more.paper = "other";
  EXPECT_TRUE(directory().grant(by_, more));
  for (std::size_t i = 0; i < kLinksPerPaperMax; ++i) {
    ASSERT_TRUE(directory().make_link(by_, "dc", {Role::kReader}));
  }
  EXPECT_EQ(error_of(directory().make_link(by_, "dc", {Role::kReader})), Errc::kTooLarge);
  EXPECT_TRUE(directory().make_link(by_, "other", {Role::kReader}));
}

TEST_F(DirectoryTest, TokensOfAnAccountAreBounded) {
  for (std::size_t i = 0; i < kTokensPerAccountMax; ++i) {
    ASSERT_TRUE(directory().make_token(by_, bo_, {"ci", AbilitySet::all()}));
  }
  EXPECT_EQ(error_of(directory().make_token(by_, bo_, {"ci", AbilitySet::all()})), Errc::kTooLarge);
  EXPECT_TRUE(directory().make_token(by_, cy_, {"ci", AbilitySet::all()}));
}

TEST_F(DirectoryTest, LinksThatOneBrowserOpensAreBoundedAndEndedOnesDoNotCount) {
  const auto first = directory().make_link(by_, "p0", {Role::kReader}).value();
  const auto session = directory().begin_guest("Dee", first.secret).value();
  for (std::size_t i = 1; i < kLinksPerSessionMax; ++i) {
    const auto link = directory().make_link(by_, "p" + std::to_string(i), {Role::kReader}).value();
    ASSERT_TRUE(directory().open_link(session.row.id, link.secret));
  }
  const auto more = directory().make_link(by_, "more", {Role::kReader}).value();
  EXPECT_EQ(error_of(directory().open_link(session.row.id, more.secret)), Errc::kTooLarge);
  ASSERT_TRUE(directory().revoke_link(by_, "p0", first.row.id));
  EXPECT_TRUE(directory().open_link(session.row.id, more.secret));
}

TEST_F(DirectoryTest, InvitationsThatWaitAreBounded) {
  const auto first = directory().invite(by_, {}).value();
  for (std::size_t i = 1; i < kInvitationsMax; ++i) {
    ASSERT_TRUE(directory().invite(by_, {}));
  }
  EXPECT_EQ(error_of(directory().invite(by_, {})), Errc::kTooLarge);
  ASSERT_TRUE(directory().withdraw_invitation(by_, first.row.id));
  EXPECT_TRUE(directory().invite(by_, {}));
}

TEST_F(DirectoryTest, ReadersAndWritersMayComeAtOnce) {
  const Identity bo = log_in(bo_);
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done) {
      const Role seen = role(bo);
      EXPECT_TRUE(seen == Role::kNone || seen == Role::kReader);
    }
  });
  ASSERT_TRUE(directory().found(log_in(ama_), "dc"));
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(directory().grant(by_, {"dc", SubjectKind::kAccount, bo_, Role::kReader}));
    EXPECT_TRUE(directory().revoke(by_, {"dc", SubjectKind::kAccount, bo_}));
  }
  done = true;
  reader.join();
}

TEST_F(DirectoryTest, DamagedRowKeepsTheServerFromStarting) {
  const storage::RecordChange change{"accounts", "x", R"({"id":"x"})"};
  ASSERT_TRUE(store_.change_records({&change, 1}));
  EXPECT_EQ(error_of(Directory::load(store_, clock_)), Errc::kCorrupt);
}

}  // namespace
}  // namespace plenary::server
