// How many rows of each kind a directory takes. The rows are written to its store, as a server that
// has run for years would have them.

#include <sodium.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/access/directory.hpp"
#include "server/access/rows.hpp"
#include "server/limits.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/server/hand_clock.hpp"

namespace plenary::server {
namespace {

class DirectoryLimitsTest : public ::testing::Test {
 protected:
  DirectoryLimitsTest() {
    EXPECT_GE(sodium_init(), 0);
    open();
    ama_ = directory_->set_up(directory_->set_up_secret(), person("ama@example.org")).value().id;
  }

  static NewAccount person(const std::string& email) { return {email, "Somebody", "", "hash"}; }
  static std::string id_of(std::size_t i) { return "row" + std::to_string(i); }

  /// Writes `count` rows, the i-th as `make(i)` returns it, and opens the directory again.
  template <class Make>
  void fill(std::size_t count, Make make) {
    std::vector<storage::RecordChange> changes;
    for (std::size_t i = 0; i < count; ++i) {
      const auto row = make(i);
      changes.push_back({std::string(row.kKind), row.key(), encode_row(row)});
      if (changes.size() == 1'000 || i + 1 == count) {
        ASSERT_TRUE(store_.change_records(changes));
        changes.clear();
      }
    }
    open();
  }
  template <class T>
  static void expect_too_many(const Result<T>& result) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::kTooLarge) << result.error().detail;
  }

  std::unique_ptr<Directory> directory_;
  std::string ama_;
  const Identity by_{.kind = Identity::Kind::kAccount, .name = "a-by"};

 private:
  void open() {
    directory_.reset();
    auto loaded = Directory::load(store_, clock_);
    ASSERT_TRUE(loaded) << loaded.error().detail;
    directory_ = *std::move(loaded);
  }

  storage::KeyValueStore store_{std::make_shared<storage::MemoryFamilies>()};
  testing::HandClock clock_;
};

TEST_F(DirectoryLimitsTest, Groups) {
  fill(kGroupsMax - 1, [](std::size_t i) { return Group{id_of(i), "A group", {}}; });
  EXPECT_TRUE(directory_->make_group(by_, "The last one"));
  expect_too_many(directory_->make_group(by_, "One too many"));
}

/// Whoever is invited to a group that is full gets an account all the same.
TEST_F(DirectoryLimitsTest, MembersOfAGroup) {
  fill(1, [](std::size_t i) {
    Group group{id_of(i), "A full group", {}};
    for (std::size_t member = 0; member < kGroupMembersMax; ++member) {
      group.members.push_back(id_of(member));
    }
    std::sort(group.members.begin(), group.members.end());
    return group;
  });
  expect_too_many(directory_->add_member(by_, id_of(0), ama_));
  const auto invitation = directory_->invite(by_, {{}, false, {id_of(0)}}).value();
  ASSERT_TRUE(directory_->accept_invitation(invitation.secret, person("bo@example.org")));
  EXPECT_EQ(directory_->read([](const auto& state) {
    return state.template find<Group>(id_of(0))->members.size();
  }),
            kGroupMembersMax);
}

TEST_F(DirectoryLimitsTest, Accounts) {
  fill(kAccountsMax - 2, [](std::size_t i) {
    Account account;
    account.id = id_of(i);
    account.email = id_of(i) + "@example.org";
    account.display_name = "Somebody";
    return account;
  });
  const auto last = directory_->invite(by_, {}).value();
  ASSERT_TRUE(directory_->accept_invitation(last.secret, person("last@example.org")));
  const auto more = directory_->invite(by_, {}).value();
  expect_too_many(directory_->accept_invitation(more.secret, person("more@example.org")));
}

/// Somebody with an account gets in however many guests there are.
TEST_F(DirectoryLimitsTest, SessionsOfGuests) {
  fill(kGuestSessionsMax - 1, [](std::size_t i) {
    LogInSession session;
    session.id = id_of(i);
    session.hash = "hash";
    session.guest_id = id_of(i);
    session.guest_name = "A guest";
    return session;
  });
  const auto link = directory_->make_link(by_, "paper", {.role = Role::kReader}).value();
  ASSERT_TRUE(directory_->begin_guest("The last one", link.secret));
  expect_too_many(directory_->begin_guest("One too many", link.secret));
  EXPECT_TRUE(directory_->begin_session(ama_));
}

}  // namespace
}  // namespace plenary::server
