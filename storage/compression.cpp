#include "storage/compression.hpp"

#include <zstd.h>

namespace plenary::storage {

std::optional<std::string> compressed(std::string_view content, int level) {
  std::string frame(ZSTD_compressBound(content.size()), '\0');
  const std::size_t size =
      ZSTD_compress(frame.data(), frame.size(), content.data(), content.size(), level);
  if (ZSTD_isError(size) != 0 || size >= content.size()) {
    return std::nullopt;
  }
  frame.resize(size);
  return frame;
}

std::optional<std::string> expanded(std::string_view frame, std::uint64_t size) {
  if (ZSTD_getFrameContentSize(frame.data(), frame.size()) != size) {
    return std::nullopt;
  }
  std::string content(size, '\0');
  const std::size_t got =
      ZSTD_decompress(content.data(), content.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0 || got != size) {
    return std::nullopt;
  }
  return content;
}

}  // namespace plenary::storage
