// The rights of each role over a socket, and the end of open sockets when rights are taken away.

#include <sodium.h>

#include <chrono>
#include <map>
#include <string>

#include "server/access/directory.hpp"
#include "server/access/throttle.hpp"
#include "server/sessions/founding.hpp"
#include "server/sessions/reading_since.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

const DocumentKey kDcPaper{"documents", "dc"};

class RightsTest : public ServerTest {
 protected:
  RightsTest() {
    EXPECT_GE(sodium_init(), 0);
    directory_ = Directory::load(store_, clock_).value();
    access_ = Access(*directory_);
    directory_->when_rights_are_taken([this] { reading_since_.recheck(); });
    founding_ = std::make_unique<Founding>(documents_, pools_.directory, *directory_);
    services_->founding = founding_.get();
    services_->reading_since = &reading_since_;
    admin_ = directory_->set_up(directory_->set_up_secret(), person("admin")).value().id;
    owner_ = make_account("owner");
    create(kDcPaper, "rich-text", "[{'insert':'secret '}]");
    create({"records", "dc.table"}, "json0", "{'n':1}");
    EXPECT_TRUE(directory_->found(log_in(owner_), "dc"));
  }
  ~RightsTest() override { pools_.stop(); }  // it may still use what goes now

  static NewAccount person(const std::string& name) {
    return {name + "@example.org", name, "", "hash"};
  }
  std::string make_account(const std::string& name) {
    const auto invitation = directory_->invite(by_, {}).value();
    return directory_->accept_invitation(invitation.secret, person(name)).value().id;
  }
  Identity log_in(const std::string& account) {
    return directory_->identify_session(directory_->begin_session(account).value().secret);
  }
  /// Somebody with that role in the paper.
  Identity somebody(Role role, bool history = false) {
    if (role == Role::kOwner) {
      return log_in(owner_);
    }
    const std::string id = make_account("person" + std::to_string(++people_));
    if (role != Role::kNone) {
      EXPECT_TRUE(directory_->grant(by_, {"dc", SubjectKind::kAccount, id, role, history}));
    }
    return log_in(id);
  }

  /// The answer. A presence value that is allowed has none.
  std::string answer_to(Client& client, const std::string& request) {
    client.say(request);
    const bool is_presence = request.starts_with("{'a':'p");
    std::string answer;
    const auto collect = [&] {
      answer.clear();
      for (const std::string& payload : client.peer().payloads()) {
        answer += payload.find("\"init\"") == std::string::npos ? payload : "";
      }
      return is_presence || !answer.empty();
    };
    wait_until(collect);
    return answer;
  }

  ReadingSince reading_since_{access_};
  std::unique_ptr<Directory> directory_;
  std::unique_ptr<Founding> founding_;
  const Identity by_{.kind = Identity::Kind::kAccount, .name = "a-by"};
  std::string admin_;
  std::string owner_;
  int people_{0};
};

/// @ in a request stands for the role's number.
std::string filled_in(std::string request, std::size_t role) {
  const std::size_t at = request.find('@');
  return at == std::string::npos ? request : request.replace(at, 1, std::to_string(role));
}

/// A request of each kind, and the roles that may make it: none, reader, commenter, suggester,
/// editor, owner. The deletion comes last.
struct Line {
  const char* request;
  const char* roles;
};

