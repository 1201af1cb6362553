#include "server/access/log_in.hpp"

#include <sodium.h>

#include <string>

#include <gtest/gtest.h>

#include "server/access/limit_key.hpp"
#include "server/access/passwords.hpp"
#include "server/access/throttle.hpp"
#include "server/limits.hpp"
#include "storage/key_value_store.hpp"
#include "storage/memory/memory_families.hpp"
#include "tests/support/server/hand_clock.hpp"

namespace plenary::server {
namespace {

using testing::HandClock;

class LogInTest : public ::testing::Test {
 protected:
  LogInTest() {
    EXPECT_GE(sodium_init(), 0);
    directory_ = Directory::load(store_, clock_).value();
    const std::string hash = hash_password("correct horse").value();
    ama_ = directory_->set_up(directory_->set_up_secret(), {"ama@example.org", "Ama", "", hash})
               .value()
               .id;
    log_in_ = std::make_unique<LogIn>(*directory_, clock_);
  }
  Errc attempt(const std::string& email, const std::string& password,
               const std::string& address = "192.0.2.1") {
    const auto session = log_in_->log_in(email, password, {address, {}});
    return session ? Errc::kStopping : session.error().code;
  }
  static constexpr Errc kIn = Errc::kStopping;
  void guess_from_everywhere();

