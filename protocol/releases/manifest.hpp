#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/json/value.hpp"

/// The list of what a release consists of, signed, so that anyone can check it without a server.
/// Pure; any thread.
namespace plenary::releases {

/// Limits of a manifest: it is read before anyone knows who wrote it.
inline constexpr std::size_t kManifestBytesMax = std::size_t{1} << 20U;  // 1,000 files take 200 kB
inline constexpr std::size_t kManifestFilesMax = 1000;  // four forms, and the pictures of a paper
inline constexpr std::size_t kManifestTextBytesMax = 10'000;  // a title, or a note of two pages
inline constexpr std::size_t kManifestNameBytesMax = 100;     // a slug, a file, a media type
inline constexpr std::uint64_t kReleaseMax = 1'000'000;

/// One file of a release.
struct ManifestFile {
  std::string name;  // letters, digits and `._-`, not a `.` in front; never a path
  std::string type;  // its media type
  std::uint64_t bytes{0};
  std::string sha256;  // 64 hexadecimal digits in lower case
  friend bool operator==(const ManifestFile&, const ManifestFile&) = default;
};

/// Says nothing of drafting: no version, author, paper, thread or time but that of the release.
struct Manifest {
  std::string consultation;  // its slug: a-z, 0-9 and `-`
  std::uint64_t release{1};  // from 1
  std::string title;
  std::string released;                   // UTC: "2026-12-01T10:00:00Z"
  std::optional<std::uint64_t> replaces;  // an earlier release that this one corrects
  std::string note;                       // empty: none
  std::string language;                   // a language tag; empty: not said
  std::vector<ManifestFile> files;        // at least one; names differ
  std::string previous;  // manifest_hash of the release before; empty for release 1 only
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

/// The bytes that are signed: JSON without white space, members in the order of their names,
/// numbers whole, text in UTF-8. That is RFC 8785 for the values that a manifest has. Members
/// without a value are left out. Requires: check(manifest). Cost: O(n).
[[nodiscard]] std::string canonical(const Manifest& manifest);

/// Errors: kMalformed or kTooLarge, with a sentence that names the member that is wrong.
[[nodiscard]] Result<void> check(const Manifest& manifest);

/// SHA-256 of the canonical bytes, as 64 hexadecimal digits. Requires: check(manifest).
[[nodiscard]] std::string manifest_hash(const Manifest& manifest);

/// SHA-256 of any bytes, as 64 hexadecimal digits.
[[nodiscard]] std::string sha256_of(std::string_view bytes);

/// A manifest with its signature. Key and signature are base64 (with padding).
struct SignedManifest {
  Manifest manifest;
  std::string key;        // the public key: 32 bytes
  std::string signature;  // Ed25519: 64 bytes
  friend bool operator==(const SignedManifest&, const SignedManifest&) = default;
};

/// The file: `{"key":"…","manifest":{…},"signature":"…"}` and a line end; canonical, too.
[[nodiscard]] std::string to_file(const SignedManifest& signed_manifest);

/// Reads a file of any bytes. There is one way to write a manifest, so that two programs cannot
/// read two things in the same bytes: other spacing, order, escapes, unknown or repeated members
/// are refused. The signature is not checked (verdict.hpp). Errors: kMalformed, kTooLarge,
/// kTooDeep, in words for a person. Cost: O(n).
[[nodiscard]] Result<SignedManifest> read_manifest(std::string_view bytes);

}  // namespace plenary::releases
