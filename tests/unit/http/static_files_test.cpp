#include "server/http/static_files.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "protocol/base/assert.hpp"
#include "tests/support/storage/temporary_directory.hpp"
#include "tests/unit/http/header_of.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;
using testing::header_of;

HttpRequest get(const std::string& path, std::map<std::string, std::string> headers = {}) {
  HttpRequest request;
  request.method = "GET";
  request.path = path;
  request.headers = std::move(headers);
  return request;
}

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    write("index.html", "<p>client</p>");
    write("index.html.br", "brotli page");
    write("assets/app-1f2e.js", "run()");
    write("assets/app-1f2e.js.br", "brotli");
    write("assets/app-1f2e.js.gz", "gzip");
    write("icon.svg", "<svg/>");
    write(".secret", "hidden");
    write(".git/config", "hidden");
  }
  void write(const std::string& name, const std::string& content) {
    const auto file = directory_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
  }
  [[nodiscard]] StaticFiles load() const {
    auto files = StaticFiles::load(directory_.path());
    PLENARY_ASSERT(files.has_value(), "the directory holds a client");
    return *std::move(files);
  }

  TemporaryDirectory directory_;
};

TEST_F(StaticFilesTest, TheClientsOwnPagesAreItsIndex) {
  const StaticFiles files = load();
  for (const char* path : {"/", "/index.html", "/d/dc-paper", "/d/dc-paper/", "/d/dc-paper/history",
                           "/d/dc-paper/history/", "/d/history", "/d/history/history"}) {
    const HttpResponse page = files.respond(get(path));
    EXPECT_EQ(page.status, 200u) << path;
    EXPECT_EQ(*page.body, "<p>client</p>") << path;
    EXPECT_EQ(header_of(page, "content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(header_of(page, "cache-control"), "no-cache");
    EXPECT_NE(header_of(page, "content-security-policy").find("script-src 'self'"),
              std::string::npos);
  }
}

TEST_F(StaticFilesTest, HashedFilesAreKeptForEver) {
  const HttpResponse script = load().respond(get("/assets/app-1f2e.js"));
  EXPECT_EQ(*script.body, "run()");
  EXPECT_EQ(header_of(script, "content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(header_of(script, "cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(header_of(script, "content-security-policy"), "");
}

TEST_F(StaticFilesTest, TheBestCodingThatTheClientTakesIsSent) {
  const StaticFiles files = load();
  const auto coded = [&files](const std::string& accepted) {
    return files.respond(get("/assets/app-1f2e.js", {{"accept-encoding", accepted}}));
  };
  EXPECT_EQ(*coded("gzip, deflate, br").body, "brotli");
  EXPECT_EQ(header_of(coded("gzip, br"), "content-encoding"), "br");
  EXPECT_EQ(*coded("gzip").body, "gzip");
  EXPECT_EQ(*coded("br;q=0, gzip").body, "gzip");
  EXPECT_EQ(*coded("identity").body, "run()");
  EXPECT_EQ(header_of(coded("identity"), "content-encoding"), "");
  EXPECT_EQ(header_of(coded("identity"), "vary"), "accept-encoding");
  EXPECT_NE(header_of(coded("br"), "etag"), header_of(coded("gzip"), "etag"));
}

TEST_F(StaticFilesTest, AFileWithoutCompressedNeighboursIsSentAsItIs) {
  const HttpResponse icon = load().respond(get("/icon.svg", {{"accept-encoding", "br"}}));
  EXPECT_EQ(*icon.body, "<svg/>");
  EXPECT_EQ(header_of(icon, "content-type"), "image/svg+xml");
  EXPECT_EQ(header_of(icon, "vary"), "");
}

TEST_F(StaticFilesTest, WhatTheClientHasIsNotSentAgain) {
  const StaticFiles files = load();
  const std::string etag = header_of(files.respond(get("/")), "etag");
  EXPECT_EQ(files.respond(get("/", {{"if-none-match", etag}})).status, 304u);
  EXPECT_EQ(files.respond(get("/", {{"if-none-match", "\"else\""}})).status, 200u);
}

TEST_F(StaticFilesTest, NoPathLeadsOutOfTheDirectory) {
  write("../" + directory_.path().filename().string() + "-outside", "outside");
  const StaticFiles files = load();
  for (const char* path :
       {"/.secret", "/.git/config", "/../etc/passwd", "/assets/../.secret", "/assets//app-1f2e.js",
        "//etc/passwd", "/assets", "/assets/", "/d/", "/d/a/b", "/d//history", "/d/a/b/history",
        "/d/a/history/b", "/index.html.br", "", "index.html", "/nothing"}) {
    const HttpResponse page = files.respond(get(path));
    EXPECT_EQ(page.status, 404u) << path;
    EXPECT_NE(header_of(page, "content-security-policy"), "") << path;
  }
  std::filesystem::remove(directory_.path().string() + "-outside");
}

TEST_F(StaticFilesTest, OnlyReadingIsPossible) {
  HttpRequest request = get("/");
  request.method = "HEAD";
  EXPECT_EQ(load().respond(request).status, 200u);
  request.method = "POST";
  EXPECT_EQ(load().respond(request).status, 405u);
  EXPECT_EQ(header_of(load().respond(request), "allow"), "GET, HEAD, OPTIONS");
}

TEST_F(StaticFilesTest, ADirectoryWithoutAClientIsRefused) {
  const TemporaryDirectory empty;
  const auto refused = StaticFiles::load(empty.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kNotFound);
  EXPECT_NE(refused.error().detail.find("./dev web"), std::string::npos);
  EXPECT_EQ(StaticFiles::load(empty / "missing").error().code, Errc::kIo);
}

TEST_F(StaticFilesTest, ADirectoryIsReadUpToItsLimit) {
  std::size_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
    const bool hidden = entry.path().string().find("/.") != std::string::npos;
    bytes += entry.is_regular_file() && !hidden ? entry.file_size() : 0;
  }
  EXPECT_TRUE(StaticFiles::load(directory_.path(), bytes));
  const auto refused = StaticFiles::load(directory_.path(), bytes - 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kTooLarge);
}

TEST(StaticFiles, WithoutAClientThePageSaysHowToGetOne) {
  const StaticFiles none;
  EXPECT_EQ(none.respond(get("/")).status, 200u);
  EXPECT_NE(none.respond(get("/d/x")).body->find("--web-dir"), std::string::npos);
  EXPECT_EQ(none.respond(get("/assets/app.js")).status, 404u);
}

}  // namespace
}  // namespace plenary::server