constexpr Line kLines[] = {
    {"{'a':'f','c':'documents','d':'dc'}", "-RCSEO"},
    {"{'a':'s','c':'documents','d':'dc'}", "-RCSEO"},
    {"{'a':'f','c':'records','d':'dc.table'}", "-RCSEO"},
    {"{'a':'bf','c':'documents','b':['dc']}", "-RCSEO"},
    {"{'a':'bs','c':'documents','b':['dc']}", "-RCSEO"},
    {"{'a':'watch','c':'documents','d':'dc'}", "-RCSEO"},
    {"{'a':'f','c':'documents','d':'dc','v':0}", "----EO"},
    {"{'a':'s','c':'documents','d':'dc','v':0}", "----EO"},
    {"{'a':'bf','c':'documents','b':{'dc':0}}", "----EO"},
    {"{'a':'bs','c':'documents','b':{'dc':0}}", "----EO"},
    {"{'a':'nf','id':1,'c':'documents','d':'dc','v':1}", "----EO"},
    {"{'a':'nf','id':1,'c':'documents','d':'dc','v':null}", "----EO"},
    {"{'a':'nt','id':1,'c':'documents','d':'dc','ts':99999999999999}", "----EO"},
    {"{'a':'op','c':'documents','d':'dc','v':1,'seq':1,'op':[{'insert':'x'}]}", "----EO"},
    {"{'a':'op','c':'records','d':'dc.table','v':1,'seq':1,'op':[{'p':['n'],'na':1}]}", "----EO"},
    {"{'a':'op','c':'records','d':'dc.more@','v':null,'seq':1,'create':{'type':'json0','data':{}}}",
     "----EO"},
    {"{'a':'ps','ch':'documents.dc','seq':1}", "-RCSEO"},
    {"{'a':'pr','ch':'documents.dc','seq':1}", "-RCSEO"},
    {"{'a':'p','ch':'documents.dc','id':'i','p':{'index':0},'pv':1}", "--CSEO"},
    {"{'a':'p','ch':'documents.dc','id':'i','p':{'index':0,'length':0},'pv':1,'c':'documents',"
     "'d':'dc','v':1,'t':'rich-text'}",
     "--CSEO"},
    {"{'a':'ps','ch':'documents.other','seq':1}", "------"},
    {"{'a':'ps','ch':'anything','seq':1}", "------"},
    {"{'a':'p','ch':'documents.dc','id':'i','p':{'index':0,'length':0},'pv':1,'c':'documents',"
     "'d':'other','v':1,'t':'rich-text'}",
     "------"},
    {"{'a':'f','c':'documents','d':'other'}", "------"},
    {"{'a':'f','c':'examples','d':'dc'}", "------"},
    {"{'a':'f','c':'plenary/threads','d':'dc'}", "------"},
    {"{'a':'op','c':'plenary/threads','d':'dc','v':null,'seq':1,'create':{'type':'json0'}}",
     "------"},
    {"{'a':'op','c':'documents','d':'dc','v':1,'seq':1,'del':true}", "-----O"},
};

TEST_F(RightsTest, EachRoleMayMakeItsRequestsAndNoOther) {
  create({"documents", "other"}, "rich-text", "[{'insert':'secret'}]");
  const std::string elsewhere = make_account("elsewhere");
  ASSERT_TRUE(directory_->transfer(by_, "other", elsewhere));
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    for (const Line& line : kLines) {
      const Identity who = somebody(static_cast<Role>(role));
      auto client = connect(role % 2, who);
      const std::string answer = answer_to(*client, filled_in(line.request, role));
      const bool refused = answer.find("\"error\"") != std::string::npos;
      EXPECT_EQ(refused, line.roles[role] == '-')
          << name_of(static_cast<Role>(role)) << ": " << line.request << "\n"
          << answer;
      if (refused) {
        EXPECT_EQ(answer.find("secret"), std::string::npos) << line.request;
      }
    }
  }
}

TEST_F(RightsTest, NobodyGetsNothingNotEvenAClientId) {
  auto nobody = connect(0, Identity{});
  EXPECT_NE(
      nobody->ask("{'a':'f','c':'documents','d':'dc'}", "error").find("ERR_SNAPSHOT_READ_SILENT"),
      std::string::npos);
  EXPECT_NE(nobody->ask("{'a':'hs','id':'abc'}", "error").find("error"), std::string::npos);
}

TEST_F(RightsTest, ClientIdOfAnotherIsRefused) {
  auto one = connect(0, somebody(Role::kEditor));
  static_cast<void>(one->ask("{'a':'hs','id':'mine'}", "mine"));
  auto other = connect(0, somebody(Role::kEditor));
  EXPECT_NE(other->ask("{'a':'hs','id':'mine'}", "error").find("error"), std::string::npos);
  EXPECT_NE(other
                ->ask("{'a':'op','c':'documents','d':'dc','v':1,'src':'mine','seq':1,"
                      "'op':[{'insert':'x'}]}",
                      "error")
                .find("ERR_OP_SUBMIT_REJECTED"),
            std::string::npos);
}

