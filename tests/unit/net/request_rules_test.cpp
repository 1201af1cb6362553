#include "server/net/request_rules.hpp"

#include <gtest/gtest.h>

namespace plenary::server {
namespace {

using Fields = std::vector<HeaderField>;

/// Looks at the bytes one by one, as a slow client sends them.
HeaderScan scan(std::string_view bytes) {
  HeaderScan scan;
  for (std::size_t n = 1; n <= bytes.size(); ++n) {
    if (scan.look(bytes.substr(0, n)) == HeaderScan::State::kDone) {
      break;
    }
  }
  return scan;
}

TEST(HeaderScan, FindsTheEmptyLineInBytesThatArriveInPieces) {
  const std::string_view header = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(scan(header).size(), header.size());
  HeaderScan at_once;
  EXPECT_EQ(at_once.look(std::string(header) + "body\nof any\0kind"), HeaderScan::State::kDone);
  EXPECT_EQ(at_once.size(), header.size());
  EXPECT_EQ(at_once.fault(), "");
  HeaderScan unfinished;
  EXPECT_EQ(unfinished.look(header.substr(0, header.size() - 1)), HeaderScan::State::kMore);
}

TEST(HeaderScan, RefusesLinesThatTwoProgramsCouldReadDifferently) {
  using namespace std::string_view_literals;
  for (const std::string_view header : {
           "GET / HTTP/1.1\nHost: a\n\n"sv,
           "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"sv,
           "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"sv,
           "GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n\r\n"sv,
           "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n"sv,
           "\nGET / HTTP/1.1\r\n\r\n"sv,
       }) {
    EXPECT_NE(scan(header).fault(), "") << header;
  }
}

TEST(RequestRules, AnOrdinaryRequestHasNoFault) {
  EXPECT_EQ(fault_of_fields(11, {{"Host", "plenary.example:443"}, {"Content-Length", "3"}}), "");
  EXPECT_EQ(fault_of_fields(11, {{"host", "[::1]:80"}, {"Transfer-Encoding", "Chunked"}}), "");
  EXPECT_EQ(fault_of_fields(11, {{"Host", "a"}, {"Cookie", "x=1"}, {"Cookie", "y=2"}}), "");
  EXPECT_EQ(fault_of_fields(11, {{"Host", ""}}), "") << "RFC 9112 allows it";
  EXPECT_EQ(fault_of_fields(10, {}), "");
}

TEST(RequestRules, WhatAProxyCouldReadDifferentlyIsRefused) {
  for (const Fields& fields : {
           Fields{},
           Fields{{"Host", "a"}, {"Host", "b"}},
           Fields{{"Host", "a"}, {"HOST", "a"}},
           Fields{{"Host", "a/b"}},
           Fields{{"Host", "a@b"}},
           Fields{{"Host", "a, b"}},
           Fields{{"Host", "a b"}},
           Fields{{"Host", "a"}, {"Transfer-Encoding", "chunked"}, {"Content-Length", "3"}},
           Fields{{"Host", "a"}, {"Transfer-Encoding", "identity"}},
           Fields{{"Host", "a"}, {"Transfer-Encoding", "xchunked"}},
           Fields{{"Host", "a"}, {"Transfer-Encoding", "gzip, chunked"}},
           Fields{{"Host", "a"}, {"Transfer-Encoding", "chunked, identity"}},
           Fields{{"Host", "a"}, {"Transfer-Encoding", "\vchunked"}},
           Fields{{"Host", "a"}, {"Transfer-Encoding", ""}},
           Fields{
               {"Host", "a"}, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}},
           Fields{{"Host", "a"}, {"Content-Length", "2"}, {"Content-Length", "2"}},
           Fields{{"Host", "a"}, {"Content-Length", "2, 2"}},
           Fields{{"Host", "a"}, {"Content-Length", "+2"}},
           Fields{{"Host", "a"}, {"Content-Length", ""}},
           Fields{{"Host", "a"}, {"Authorization", "Bearer a"}, {"Authorization", "Bearer b"}},
           Fields{{"Host", "a"}, {"Origin", "https://a"}, {"Origin", "https://b"}},
       }) {
    EXPECT_NE(fault_of_fields(11, fields), "") << fields.size();
  }
  EXPECT_NE(fault_of_fields(10, {{"Host", "a"}, {"Transfer-Encoding", "chunked"}}), "");
}

TEST(RequestRules, LinesOfOneNameAreJoinedInTheirOrder) {
  const auto headers = collect({{"X-Forwarded-For", "192.0.2.1"},
                                {"Cookie", "a=1"},
                                {"x-forwarded-for", "198.51.100.7"},
                                {"cookie", "b=2"}});
  EXPECT_EQ(headers.at("x-forwarded-for"), "192.0.2.1, 198.51.100.7");
  EXPECT_EQ(headers.at("cookie"), "a=1; b=2");
}

}  // namespace
}  // namespace plenary::server
