#include "tests/integration/server/paper.hpp"
#include "tests/support/server/server_fixture.hpp"

namespace plenary::server::testing {
namespace {

class PropertiesTest : public ServerTest {
 protected:
  void SetUp() override { create(kPaper, "json0", "0"); }

  /// Appends a letter to the list in the properties.
  static std::string with_letter(const std::string& properties, char letter) {
    json::Value value = properties.empty() ? json::Value::object() : *json::parse(properties);
    value["letters"] = value.value("letters", std::string()) + letter;
    return json::to_string(value);
  }
};

TEST_F(PropertiesTest, ChangesAtTheSameTimeAreMadeOneAfterTheOtherInTheStoreAsInMemory) {
  const std::string letters = "abcdefghij";
  auto watcher = connect(1);
  EXPECT_FALSE(watcher->ask("{'a':'watch','c':'documents','d':'paper'}", "'a':'watch'").empty());
  std::promise<std::string> last;
  documents_.with(kPaper, [&](DocumentActor& document) {
    for (const char letter : letters) {
      document.change_properties(
          [letter](const std::string& before) { return with_letter(before, letter); },
          [&last, letter](const Result<ContentAt>& at) {
            if (letter == 'j') {
              last.set_value(at ? at->properties : at.error().detail);
            }
          });
    }
  });
  const std::string all = as_json("{'letters':'abcdefghij'}");
  EXPECT_EQ(last.get_future().get(), all);
  EXPECT_EQ(store_.properties(kPaper)->value_or(""), all);
  for (std::size_t told = 1; told <= letters.size(); ++told) {
    EXPECT_EQ(watcher->next(),
              as_json("{'a':'properties','c':'documents','d':'paper','properties':{'letters':'") +
                  letters.substr(0, told) + "\"}}");
  }
}

TEST_F(PropertiesTest, AChangeWaitsForACreateThatBringsItsOwn) {
  std::promise<std::string> changed;
  const DocumentKey fresh{"documents", "fresh"};
  documents_.with(fresh, [&](DocumentActor& document) {
    SubmitRequest request;
    request.submission.kind = Submission::Kind::kCreate;
    request.submission.source = "program";
    request.submission.sequence = {1};
    request.submission.type = "json0";
    request.submission.body = "0";
    request.properties = as_json("{'letters':'a'}");
    request.done = [](const Result<Version>& at) { EXPECT_TRUE(at); };
    document.submit(std::move(request));
    document.change_properties([](const std::string& before) { return with_letter(before, 'b'); },
                               [&changed](const Result<ContentAt>& at) {
                                 changed.set_value(at ? at->properties : at.error().detail);
                               });
  });
  EXPECT_EQ(changed.get_future().get(), as_json("{'letters':'ab'}"));
  EXPECT_EQ(store_.properties(fresh)->value_or(""), as_json("{'letters':'ab'}"));
}

TEST_F(PropertiesTest, AChangeThatTheStoreRefusesLeavesTheRestToFollow) {
  families_->fail_writes({Errc::kIo, "the disk is gone"});
  std::promise<bool> first;
  std::promise<std::string> second;
  documents_.with(kPaper, [&](DocumentActor& document) {
    document.change_properties(
        [](const std::string& before) { return with_letter(before, 'a'); },
        [&first](const Result<ContentAt>& at) { first.set_value(at.has_value()); });
    document.change_properties([](const std::string& before) { return with_letter(before, 'b'); },
                               [&second](const Result<ContentAt>& at) {
                                 second.set_value(at ? at->properties : at.error().detail);
                               });
  });
  EXPECT_FALSE(first.get_future().get());
  EXPECT_EQ(second.get_future().get(), as_json("{'letters':'b'}"));
}

}  // namespace
}  // namespace plenary::server::testing