TEST_F(RightsTest, OperationsCarryTheAuthorsNameThatNeverChanges) {
  const Identity who = somebody(Role::kEditor);
  auto editor = connect(0, who);
  static_cast<void>(editor->ask(
      "{'a':'op','c':'documents','d':'dc','v':1,'seq':1,'op':[{'insert':'x'}]}", "'seq'"));
  EXPECT_EQ(stored_ops(kDcPaper).back().author, who.name);
  EXPECT_EQ(who.name.substr(0, 2), "a-");
}

TEST_F(RightsTest, ReaderWithHistoryReadsIt) {
  auto reader = connect(0, somebody(Role::kReader, true));
  EXPECT_NE(reader->ask("{'a':'f','c':'documents','d':'dc','v':0}", "create").find("secret"),
            std::string::npos);
}

TEST_F(RightsTest, ReaderWhoseLineBrokeGetsWhatItMissedAndNothingFromBefore) {
  auto editor = connect(1, somebody(Role::kEditor));
  const auto type = [&](int version) {
    const std::string v = std::to_string(version);
    static_cast<void>(editor->ask("{'a':'op','c':'documents','d':'dc','v':" + v + ",'seq':" + v +
                                      ",'op':[{'insert':'op" + v + "'}]}",
                                  "'seq':" + v));
  };
  type(1);
  const Identity who = somebody(Role::kReader);
  auto reader = connect(0, who);
  static_cast<void>(reader->ask("{'a':'hs','id':'reader'}", "reader"));
  static_cast<void>(reader->ask("{'a':'s','c':'documents','d':'dc'}", "'v':2"));
  reader->hang_up();
  type(2);
  type(3);
  auto again = connect(1, who);
  static_cast<void>(again->ask("{'a':'hs','id':'reader'}", "reader"));
  EXPECT_NE(again->ask("{'a':'s','c':'documents','d':'dc','v':1}", "'a':'s'").find("error"),
            std::string::npos)
      << "it was given version 2";
  EXPECT_NE(again->ask("{'a':'s','c':'documents','d':'dc','v':2}", "op2").find("op2"),
            std::string::npos);
  static_cast<void>(again->next_with("op3"));
  EXPECT_EQ(again->next_with("'a':'s'").find("error"), std::string::npos);
  type(4);
  static_cast<void>(again->next_with("op4"));
  auto fresh = connect(0, who);
  EXPECT_NE(fresh->ask("{'a':'s','c':'documents','d':'dc','v':2}", "'a':'s'").find("error"),
            std::string::npos)
      << "another client was given nothing yet";
  EXPECT_EQ(fresh->ask("{'a':'s','c':'documents','d':'dc','v':5}", "'a':'s'").find("error"),
            std::string::npos)
      << "the head is no history";
}

TEST_F(RightsTest, ReaderWhoLostTheRightMeanwhileGetsNothingOfWhatWasWrittenWithoutIt) {
  auto editor = connect(1, somebody(Role::kEditor));
  const auto type = [&](int version) {
    const std::string v = std::to_string(version);
    static_cast<void>(editor->ask("{'a':'op','c':'documents','d':'dc','v':" + v + ",'seq':" + v +
                                      ",'op':[{'insert':'op" + v + "'}]}",
                                  "'seq':" + v));
  };
  const Identity who = somebody(Role::kReader);
  const Grant grant{"dc", SubjectKind::kAccount, who.account, Role::kReader, false};
  auto reader = connect(0, who);
  static_cast<void>(reader->ask("{'a':'hs','id':'reader'}", "reader"));
  static_cast<void>(reader->ask("{'a':'s','c':'documents','d':'dc'}", "'v':1"));
  reader->hang_up();  // the socket is gone when the right goes
  ASSERT_TRUE(directory_->revoke(by_, grant));
  type(1);
  ASSERT_TRUE(directory_->grant(by_, grant));
  type(2);
  for (const char* request :
       {"{'a':'s','c':'documents','d':'dc','v':1}", "{'a':'f','c':'documents','d':'dc','v':1}",
        "{'a':'bs','c':'documents','b':{'dc':1}}", "{'a':'bf','c':'documents','b':{'dc':1}}",
        "{'a':'nf','id':1,'c':'documents','d':'dc','v':2}",
        "{'a':'nt','id':1,'c':'documents','d':'dc','ts':99999999999999}"}) {
    auto again = connect(0, who);
    static_cast<void>(again->ask("{'a':'hs','id':'reader'}", "reader"));
    EXPECT_FALSE(again->ask(request, "'error'").empty()) << request;
    for (const std::string& payload : again->peer().payloads()) {
      EXPECT_EQ(payload.find("op1"), std::string::npos) << request;
    }
  }
  // From now on it is a reader as any other.
  auto again = connect(0, who);
  static_cast<void>(again->ask("{'a':'hs','id':'reader'}", "reader"));
  static_cast<void>(again->ask("{'a':'s','c':'documents','d':'dc'}", "'v':3"));
  again->hang_up();
  type(3);
  auto back = connect(0, who);
  static_cast<void>(back->ask("{'a':'hs','id':'reader'}", "reader"));
  EXPECT_NE(back->ask("{'a':'s','c':'documents','d':'dc','v':3}", "op3").find("op3"),
            std::string::npos);
}

