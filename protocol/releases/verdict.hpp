#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/releases/manifest.hpp"

/// Whether a release is what it says it is. Pure; any thread. Requires: sodium_init was called.
namespace plenary::releases {

/// A file that somebody has. Lifetime: of the call.
struct GivenFile {
  std::string name{};                       // as the manifest calls it
  std::optional<std::string_view> bytes{};  // nothing: it is not there
};

/// kOpen: it cannot be known from what was given.
enum class Holds : std::uint8_t { kYes, kNo, kOpen };

/// A sentence for a person. It may hold words of the manifest: show it as text.
struct Finding {
  Holds holds{Holds::kNo};
  std::string sentence;
};

struct Verdict {
  std::vector<Finding> findings;  // at least one

  /// False if anything is wrong.
  [[nodiscard]] bool good() const;
};

/// Judges a manifest and the files that are given with it. `pinned_key`: the key that the reader
/// trusts, as base64; empty: none, then the signature only says that manifest and key belong
/// together. Files of the manifest that are not given are open. Takes any bytes. Cost: O(bytes).
[[nodiscard]] Verdict verify(std::string_view manifest, std::string_view pinned_key,
                             std::span<const GivenFile> files);

}  // namespace plenary::releases
