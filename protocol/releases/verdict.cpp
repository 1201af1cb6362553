#include "protocol/releases/verdict.hpp"

#include <algorithm>
#include <utility>

#include "protocol/releases/signing.hpp"

namespace plenary::releases {
namespace {

Finding judge_signature(const SignedManifest& release) {
  const Manifest& manifest = release.manifest;
  if (!is_signed(release)) {
    return {Holds::kNo,
            "The signature does not belong to this manifest and key: one of them was changed."};
  }
  std::string what = "Release " + std::to_string(manifest.release) + " of “" +
                     manifest.consultation + "”, “" + manifest.title + "”, released at " +
                     manifest.released;
  what += manifest.replaces ? ", which replaces release " + std::to_string(*manifest.replaces) : "";
  return {Holds::kYes, what + ", is signed."};
}

Finding judge_key(const std::string& key, std::string_view pinned) {
  if (pinned.empty()) {
    return {Holds::kOpen, "The key is " + key +
                              ". Compare it with the one that the organiser publishes: anyone can "
                              "sign with a key of their own."};
  }
  return key == pinned ? Finding{Holds::kYes, "The key is the one that you trust."}
                       : Finding{Holds::kNo,
                                 "The manifest is signed with another key than the one that you "
                                 "trust: " +
                                     key + "."};
}

Finding judge_file(const Manifest& manifest, const GivenFile& given) {
  const auto listed =
      std::find_if(manifest.files.begin(), manifest.files.end(),
                   [&given](const ManifestFile& file) { return file.name == given.name; });
  if (listed == manifest.files.end()) {
    return {Holds::kNo, given.name + " is not part of this release."};
  }
  if (!given.bytes) {
    return {Holds::kNo, given.name + " is missing."};
  }
  if (given.bytes->size() != listed->bytes) {
    return {Holds::kNo, given.name + " has " + std::to_string(given.bytes->size()) +
                            " bytes and was released with " + std::to_string(listed->bytes) + "."};
  }
  return sha256_of(*given.bytes) == listed->sha256
             ? Finding{Holds::kYes, given.name + " is as it was released."}
             : Finding{Holds::kNo, given.name + " is not as it was released: its content differs."};
}

}  // namespace

bool Verdict::good() const {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.holds == Holds::kNo; });
}

Verdict verify(std::string_view manifest, std::string_view pinned_key,
               std::span<const GivenFile> files) {
  const auto release = read_manifest(manifest);
  if (!release) {
    return {{{Holds::kNo, "The manifest cannot be read: " + release.error().detail + "."}}};
  }
  Verdict verdict;
  verdict.findings.push_back(judge_signature(*release));
  verdict.findings.push_back(judge_key(release->key, pinned_key));
  for (const GivenFile& file : files) {
    verdict.findings.push_back(judge_file(release->manifest, file));
  }
  for (const ManifestFile& file : release->manifest.files) {
    if (std::none_of(files.begin(), files.end(),
                     [&file](const GivenFile& given) { return given.name == file.name; })) {
      verdict.findings.push_back({Holds::kOpen, file.name + " was not looked at."});
    }
  }
  return verdict;
}

}  // namespace plenary::releases