TEST_F(RightsTest, BulkUnsubscribeThatIsRefusedForgetsNothing) {
  const Identity who = somebody(Role::kReader);
  auto reader = connect(0, who);
  auto editor = connect(1, somebody(Role::kEditor));
  static_cast<void>(reader->ask("{'a':'s','c':'documents','d':'dc'}", "'v':1"));
  const std::string long_name(kNameBytesMax + 1, 'n');
  static_cast<void>(
      reader->ask("{'a':'bu','c':'documents','b':['dc','" + long_name + "']}", "ERR_LIMIT"));
  ASSERT_TRUE(directory_->revoke(by_, {"dc", SubjectKind::kAccount, who.account, Role::kReader}));
  reader->recheck();
  EXPECT_EQ(reader->peer().closed(), CloseReason::kRightsChanged);
  static_cast<void>(editor->ask(
      "{'a':'op','c':'documents','d':'dc','v':1,'seq':1,'op':[{'insert':'later'}]}", "'seq'"));
  for (const std::string& payload : reader->peer().payloads()) {
    EXPECT_EQ(payload.find("later"), std::string::npos);
  }
}

TEST_F(RightsTest, BulkSubscribeRemembersNothingThatMayNotBeRead) {
  auto reader = connect(0, somebody(Role::kReader));
  static_cast<void>(reader->ask("{'a':'bs','c':'documents','b':['dc','other']}", "'bs'"));
  reader->recheck();
  EXPECT_EQ(reader->peer().closed(), std::nullopt) << "it keeps what it was given";
}

TEST_F(RightsTest, WhatIsTakenAwayEndsAtOnceInOpenSockets) {
  const auto link = directory_->make_link(by_, "dc", {Role::kCommenter}).value();
  const auto session = directory_->begin_guest("Dee", link.secret).value();
  auto guest = connect(0, directory_->identify_session(session.secret));
  auto editor = connect(1, somebody(Role::kEditor));
  static_cast<void>(guest->ask("{'a':'s','c':'documents','d':'dc'}", "secret"));
  static_cast<void>(guest->ask("{'a':'ps','ch':'documents.dc','seq':1}", "'ps'"));
  guest->recheck();
  EXPECT_EQ(guest->peer().closed(), std::nullopt) << "nothing has changed";
  ASSERT_TRUE(directory_->revoke_link(by_, "dc", link.row.id));
  guest->recheck();
  EXPECT_EQ(guest->peer().closed(), CloseReason::kRightsChanged);
  static_cast<void>(editor->ask(
      "{'a':'op','c':'documents','d':'dc','v':1,'seq':1,'op':[{'insert':'later'}]}", "'seq'"));
  for (const std::string& payload : guest->peer().payloads()) {
    EXPECT_EQ(payload.find("later"), std::string::npos);
  }
  auto back = connect(0, directory_->identify_session(session.secret));
  EXPECT_NE(back->ask("{'a':'s','c':'documents','d':'dc'}", "'a':'s'").find("error"),
            std::string::npos);
}

