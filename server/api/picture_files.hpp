#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/markup/shown_picture.hpp"

/// Pictures in the files that a paper is made from and written to. Blocking: reads and writes the
/// store.
namespace plenary::server {

struct Asked;
struct Creation;
class Pictures;

/// Says where the pictures of an exported paper are found. Lifetime: the pictures outlive it. Not
/// thread-safe.
class PicturePlacer {
 public:
  struct Options {
    bool inside{false};  // in the file itself
    bool below{false};   // from an address one step further down than the paper's pictures
  };
  PicturePlacer(Pictures& pictures, std::string paper, Options options)
      : pictures_(pictures), paper_(std::move(paper)), options_(options) {}

  /// Empty if they are found at their own addresses. Lifetime: that of the placer.
  [[nodiscard]] markup::PlacePicture function();
  /// A word for each choice of options.
  [[nodiscard]] std::string_view name() const;
  /// True once the pictures in the file have more than kInlinePictureBytesMax: some are missing.
  [[nodiscard]] bool overflowed() const { return bytes_ > kBytesMost; }

 private:
  static const std::uint64_t kBytesMost;
  [[nodiscard]] std::string held(const std::string& address);

  Pictures& pictures_;
  const std::string paper_;
  const Options options_;
  std::uint64_t bytes_{0};
};

/// Gives a paper that is being made those pictures of the one it is made from that it wants, and
/// those that its content holds, whose addresses it puts into the content. One that cannot be taken
/// is words in the content, and `changes` says so. Errors: those of the store.
[[nodiscard]] Result<void> store_pictures_of(Pictures& pictures, const Asked& asked,
                                             Creation& creation);

/// The names of the pictures that stand in a content, in its cells and notes, too.
[[nodiscard]] std::vector<std::string> pictures_in(const ot::rich_text::Delta& content);

}  // namespace plenary::server
