#include <string>

#include <gtest/gtest.h>

#include "tests/integration/http/plenaryd.hpp"
#include "tests/support/storage/temporary_directory.hpp"

namespace plenary::server {
namespace {

using storage::testing::TemporaryDirectory;
using testing::Ended;
using testing::Plenaryd;
using testing::run_plenaryd;

TEST(Start, WithoutOpenItRefusesToBeReachedFromElsewhere) {
  const TemporaryDirectory data;
  const Ended ended =
      run_plenaryd({"--data-dir", (data / "new").string(), "--listen", "0.0.0.0:0"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_NE(ended.error.find("--open"), std::string::npos) << ended.error;
  EXPECT_FALSE(std::filesystem::exists(data / "new"));
}

TEST(Start, ASecondServerOnTheSameDataIsRefused) {
  const TemporaryDirectory data;
  const Plenaryd first(data.path());
  const Ended second =
      run_plenaryd({"--data-dir", data.path().string(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(second.status, 1);
  EXPECT_NE(second.error.find(data.path().string()), std::string::npos) << second.error;
  EXPECT_EQ(first.client().Get("/healthz")->status, 200);
}

TEST(Start, AnAddressThatIsTakenIsNamed) {
  const TemporaryDirectory data;
  const TemporaryDirectory other;
  const Plenaryd first(data.path());
  const std::string address = "127.0.0.1:" + std::to_string(first.port());
  const Ended second = run_plenaryd({"--data-dir", other.path().string(), "--listen", address});
  EXPECT_EQ(second.status, 1);
  EXPECT_NE(second.error.find(address), std::string::npos) << second.error;
}

TEST(Start, AWebDirectoryWithoutAClientIsRefused) {
  const TemporaryDirectory data;
  const TemporaryDirectory web;
  const Ended ended = run_plenaryd({"--data-dir", data.path().string(), "--listen", "127.0.0.1:0",
                                    "--web-dir", web.path().string()});
  EXPECT_EQ(ended.status, 1);
  EXPECT_NE(ended.error.find("index.html"), std::string::npos) << ended.error;
}

}  // namespace
}  // namespace plenary::server