  HandClock clock_;
  storage::KeyValueStore store_{std::make_shared<storage::MemoryFamilies>()};
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<LogIn> log_in_;
  std::string ama_;
};

TEST(Passwords, MatchThemselvesOnly) {
  ASSERT_GE(sodium_init(), 0);
  const std::string hash = hash_password("correct horse").value();
  EXPECT_EQ(hash.substr(0, 10), "$argon2id$");
  EXPECT_NE(hash, hash_password("correct horse").value()) << "each has its own salt";
  EXPECT_TRUE(password_matches(hash, "correct horse"));
  EXPECT_FALSE(password_matches(hash, "correct hors"));
  EXPECT_FALSE(password_matches("", "a password that belongs to nobody"));
  EXPECT_FALSE(password_matches("nonsense", "correct horse"));
}

TEST(Passwords, HaveALeastAndAMostLength) {
  EXPECT_FALSE(hash_password(std::string(kPasswordBytesMin - 1, 'x')));
  EXPECT_TRUE(hash_password(std::string(kPasswordBytesMin, 'x')));
  EXPECT_TRUE(hash_password(std::string(kPasswordBytesMax, 'x')));
  EXPECT_FALSE(hash_password(std::string(kPasswordBytesMax + 1, 'x')));
  EXPECT_FALSE(hash_password("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"));
}

TEST_F(LogInTest, GivesASessionForTheRightPassword) {
  const auto session = log_in_->log_in("AMA@example.org", "correct horse", {"192.0.2.1", {}});
  ASSERT_TRUE(session);
  EXPECT_EQ(directory_->identify_session(session->secret).account, ama_);
}

TEST_F(LogInTest, SaysTheSameOfAWrongPasswordAndOfNoAccount) {
  const auto wrong = log_in_->log_in("ama@example.org", "wrong horse", {"192.0.2.1", {}});
  const auto nobody = log_in_->log_in("nobody@example.org", "wrong horse", {"192.0.2.1", {}});
  ASSERT_FALSE(wrong);
  ASSERT_FALSE(nobody);
  EXPECT_EQ(wrong.error(), nobody.error());
}

TEST_F(LogInTest, SlowsGuessesForOneAccountWhateverTheAddressAndWhetherItExists) {
  const std::string wrong(kPasswordBytesMax + 1, 'x');  // too long to be hashed: a quick test
  for (const std::string email : {"ama@example.org", "nobody@example.org"}) {
    for (int i = 0; i < static_cast<int>(kLogInsPerAccount); ++i) {
      EXPECT_EQ(attempt(i % 2 == 0 ? email : " " + email, wrong, "192.0.2." + std::to_string(i)),
                Errc::kRejected);
    }
    EXPECT_EQ(attempt(email, "correct horse", "198.51.100.1"), Errc::kTooLarge);
  }
  clock_.pass(kLogInRefillPerAccount);
  EXPECT_EQ(attempt("ama@example.org", "correct horse", "198.51.100.1"), kIn);
  EXPECT_EQ(attempt("ama@example.org", "correct horse", "198.51.100.1"), kIn)
      << "what was right costs nothing";
}

/// Uses up what strangers' attempts to log in to Ama's account have.
void LogInTest::guess_from_everywhere() {
  const std::string wrong(kPasswordBytesMax + 1, 'x');
  for (int i = 0; i < static_cast<int>(kLogInsPerAccount); ++i) {
    EXPECT_EQ(attempt("ama@example.org", wrong, "203.0.113." + std::to_string(i)), Errc::kRejected);
  }
  EXPECT_EQ(attempt("ama@example.org", "correct horse", "203.0.113.99"), Errc::kTooLarge);
}

TEST_F(LogInTest, GuessersElsewhereDoNotLockOutWhoWasThereBefore) {
  EXPECT_EQ(attempt("ama@example.org", "correct horse", "192.0.2.7"), kIn);
  guess_from_everywhere();
  EXPECT_EQ(attempt("ama@example.org", "correct horse", "192.0.2.7"), kIn);
  EXPECT_EQ(attempt("ama@example.org", "correct horse", "192.0.2.8"), Errc::kTooLarge);
}

TEST_F(LogInTest, GuessersElsewhereDoNotLockOutABrowserThatIsLoggedIn) {
  guess_from_everywhere();
  EXPECT_TRUE(log_in_->check("ama@example.org", "correct horse", {"203.0.113.99", ama_}));
  EXPECT_FALSE(log_in_->check("ama@example.org", "correct horse", {"203.0.113.99", "other"}));
}

TEST_F(LogInTest, SlowsGuessesFromAKnownPlaceToo) {
  const std::string wrong(kPasswordBytesMax + 1, 'x');
  EXPECT_EQ(attempt("ama@example.org", "correct horse", "192.0.2.7"), kIn);
  for (int i = 0; i < static_cast<int>(kLogInsPerAccount); ++i) {
    EXPECT_EQ(attempt("ama@example.org", wrong, "192.0.2.7"), Errc::kRejected);
  }
  EXPECT_EQ(attempt("ama@example.org", wrong, "192.0.2.7"), Errc::kTooLarge);
  EXPECT_EQ(attempt("ama@example.org", "correct horse", "192.0.2.8"), kIn) << "and no one else";
}

TEST_F(LogInTest, RemembersTheNewestPlacesAcrossARestart) {
  for (std::size_t i = 0; i <= kKnownPlacesMax; ++i) {
    EXPECT_EQ(attempt("ama@example.org", "correct horse", "192.0.2." + std::to_string(i)), kIn);
  }
  const auto again = Directory::load(store_, clock_).value();
  EXPECT_FALSE(again->knows_place(ama_, place_of(ama_, "192.0.2.0")));
  EXPECT_TRUE(again->knows_place(ama_, place_of(ama_, "192.0.2.1")));
  EXPECT_FALSE(again->knows_place("another", place_of(ama_, "192.0.2.1")));
}

TEST_F(LogInTest, TellsTheOwnerOfWrongPasswordsSinceTheLogInBefore) {
  const std::string wrong(kPasswordBytesMax + 1, 'x');
  EXPECT_EQ(attempt("ama@example.org", wrong), Errc::kRejected);
  EXPECT_EQ(attempt("ama@example.org", wrong), Errc::kRejected);
  EXPECT_EQ(directory_->failed_log_ins(ama_), 2);
  ASSERT_TRUE(directory_->sweep());
  EXPECT_EQ(attempt("ama@example.org", wrong), Errc::kRejected);
  EXPECT_EQ(attempt("ama@example.org", "correct horse"), kIn);
  EXPECT_EQ(directory_->failed_log_ins(ama_), 3) << "the owner sees them after logging in";
  EXPECT_EQ(attempt("ama@example.org", "correct horse"), kIn);
  EXPECT_EQ(directory_->failed_log_ins(ama_), 0);
}

TEST_F(LogInTest, SlowsGuessesFromOneAddressWhateverTheAccount) {
  const std::string wrong(kPasswordBytesMax + 1, 'x');
  for (int i = 0; i < static_cast<int>(kLogInsPerAddress); ++i) {
    EXPECT_EQ(attempt("p" + std::to_string(i) + "@example.org", wrong, "203.0.113.1"),
              Errc::kRejected);
  }
  EXPECT_EQ(attempt("more@example.org", wrong, "203.0.113.1"), Errc::kTooLarge);
  EXPECT_EQ(attempt("more@example.org", wrong, "203.0.113.2"), Errc::kRejected);
  clock_.pass(kLogInRefillPerAddress);
  EXPECT_EQ(attempt("more@example.org", wrong, "203.0.113.1"), Errc::kRejected);
}

TEST_F(LogInTest, DisabledAccountsAreAsIfThePasswordWereWrong) {
  const auto invitation = directory_->invite({}, {}).value();
  const std::string hash = hash_password("correct horse").value();
  const Account bo =
      directory_->accept_invitation(invitation.secret, {"bo@example.org", "Bo", "", hash}).value();
  ASSERT_TRUE(directory_->change_account({}, bo.id, {.disabled = true}));
  EXPECT_EQ(attempt("bo@example.org", "correct horse"), Errc::kRejected);
}

TEST(Throttle, RefillsWithTime) {
  HandClock clock;
  Throttle throttle(clock, 2, std::chrono::seconds(10));
  EXPECT_TRUE(throttle.take("a"));
  EXPECT_TRUE(throttle.take("a"));
  EXPECT_FALSE(throttle.take("a"));
  EXPECT_TRUE(throttle.take("b"));
  clock.pass(std::chrono::milliseconds(9'999));
  EXPECT_FALSE(throttle.take("a"));
  clock.pass(std::chrono::milliseconds(1));
  EXPECT_TRUE(throttle.take("a"));
  EXPECT_FALSE(throttle.take("a"));
  clock.pass(std::chrono::hours(1));
  EXPECT_TRUE(throttle.take("a"));
  EXPECT_TRUE(throttle.take("a"));
  EXPECT_FALSE(throttle.take("a")) << "no more than it holds";
  throttle.give_back("a");
  EXPECT_TRUE(throttle.take("a"));
}

TEST(Throttle, RemembersSoManyNamesAndFullOnesNeedNoMemory) {
  HandClock clock;
  Throttle throttle(clock, 2, std::chrono::seconds(10));
  EXPECT_TRUE(throttle.take("a", 2));
  for (std::size_t i = 1; i < kThrottledMax; ++i) {
    EXPECT_TRUE(throttle.take(std::to_string(i)));
  }
  EXPECT_FALSE(throttle.take("a"));
  clock.pass(std::chrono::seconds(19));  // all but "a" are full again
  EXPECT_TRUE(throttle.take("one more", 2));
  EXPECT_FALSE(throttle.take("a", 2)) << "it is remembered";
  for (std::size_t i = 2; i < kThrottledMax; ++i) {
    EXPECT_TRUE(throttle.take(std::to_string(i)));
  }
  EXPECT_TRUE(throttle.take("one more than that"));
  EXPECT_TRUE(throttle.take("one more", 2)) << "all are forgotten: memory is bounded";
}

TEST(Throttle, TakesASubscribersAddressesForOne) {
  EXPECT_EQ(subscriber_part("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(subscriber_part("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(subscriber_part("2001:db8:1:2:3::4"), subscriber_part("2001:db8:1:2::9"));
  EXPECT_NE(subscriber_part("2001:db8:1:2::9"), subscriber_part("2001:db8:1:3::9"));
  EXPECT_EQ(subscriber_part("fe80::1%eth0"), subscriber_part("fe80::2"));
}

}  // namespace
}  // namespace plenary::server