TEST_F(RightsTest, WhoMayNoLongerBeSeenIsNotSeen) {
  const Identity who = somebody(Role::kCommenter);
  auto commenter = connect(0, who);
  commenter->say("{'a':'p','ch':'documents.dc','id':'i','p':{'index':0},'pv':1}");
  ASSERT_TRUE(directory_->grant(by_, {"dc", SubjectKind::kAccount, who.account, Role::kReader}));
  commenter->recheck();
  EXPECT_EQ(commenter->peer().closed(), CloseReason::kRightsChanged);
}

TEST_F(RightsTest, NamesInPresenceAreThoseOfTheIdentities) {
  const auto link = directory_->make_link(by_, "dc", {Role::kCommenter}).value();
  const auto session = directory_->begin_guest("Dee", link.secret).value();
  auto guest = connect(0, directory_->identify_session(session.secret));
  auto owner = connect(1, log_in(owner_));
  static_cast<void>(owner->ask("{'a':'ps','ch':'documents.dc','seq':1}", "'ps'"));
  const std::string as_owner = "'p':{'index':3,'name':'owner','guest':false}";
  EXPECT_FALSE(guest->ask("{'a':'p','ch':'documents.dc','id':'i'," + as_owner + ",'pv':1}", "'src'")
                   .empty());
  EXPECT_FALSE(owner->next_with("'p':{'guest':true,'index':3,'name':'Dee'}").empty());
  EXPECT_FALSE(owner
                   ->ask("{'a':'p','ch':'documents.dc','id':'o','p':{'name':'Dee','guest':true},"
                         "'pv':1}",
                         "'p':{'name':'owner'}")
                   .empty());
}

TEST_F(RightsTest, IdThatHttpRefusesIsNotMadeOverASocket) {
  auto client = connect(0, log_in(make_account("maker")));
  for (const char* id : {"a b", "..", "ä", "a/b"}) {
    const std::string answer =
        client->ask("{'a':'op','c':'documents','d':'" + std::string(id) +
                        "','v':null,'seq':1,'create':{'type':'rich-text','data':[]}}",
                    "'a':'op'");
    EXPECT_NE(answer.find("error"), std::string::npos) << id;
  }
}

TEST_F(RightsTest, HandshakesOfOneSocketAreCounted) {
  auto client = connect(0, somebody(Role::kReader));
  for (int i = 0; i < kHandshakesPerSocket; ++i) {
    EXPECT_EQ(client->ask("{'a':'hs','id':'mine" + std::to_string(i) + "'}", "'hs'").find("error"),
              std::string::npos);
  }
  EXPECT_NE(client->ask("{'a':'hs','id':'more'}", "'hs'").find("ERR_LIMIT_EXCEEDED"),
            std::string::npos);
}

TEST_F(RightsTest, DocumentsThatOnePersonCreatesAreCountedOverAllTheirSockets) {
  Throttle creations(clock_, 3, std::chrono::hours(1));
  services_->creations = &creations;
  const Identity maker = log_in(make_account("maker"));
  auto one = connect(0, maker);
  auto other = connect(1, maker);
  const auto creating = [](Client& client, const std::string& id) {
    return client.ask("{'a':'op','c':'documents','d':'" + id +
                          "','v':null,'seq':1,'create':{'type':'rich-text','data':[]}}",
                      "'a':'op'");
  };
  EXPECT_EQ(creating(*one, "n1").find("error"), std::string::npos);
  EXPECT_EQ(creating(*other, "n2").find("error"), std::string::npos);
  EXPECT_EQ(creating(*one, "n3").find("error"), std::string::npos);
  EXPECT_NE(creating(*other, "n4").find("ERR_LIMIT_EXCEEDED"), std::string::npos);
  EXPECT_EQ(stored_head({"documents", "n4"}), 0u);
  auto third = connect(0, log_in(make_account("elsebody")));
  EXPECT_EQ(creating(*third, "n5").find("error"), std::string::npos) << "others are not held up";
  for (Client* client : {one.get(), other.get(), third.get()}) {
    client->hang_up();
  }
  services_->creations = nullptr;
}

