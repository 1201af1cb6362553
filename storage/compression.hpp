#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Compressed bytes inside records. Pure; thread: any. Cost of both: that of zstd.
namespace plenary::storage {

/// One zstd frame of `content`, or nothing if that is not smaller (or zstd cannot). Level: zstd's.
[[nodiscard]] std::optional<std::string> compressed(std::string_view content, int level);

/// The content of a frame, or nothing if it has not `size` bytes. Takes any bytes; allocates `size`
/// only if the frame says that, too.
[[nodiscard]] std::optional<std::string> expanded(std::string_view frame, std::uint64_t size);

}  // namespace plenary::storage
