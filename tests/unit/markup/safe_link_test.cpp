#include "protocol/markup/safe_link.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace plenary::markup {
namespace {

TEST(SafeLink, AllowsTheSchemesThatPapersUse) {
  for (const char* address :
       {"https://example.org/a?b=c#d", "HTTP://EXAMPLE.ORG", "mailto:secretariat@example.org",
        "tel:+41221234567", "hTTps://example.org/javascript:alert(1)", "https://[2001:db8::1]/"}) {
    EXPECT_TRUE(safe_link(address)) << address;
  }
}

TEST(SafeLink, AllowsRelativeAddressesAndFragments) {
  for (const char* address : {"#annex-2", "/d/paper", "annex.html", "../a/b", "?page=2",
                              "//example.org/a", "a/b:c", "?x:y", "#x:y", "/:", "ünïcode/頁"}) {
    EXPECT_TRUE(safe_link(address)) << address;
  }
}

TEST(SafeLink, RefusesEverySpellingOfAScriptScheme) {
  using namespace std::string_view_literals;
  for (const std::string_view address : {"javascript:alert(1)"sv,
                                         "JaVaScRiPt:alert(1)"sv,
                                         " javascript:alert(1)"sv,
                                         "\tjavascript:alert(1)"sv,
                                         "java\nscript:alert(1)"sv,
                                         "java\tscript:alert(1)"sv,
                                         "java\rscript:alert(1)"sv,
                                         "javascript\t:alert(1)"sv,
                                         "\x01javascript:alert(1)"sv,
                                         "java\0script:alert(1)"sv,
                                         "\x7fjavascript:alert(1)"sv,
                                         "javascript :alert(1)"sv,
                                         "vbscript:msgbox(1)"sv,
                                         "data:text/html,<script>alert(1)</script>"sv,
                                         "data:image/svg+xml;base64,AA=="sv,
                                         "blob:https://example.org/1"sv,
                                         "file:///etc/passwd"sv,
                                         "filesystem:http://example.org/a"sv,
                                         "view-source:https://example.org"sv,
                                         "ｊavascript:alert(1)"sv,
                                         "\xe2\x80\x8bjavascript:alert(1)"sv,
                                         ":javascript:alert(1)"sv,
                                         "feed:javascript:alert(1)"sv,
                                         "jar:https://example.org!/a"sv,
                                         "ws://example.org"sv,
                                         "about:blank"sv,
                                         "x:y"sv,
                                         ":"sv}) {
    EXPECT_FALSE(safe_link(address)) << address;
  }
}

TEST(SafeLink, RefusesNothingAndWhiteSpace) {
  for (const char* address :
       {"", " ", "\n", "https://example.org/a b", "https://example.org\n", "#a\tb"}) {
    EXPECT_FALSE(safe_link(address)) << address;
  }
}

}  // namespace
}  // namespace plenary::markup
