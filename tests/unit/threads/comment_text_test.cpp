#include "protocol/threads/comment_text.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "protocol/threads/limits.hpp"

namespace plenary::threads {
namespace {

TEST(CommentText, ShowsWhatACommentMayHave) {
  const struct {
    const char* markdown;
    const char* html;
  } cases[] = {
      {"Just words", "<p dir=\"auto\">Just words</p>"},
      {"**loud** and *soft*", "<p dir=\"auto\"><strong>loud</strong> and <em>soft</em></p>"},
      {"# A heading", "<p dir=\"auto\">A heading</p>"},
      {"one\n\n---\n\ntwo", "<p dir=\"auto\">one</p><p dir=\"auto\">two</p>"},
  };
  for (const auto& [markdown, html] : cases) {
    std::string shown = to_html(markdown);
    shown.erase(std::remove(shown.begin(), shown.end(), '\n'), shown.end());
    EXPECT_EQ(shown, html) << markdown;
  }
}

TEST(CommentText, NeverRunsAnything) {
  const char* const attempts[] = {"<script>alert(1)</script>", "[x](javascript:alert(1))",
                                  "![x](https://example.org/track.png)",
                                  "<img src=x onerror=alert(1)>", "[x](data:text/html,<script>)"};
  for (const char* attempt : attempts) {
    const std::string html = to_html(attempt);
    EXPECT_EQ(html.find("<script"), std::string::npos) << html;
    EXPECT_EQ(html.find("<img"), std::string::npos) << html;
    EXPECT_EQ(html.find("href=\"javascript"), std::string::npos) << html;
    EXPECT_EQ(html.find("href=\"data"), std::string::npos) << html;
  }
}

TEST(CommentText, HasALimitAndIsNotBlank) {
  EXPECT_TRUE(check_text(std::string(kMaxCommentBytes, 'x')));
  EXPECT_EQ(check_text(std::string(kMaxCommentBytes + 1, 'x')).error().code, Errc::kTooLarge);
  EXPECT_EQ(check_text("").error().code, Errc::kMalformed);
  EXPECT_EQ(check_text(" \n\t").error().code, Errc::kMalformed);
  EXPECT_EQ(check_text("\xff").error().code, Errc::kMalformed);
}

/// A comment has no place for them, but their words are its words.
TEST(CommentText, TablesAndNotesStayWords) {
  EXPECT_EQ(
      to_html("a[^1]\n\n| c | d |\n|---|---|\n| *e* | f |\n\n[^1]: b"),
      "<p dir=\"auto\">a[^1]</p>\n<p dir=\"auto\">| c | d |</p>\n<p dir=\"auto\">|---|---|</p>\n"
      "<p dir=\"auto\">| <em>e</em> | f |</p>\n<p dir=\"auto\">[^1]: "
      "b</p>\n");
}

}  // namespace
}  // namespace plenary::threads
