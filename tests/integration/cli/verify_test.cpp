#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tests/integration/cli/program.hpp"
#include "tests/support/storage/temporary_directory.hpp"

// `plenary verify` on the release of tests/data/releases/1.

namespace plenary::cli::testing {
namespace {

namespace fs = std::filesystem;
using storage::testing::TemporaryDirectory;

constexpr const char* kRelease = "tests/data/releases/1";

/// A copy of the release that a test may spoil.
fs::path copy_release(const TemporaryDirectory& temporary) {
  fs::copy(kRelease, temporary / "release", fs::copy_options::recursive);
  return temporary / "release";
}

/// The key that the manifest says.
std::string key_of(const fs::path& manifest) {
  constexpr std::size_t kBehindName = 8;  // {"key":"
  constexpr std::size_t kKeyCharacters = 44;
  return read_file(manifest).substr(kBehindName, kKeyCharacters);
}

bool says(const Ran& ran, const std::string& words) {
  return ran.out.find(words) != std::string::npos;
}

TEST(Verify, SaysThatAReleaseHolds) {
  const fs::path manifest = fs::path(kRelease) / "manifest.json";
  const Ran ran = plenary({"verify", manifest.string(), "--key", key_of(manifest)});
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_TRUE(says(ran, "holds:  Release 2 of “dc-paper”")) << ran.out;
  EXPECT_TRUE(says(ran, "holds:  The key is the one that you trust.")) << ran.out;
  EXPECT_TRUE(says(ran, "holds:  release.html is as it was released.")) << ran.out;
  EXPECT_TRUE(says(ran, "holds:  release.txt is as it was released.")) << ran.out;
  EXPECT_EQ(ran.out.find("open:"), std::string::npos) << ran.out;
}

TEST(Verify, AsksWhoseKeyItIsIfNobodySaid) {
  const fs::path manifest = fs::path(kRelease) / "manifest.json";
  const Ran ran = plenary({"verify", manifest.string()});
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_TRUE(says(ran, "open:   The key is " + key_of(manifest))) << ran.out;
}

TEST(Verify, NamesTheFileThatWasChangedAndTheOneThatIsMissing) {
  const TemporaryDirectory temporary;
  const fs::path release = copy_release(temporary);
  write_file(release / "release.html", read_file(release / "release.html") + "<p>More.</p>");
  fs::remove(release / "release.txt");
  const Ran ran = plenary({"verify", (release / "manifest.json").string()});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  EXPECT_TRUE(says(ran, "WRONG:  release.html has ")) << ran.out;
  EXPECT_TRUE(says(ran, "WRONG:  release.txt is missing.")) << ran.out;
}

TEST(Verify, LooksOnlyAtTheFilesThatAreNamed) {
  const TemporaryDirectory temporary;
  const fs::path release = copy_release(temporary);
  fs::remove(release / "release.html");
  const std::string manifest = (release / "manifest.json").string();
  const Ran good = plenary({"verify", manifest, (release / "release.txt").string()});
  EXPECT_EQ(good.exit, 0) << good.out << good.err;
  EXPECT_TRUE(says(good, "open:   release.html was not looked at.")) << good.out;
  const Ran none = plenary({"verify", manifest, (release / "release.html").string()});
  EXPECT_EQ(none.exit, 2);
  EXPECT_NE(none.err.find("Cannot read"), std::string::npos) << none.err;
}

TEST(Verify, FindsAManifestThatWasChanged) {
  const TemporaryDirectory temporary;
  const fs::path manifest = copy_release(temporary) / "manifest.json";
  std::string bytes = read_file(manifest);
  bytes.replace(bytes.find("Corrects"), 8, "Confirms");
  write_file(manifest, bytes);
  const Ran ran = plenary({"verify", manifest.string()});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_TRUE(says(ran, "WRONG:  The signature does not belong")) << ran.out;
  write_file(manifest, "{}");
  const Ran none = plenary({"verify", manifest.string()});
  EXPECT_EQ(none.exit, 1);
  EXPECT_TRUE(says(none, "WRONG:  The manifest cannot be read")) << none.out;
}

TEST(Verify, RefusesAKeyThatIsNoneAndAFileThatIsNotThere) {
  const std::string manifest = std::string(kRelease) + "/manifest.json";
  EXPECT_EQ(plenary({"verify", manifest, "--key", "abc"}).exit, 2);
  EXPECT_EQ(plenary({"verify", "no/such/manifest.json"}).exit, 2);
  EXPECT_EQ(plenary({"verify", kRelease}).exit, 2);
  EXPECT_EQ(plenary({"verify"}).exit, 2);
}

}  // namespace
}  // namespace plenary::cli::testing
