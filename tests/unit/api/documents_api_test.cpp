#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/api/service_fixture.hpp"

namespace plenary::server {
namespace {

using testing::header_of;
using testing::json_of;
using testing::kDocuments;

class DocumentsApiTest : public testing::ServiceTest {
 protected:
  HttpResponse create(const std::string& body) { return ask("POST", kDocuments, body); }
  std::string text_of(const std::string& id, const std::string& more = {}) {
    return *get(kDocuments + "/" + id + "/content?format=text" + more).body;
  }
  /// The ids of a page, in order.
  std::vector<std::string> ids_of(const json::Value& page) {
    std::vector<std::string> ids;
    for (const json::Value& document : page["documents"]) {
      ids.push_back(document["id"].get<std::string>());
    }
    return ids;
  }
  std::vector<std::string> listed(const std::string& query = {}) {
    return ids_of(json_of(get(kDocuments + query)));
  }
};

using Ids = std::vector<std::string>;

/// The status of a problem and its code, "404 not_found".
std::string problem(const HttpResponse& response) {
  EXPECT_EQ(header_of(response, "content-type"), "application/problem+json");
  const json::Value body = json_of(response);
  EXPECT_EQ(body["status"], response.status);
  EXPECT_EQ(body["type"], "about:blank");
  EXPECT_FALSE(body["title"].get<std::string>().empty());
  EXPECT_FALSE(body["detail"].get<std::string>().empty());
  return std::to_string(response.status) + " " + body["code"].get<std::string>();
}

TEST_F(DocumentsApiTest, ANewPaperHasAnAddressAndAVersion) {
  const HttpResponse made = create(
      R"({"id":"dc-paper","title":"DC paper","content":{"format":"markdown","data":"# Aims\n"}})");
  EXPECT_EQ(made.status, 201u);
  EXPECT_EQ(header_of(made, "location"), kDocuments + "/dc-paper");
  EXPECT_EQ(*made.body,
            R"({"id":"dc-paper","title":"DC paper","type":"rich-text","version":1,)"
            R"("created_at":"2026-11-22T10:00:00.000Z","updated_at":"2026-11-22T10:00:00.000Z",)"
            R"("address":"/d/dc-paper","people":[],"template":false,"about":"",)"
            R"("frozen":false,"from_template":null,"words_max":null,"pages_max":null})");
  EXPECT_EQ(*get(kDocuments + "/dc-paper").body, *made.body);
  EXPECT_EQ(text_of("dc-paper"), "Aims\n");
}

TEST_F(DocumentsApiTest, WithoutAnIdTheServerMakesOne) {
  const json::Value made = json_of(create("{}"));
  EXPECT_TRUE(made["id"].get<std::string>().starts_with("made-"));
  EXPECT_EQ(made["title"], "Untitled");
  EXPECT_EQ(text_of(made["id"].get<std::string>()), "\n");
}

TEST_F(DocumentsApiTest, AnIdThatIsTakenIsAConflict) {
  make_paper("dc-paper", "First", "First");
  EXPECT_EQ(problem(create(R"({"id":"dc-paper","title":"Second"})")), "409 conflict");
  EXPECT_EQ(text_of("dc-paper"), "First\n");
  EXPECT_EQ(json_of(get(kDocuments + "/dc-paper"))["title"], "First");
}

TEST_F(DocumentsApiTest, AJsonDocumentComesBackAsItWas) {
  const HttpResponse made = create(
      R"({"id":"table","type":"json0","content":{"format":"json","data":{"rows":[1,"ä"]}}})");
  EXPECT_EQ(made.status, 201u);
  EXPECT_EQ(json_of(made)["type"], "json0");
  const HttpResponse content = get(kDocuments + "/table/content");
  EXPECT_EQ(*content.body, R"({"rows":[1,"ä"]})");
  EXPECT_EQ(header_of(content, "content-type"), "application/json");
  EXPECT_EQ(problem(get(kDocuments + "/table/content?format=html")), "400 invalid_request");
}

TEST_F(DocumentsApiTest, BodiesThatAreWrongAreRefusedAndChangeNothing) {
  EXPECT_EQ(problem(create("nonsense")), "400 invalid_request");
  EXPECT_EQ(problem(create(R"({"id":"a b"})")), "400 invalid_request");
  EXPECT_EQ(problem(create(R"({"content":{"format":"delta","data":[{"delete":1}]}})")),
            "400 invalid_request");
  EXPECT_EQ(problem(ask("POST", kDocuments)), "400 invalid_request");
  EXPECT_EQ(problem(ask("POST", kDocuments, "title=x",
                        {{"content-type", "application/x-www-form-urlencoded"}})),
            "415 unsupported_media_type");
  EXPECT_EQ(problem(ask("PATCH", kDocuments + "/x", "{}", {{"content-type", "text/plain"}})),
            "415 unsupported_media_type");
  EXPECT_EQ(listed(), Ids{});
}

TEST_F(DocumentsApiTest, ContentBeyondTheLimitOfADocumentIsTooLarge) {
  config_.limits.document_units_max = 100;  // read by the actor when it starts
  const auto body = [](std::size_t letters) {
    return R"({"content":{"format":"text","data":")" + std::string(letters, 'x') + "\"}}";
  };
  EXPECT_EQ(create(body(99)).status, 201u);  // and the line's end
  EXPECT_EQ(problem(create(body(100))), "413 too_large");
}

TEST_F(DocumentsApiTest, WhatDoesNotExistIsNotFound) {
  for (const char* id : {"none", "a b", "..", "ä"}) {
    const std::string address = kDocuments + "/" + id;
    EXPECT_EQ(problem(get(address)), "404 not_found") << id;
    EXPECT_EQ(problem(get(address + "/content")), "404 not_found") << id;
    EXPECT_EQ(problem(ask("PATCH", address, R"({"title":"x"})")), "404 not_found") << id;
    EXPECT_EQ(problem(ask("DELETE", address)), "404 not_found") << id;
  }
}

TEST_F(DocumentsApiTest, ANewTitleIsShownAndTheTextStays) {
  make_paper("dc-paper", "Old");
  const HttpResponse renamed = ask("PATCH", kDocuments + "/dc-paper", R"({"title":"  New "})");
  EXPECT_EQ(renamed.status, 200u);
  EXPECT_EQ(json_of(renamed)["title"], "New");
  EXPECT_EQ(json_of(renamed)["version"], 1);
  EXPECT_EQ(json_of(renamed)["created_at"], "2026-11-22T10:00:00.000Z");
  EXPECT_EQ(json_of(get(kDocuments + "/dc-paper"))["title"], "New");
  EXPECT_EQ(text_of("dc-paper"), "Hello\n");
  EXPECT_EQ(problem(ask("PATCH", kDocuments + "/dc-paper", R"({"title":"a","id":"b"})")),
            "400 invalid_request");
  EXPECT_EQ(problem(ask("PATCH", kDocuments + "/dc-paper",
                        R"({"title":")" + std::string(301, 'x') + "\"}")),
            "400 invalid_request");
}

TEST_F(DocumentsApiTest, ADeletedPaperIsGoneAndItsHistoryStays) {
  make_paper("dc-paper");
  EXPECT_EQ(ask("DELETE", kDocuments + "/dc-paper").status, 204u);
  EXPECT_EQ(problem(get(kDocuments + "/dc-paper")), "404 not_found");
  EXPECT_EQ(problem(get(kDocuments + "/dc-paper/content")), "404 not_found");
  EXPECT_EQ(problem(ask("DELETE", kDocuments + "/dc-paper")), "404 not_found");
  EXPECT_EQ(listed(), Ids{});
  EXPECT_EQ(text_of("dc-paper", "&version=1"), "Hello\n");
}

TEST_F(DocumentsApiTest, ADeletedPaperCanBeMadeAgain) {
  make_paper("dc-paper", "First");
  EXPECT_EQ(ask("DELETE", kDocuments + "/dc-paper").status, 204u);
  make_paper("dc-paper", "Second", "Again");
  const json::Value again = json_of(get(kDocuments + "/dc-paper"));
  EXPECT_EQ(again["title"], "Second");
  EXPECT_EQ(again["version"], 3);
  EXPECT_EQ(listed(), Ids{"dc-paper"});
}

TEST_F(DocumentsApiTest, EveryVersionCanBeRead) {
  make_paper("dc-paper");
  edit("dc-paper", R"([{"retain":5},{"insert":"!"}])");
  EXPECT_EQ(text_of("dc-paper"), "Hello!\n");
  EXPECT_EQ(text_of("dc-paper", "&version=2"), "Hello!\n");
  EXPECT_EQ(text_of("dc-paper", "&version=1"), "Hello\n");
  EXPECT_EQ(problem(get(kDocuments + "/dc-paper/content?version=0")), "404 not_found");
  EXPECT_EQ(problem(get(kDocuments + "/dc-paper/content?version=3")), "404 not_found");
  for (const char* wrong : {"", "-1", "1x", "x", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(problem(get(kDocuments + "/dc-paper/content?version=" + wrong)),
              "400 invalid_request");
  }
}

TEST_F(DocumentsApiTest, ContentSaysItsVersionAndType) {
  make_paper("dc-paper");
  const auto type = [this](const std::string& format) {
    const HttpResponse content = get(kDocuments + "/dc-paper/content?format=" + format);
    EXPECT_EQ(header_of(content, "plenary-version"), "1");
    return header_of(content, "content-type");
  };
  EXPECT_EQ(type("markdown"), "text/markdown; charset=utf-8");
  EXPECT_EQ(type("html"), "text/html; charset=utf-8");
  EXPECT_EQ(type("text"), "text/plain; charset=utf-8");
  EXPECT_EQ(type("delta"), "application/json");
  EXPECT_EQ(*get(kDocuments + "/dc-paper/content?format=delta").body,
            R"({"ops":[{"insert":"Hello\n"}]})");
  EXPECT_EQ(problem(get(kDocuments + "/dc-paper/content?format=pdf")), "400 invalid_request");
}

TEST_F(DocumentsApiTest, HtmlOfADocumentRunsNothing) {
  make_paper("dc-paper", "<b>T</b>", "<script>alert(1)</script>");
  const HttpResponse page = get(kDocuments + "/dc-paper/content?format=html");
  EXPECT_EQ(page.body->find("<script"), std::string::npos);
  EXPECT_EQ(page.body->find("<b>"), std::string::npos);
  EXPECT_NE(header_of(page, "content-security-policy")
                .find("default-src 'none'; img-src 'self' data:; sandbox"),
            std::string::npos);
}

TEST_F(DocumentsApiTest, UnchangedContentIsNotSentAgain) {
  make_paper("dc-paper");
  const std::string address = kDocuments + "/dc-paper/content?format=markdown";
  const std::string etag = header_of(get(address), "etag");
  const HttpResponse again = get(address, {{"if-none-match", etag}});
  EXPECT_EQ(again.status, 304u);
  EXPECT_TRUE(again.body->empty());
  EXPECT_NE(header_of(get(kDocuments + "/dc-paper/content?format=text"), "etag"), etag);
  edit("dc-paper", R"([{"insert":"x"}])");
  EXPECT_EQ(get(address, {{"if-none-match", etag}}).status, 200u);
}

TEST_F(DocumentsApiTest, AnUnchangedDocumentIsNotSentAgain) {
  make_paper("dc-paper");
  const std::string etag = header_of(get(kDocuments + "/dc-paper"), "etag");
  EXPECT_EQ(get(kDocuments + "/dc-paper", {{"if-none-match", etag}}).status, 304u);
  enter("dc-paper", "Ama");
  EXPECT_EQ(get(kDocuments + "/dc-paper", {{"if-none-match", etag}}).status, 200u);
}

TEST_F(DocumentsApiTest, ThoseWhoAreInADocumentAreNamed) {
  make_paper("dc-paper");
  make_paper("other");
  enter("dc-paper", "Li");
  enter("dc-paper", "Ama");
  EXPECT_EQ(json_of(get(kDocuments + "/dc-paper"))["people"], (Ids{"Ama", "Li"}));
  const json::Value page = json_of(get(kDocuments));
  for (const json::Value& document : page["documents"]) {
    EXPECT_EQ(document["people"], document["id"] == "dc-paper" ? (Ids{"Ama", "Li"}) : Ids{});
  }
}

TEST_F(DocumentsApiTest, TheListHasTheNewestChangeFirst) {
  for (const char* id : {"a", "b", "c"}) {
    make_paper(id);
    clock_.pass(std::chrono::milliseconds(1000));
  }
  EXPECT_EQ(listed(), (Ids{"c", "b", "a"}));
  EXPECT_EQ(ask("PATCH", kDocuments + "/a", R"({"title":"New title"})").status, 200u);
  EXPECT_EQ(listed(), (Ids{"c", "b", "a"}));  // a title is no change of the text
  EXPECT_EQ(json_of(get(kDocuments))["documents"][2]["title"], "New title");
  edit("a", R"([{"insert":"x"}])");
  make_paper("d");  // so that the list is read anew
  EXPECT_EQ(listed(), (Ids{"a", "d", "c", "b"}));
}

TEST_F(DocumentsApiTest, TheListComesInPages) {
  for (const char* id : {"a", "b", "c", "d", "e"}) {
    make_paper(id);
    clock_.pass(std::chrono::milliseconds(1000));
  }
  const json::Value first = json_of(get(kDocuments + "?limit=2"));
  EXPECT_EQ(ids_of(first), (Ids{"e", "d"}));
  const std::string cursor = first["next_cursor"].get<std::string>();
  const json::Value second = json_of(get(kDocuments + "?limit=2&cursor=" + cursor));
  EXPECT_EQ(ids_of(second), (Ids{"c", "b"}));
  const json::Value third =
      json_of(get(kDocuments + "?limit=2&cursor=" + second["next_cursor"].get<std::string>()));
  EXPECT_EQ(ids_of(third), Ids{"a"});
  EXPECT_TRUE(third["next_cursor"].is_null());
}

TEST_F(DocumentsApiTest, WhatAPageMayAskIsChecked) {
  for (const char* wrong : {"limit=0", "limit=201", "limit=x", "limit=", "cursor=x", "cursor=12.",
                            "cursor=", "cursor=.a"}) {
    EXPECT_EQ(problem(get(kDocuments + "?" + wrong)), "400 invalid_request") << wrong;
  }
  EXPECT_EQ(get(kDocuments + "?limit=200").status, 200u);
}

TEST_F(DocumentsApiTest, PapersAreFoundByAPartOfTheirTitle) {
  make_paper("a", "DC paper: Ärzte");
  make_paper("b", "Session plan");
  EXPECT_EQ(listed("?query=ärzt"), Ids{"a"});
  EXPECT_EQ(listed("?query=PLAN"), Ids{"b"});
  EXPECT_EQ(listed("?query= plan "), Ids{"b"});
  EXPECT_EQ(listed("?query=nothing"), Ids{});
  EXPECT_EQ(listed("?query= ").size(), 2u);
}

TEST_F(DocumentsApiTest, APaperMadeOverTheSocketIsListedToo) {
  Submission creation;
  creation.kind = Submission::Kind::kCreate;
  creation.type = "http://sharejs.org/types/rich-text/v1";
  creation.body = R"([{"insert":"By hand\n"}])";
  ASSERT_TRUE(submit("by-hand", creation));
  clock_.pass(std::chrono::milliseconds(60'000));
  edit("by-hand", R"([{"insert":"x"}])");
  const json::Value shown = json_of(get(kDocuments + "/by-hand"));
  EXPECT_EQ(shown["title"], "Untitled");
  EXPECT_EQ(shown["created_at"], "2026-11-22T10:00:00.000Z");
  EXPECT_EQ(shown["updated_at"], "2026-11-22T10:01:00.000Z");
  EXPECT_EQ(json_of(get(kDocuments))["documents"][0], shown);
}

TEST_F(DocumentsApiTest, APaperDeletedOverTheSocketIsNotListed) {
  make_paper("dc-paper");
  Submission deletion;
  deletion.kind = Submission::Kind::kDelete;
  ASSERT_TRUE(submit("dc-paper", deletion));
  EXPECT_EQ(listed(), Ids{});
}

TEST_F(DocumentsApiTest, WhileTheStoreTakesNoWritesPapersCanBeRead) {
  make_paper("dc-paper");
  families_->fail_writes({Errc::kReadOnly, "the disk is full: free some space"}, 1'000'000);
  EXPECT_EQ(problem(create(R"({"id":"new"})")), "503 read_only");
  EXPECT_EQ(problem(ask("PATCH", kDocuments + "/dc-paper", R"({"title":"x"})")), "503 read_only");
  EXPECT_EQ(problem(ask("DELETE", kDocuments + "/dc-paper")), "503 read_only");
  EXPECT_EQ(text_of("dc-paper"), "Hello\n");
  families_->fail_writes({}, 0);
}

}  // namespace
}  // namespace plenary::server
