#include "protocol/releases/manifest.hpp"

#include <sodium.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "protocol/releases/signing.hpp"
#include "protocol/releases/verdict.hpp"

namespace plenary::releases {
namespace {

const SigningSeed kKeySeed = {1, 2, 3};

std::string sample(const std::string& name) {
  std::ifstream in("tests/data/releases/1/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The manifest of tests/data/releases/1.
Manifest sample_manifest() {
  const std::string html = sample("release.html");
  const std::string text = sample("release.txt");
  return {.consultation = "dc-paper",
          .release = 2,
          .title = "The paper, “Version 2”",
          .released = "2026-12-01T10:00:00Z",
          .replaces = 1,
          .note = "Corrects a number in 3.2.",
          .language = "en",
          .files = {{"release.html", "text/html; charset=utf-8", html.size(), sha256_of(html)},
                    {"release.txt", "text/plain; charset=utf-8", text.size(), sha256_of(text)}},
          .previous = std::string(64, 'a')};
}

class Manifests : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_GE(sodium_init(), 0); }
  SigningKey key{kKeySeed};
};

TEST_F(Manifests, AreWrittenAsTheSampleIs) {
  // The format never changes: a manifest that was published must be good for ever.
  EXPECT_EQ(to_file(key.sign(sample_manifest())), sample("manifest.json"));
  EXPECT_EQ(canonical(sample_manifest()).substr(0, 54),
            R"({"consultation":"dc-paper","files":[{"bytes":73,"name")");
}

TEST_F(Manifests, ComeBackAsTheyWere) {
  const SignedManifest written = key.sign(sample_manifest());
  const auto read = read_manifest(to_file(written));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(*read, written);
  EXPECT_TRUE(is_signed(*read));
}

TEST_F(Manifests, WithAnotherByteAreRefusedOrUnsigned) {
  const std::string good = to_file(key.sign(sample_manifest()));
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const int bit : {0, 5}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      const auto read = read_manifest(bad);
      EXPECT_FALSE(read && is_signed(*read)) << "byte " << i;
      EXPECT_FALSE(verify(bad, "", {}).good()) << "byte " << i;
    }
  }
  for (std::size_t i = 0; i < good.size(); ++i) {
    EXPECT_FALSE(read_manifest(good.substr(0, i))) << "cut at " << i;
  }
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST_F(Manifests, AreReadInOneFormOnly) {
  const std::string good = to_file(key.sign(sample_manifest()));
  EXPECT_FALSE(read_manifest(" " + good));
  EXPECT_FALSE(read_manifest(good + "\n"));
  EXPECT_FALSE(read_manifest(replaced(good, R"("release":2)", R"("release":2.0)")));
  EXPECT_FALSE(read_manifest(replaced(good, R"("release":2)", R"("release":1,"release":2)")));
  EXPECT_FALSE(read_manifest(replaced(good, R"("release":2)", R"("release":2,"secret":"x")")));
  EXPECT_FALSE(read_manifest(replaced(good, "dc-paper", R"(dc\u002dpaper)")));
  EXPECT_FALSE(read_manifest(replaced(good, R"("plenary":1)", R"("plenary":2)")));
  EXPECT_FALSE(read_manifest(R"([])"));
  EXPECT_FALSE(read_manifest(R"({"manifest":[]})"));
  EXPECT_FALSE(read_manifest("\xff"));
  EXPECT_EQ(read_manifest(std::string(kManifestBytesMax + 1, ' ')).error().code, Errc::kTooLarge);
}

struct Spoilt {
  const char* why;
  void (*spoil)(Manifest&);
};

TEST_F(Manifests, AreCheckedMemberByMember) {
  ASSERT_TRUE(check(sample_manifest()));
  const Spoilt cases[] = {
      {"a slug", [](Manifest& m) { m.consultation = "Up"; }},
      {"no slug", [](Manifest& m) { m.consultation = ""; }},
      {"a long slug", [](Manifest& m) { m.consultation = std::string(101, 'a'); }},
      {"release 0", [](Manifest& m) { m.release = 0; }},
      {"too many releases", [](Manifest& m) { m.release = kReleaseMax + 1; }},
      {"no title", [](Manifest& m) { m.title = ""; }},
      {"a long title", [](Manifest& m) { m.title = std::string(10'001, 'a'); }},
      {"half a pair", [](Manifest& m) { m.title = "\xed\xa0\x80"; }},
      {"no instant", [](Manifest& m) { m.released = "2026-12-01 10:00:00Z"; }},
      {"no day", [](Manifest& m) { m.released = "2026-02-29T10:00:00Z"; }},
      {"no hour", [](Manifest& m) { m.released = "2026-12-01T24:00:00Z"; }},
      {"itself", [](Manifest& m) { m.replaces = 2; }},
      {"a release 0", [](Manifest& m) { m.replaces = 0; }},
      {"a long note", [](Manifest& m) { m.note = std::string(10'001, 'a'); }},
      {"a language", [](Manifest& m) { m.language = "en_GB"; }},
      {"no release before", [](Manifest& m) { m.previous = ""; }},
      {"no hash", [](Manifest& m) { m.previous = std::string(64, 'A'); }},
      {"no files", [](Manifest& m) { m.files.clear(); }},
      {"a path", [](Manifest& m) { m.files[0].name = "../release.html"; }},
      {"a hidden file", [](Manifest& m) { m.files[0].name = ".."; }},
      {"a file twice", [](Manifest& m) { m.files[1].name = m.files[0].name; }},
      {"no type", [](Manifest& m) { m.files[0].type = ""; }},
      {"a line end", [](Manifest& m) { m.files[0].type = "text/html\n"; }},
      {"a short hash", [](Manifest& m) { m.files[0].sha256.pop_back(); }},
      {"too many files", [](Manifest& m) { m.files.resize(kManifestFilesMax + 1, m.files[0]); }},
  };
  for (const Spoilt& each : cases) {
    Manifest manifest = sample_manifest();
    each.spoil(manifest);
    EXPECT_FALSE(check(manifest)) << each.why;
    EXPECT_FALSE(read_manifest(to_file(key.sign(manifest)))) << each.why;
  }
  Manifest first = sample_manifest();
  first.release = 1;
  first.replaces.reset();
  EXPECT_FALSE(check(first)) << "the first has none before it";
  first.previous.clear();
  EXPECT_TRUE(check(first));
}

TEST_F(Manifests, AtTheirLimitsFit) {
  Manifest manifest = sample_manifest();
  manifest.title = std::string(kManifestTextBytesMax, 't');
  manifest.note = std::string(kManifestTextBytesMax, '"');
  manifest.files.clear();
  for (std::size_t i = 0; i < kManifestFilesMax; ++i) {
    std::string name = std::to_string(i);
    name.resize(kManifestNameBytesMax, 'n');
    manifest.files.push_back({name, std::string(kManifestNameBytesMax, '"'),
                              std::uint64_t{1} << 53U, std::string(64, '0')});
  }
  const auto read = read_manifest(to_file(key.sign(manifest)));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->manifest, manifest);
}

/// Findings as letters: y, n, o.
std::string letters(const Verdict& verdict) {
  std::string out;
  for (const Finding& finding : verdict.findings) {
    out += "yno"[static_cast<std::size_t>(finding.holds)];
  }
  return out;
}

TEST_F(Manifests, SayWhichFilesAreAsReleased) {
  const std::string manifest = sample("manifest.json");
  const std::string html = sample("release.html");
  const std::string text = sample("release.txt");
  std::string spoilt = text;
  spoilt.back() = '!';
  const std::string own = key.public_key();
  EXPECT_EQ(letters(verify(manifest, own, {})), "yyoo");
  EXPECT_EQ(letters(verify(manifest, "", {})), "yooo");
  const std::vector<GivenFile> all = {{"release.html", html}, {"release.txt", text}};
  EXPECT_EQ(letters(verify(manifest, own, all)), "yyyy");
  const std::vector<GivenFile> changed = {{"release.html", text}, {"release.txt", spoilt}};
  EXPECT_EQ(letters(verify(manifest, own, changed)), "yynn");
  const std::vector<GivenFile> missing = {{"release.html", {}}, {"other.txt", text}};
  EXPECT_EQ(letters(verify(manifest, own, missing)), "yynno");
  EXPECT_FALSE(verify(manifest, own, missing).good());
}

TEST_F(Manifests, OfAnotherKeyAreNotTrusted) {
  const SigningKey other(SigningSeed{9});
  const std::string forged = to_file(other.sign(sample_manifest()));
  EXPECT_EQ(letters(verify(forged, key.public_key(), {})), "ynoo");
  SignedManifest swapped = other.sign(sample_manifest());
  swapped.key = key.public_key();
  EXPECT_EQ(letters(verify(to_file(swapped), key.public_key(), {})), "nyoo");
}

TEST_F(Manifests, ChainByTheirHash) {
  EXPECT_EQ(manifest_hash(sample_manifest()), sha256_of(canonical(sample_manifest())));
  EXPECT_EQ(sha256_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace plenary::releases