TEST_F(RightsTest, SocketThatSendsTooMuchIsReadNoFurtherForAWhile) {
  auto client = connect(0, somebody(Role::kReader));
  EXPECT_FALSE(client->is_ahead());
  for (int i = 0; i < 2 * kSocketWorkMax && !client->is_ahead(); ++i) {
    client->say("{'a':'pp'}");
  }
  EXPECT_TRUE(client->is_ahead());
  wait_until([&client] { return !client->is_ahead(); });
}

TEST_F(RightsTest, KeysThatJavaScriptLosesAreRefused) {
  auto editor = connect(0, somebody(Role::kEditor));
  for (const char* op :
       {"[{'insert':{'__proto__':{'x':1}}}]", "[{'insert':{'constructor':1}}]",
        "[{'insert':{'image':{'__proto__':1}}}]", "[{'insert':'x','attributes':{'__proto__':1}}]",
        "[{'retain':1,'attributes':{'toString':null}}]",
        "[{'insert':'x','attributes':{'\\u005f_proto__':1}}]"}) {
    EXPECT_NE(
        editor
            ->ask("{'a':'op','c':'documents','d':'dc','v':1,'seq':1,'op':" + std::string(op) + "}",
                  "'a':'op'")
            .find("ERR_OT_OP_BADLY_FORMED"),
        std::string::npos)
        << op;
  }
  EXPECT_NE(editor
                ->ask("{'a':'op','c':'records','d':'dc.table','v':1,'seq':1,"
                      "'op':[{'p':['k'],'oi':{'deep':[{'__proto__':1}]}}]}",
                      "'a':'op'")
                .find("error"),
            std::string::npos);
  EXPECT_NE(editor->ask("{'a':'p','ch':'documents.dc','id':'i','p':{'__proto__':{}},'pv':1}", "'a'")
                .find("error"),
            std::string::npos);
}

TEST_F(RightsTest, WhoMakesAPaperOwnsItFromItsFirstOperation) {
  const std::string account = make_account("founder");
  const Identity founder = log_in(account);
  auto client = connect(0, founder);
  EXPECT_EQ(client
                ->ask("{'a':'op','c':'documents','d':'new','v':null,'seq':1,"
                      "'create':{'type':'rich-text','data':[]}}",
                      "'a':'op'")
                .find("error"),
            std::string::npos);
  EXPECT_EQ(directory_->standing(founder, "new").role, Role::kOwner);
  EXPECT_EQ(client
                ->ask("{'a':'op','c':'documents','d':'new','v':1,'seq':2,'op':[{'insert':'x'}]}",
                      "'a':'op'")
                .find("error"),
            std::string::npos);
}

TEST_F(RightsTest, PaperFromBeforeThereWereOwnersIsNotTakenByCreatingIt) {
  create({"documents", "old"}, "rich-text", "[{'insert':'secret'}]");
  const Identity who = log_in(make_account("taker"));
  auto client = connect(0, who);
  EXPECT_NE(client
                ->ask("{'a':'op','c':'documents','d':'old','v':null,'seq':1,"
                      "'create':{'type':'rich-text','data':[]}}",
                      "'a':'op'")
                .find("ERR_OP_SUBMIT_REJECTED"),
            std::string::npos);
  EXPECT_EQ(directory_->standing(who, "old").role, Role::kNone);
  EXPECT_EQ(directory_->standing(log_in(admin_), "old").role, Role::kOwner)
      << "it is the administrators'";
}

TEST_F(RightsTest, TokenThatMayOnlyEditGetsNoHistoryByAnAcknowledgement) {
  const auto token =
      directory_->make_token(by_, owner_, {"edits", {Ability::kEditDocument}}).value();
  auto program = connect(0, directory_->identify_token(token.secret));
  const std::string answer =
      program->ask("{'a':'op','c':'documents','d':'dc','v':0,'seq':1,'op':[]}", "'a':'op'");
  EXPECT_NE(answer.find("ERR_OP_SUBMIT_REJECTED"), std::string::npos);
}

}  // namespace
}  // namespace plenary::server::testing
