#pragma once

#include <cstdint>
#include <string_view>

namespace plenary::load {

/// The fields of a ShareDB frame that the generator needs. Text fields are slices of the frame,
/// still escaped.
struct FrameFields {
  std::string_view action;       // "a", without quotes
  std::string_view document_id;  // "d", without quotes
  std::string_view source;       // "src", without quotes
  std::string_view error;      // the value of "error", or of a bare top-level error; empty without
  std::string_view data;       // the value of "data"
  std::int64_t version = -1;   // "v"; -1: absent or null
  std::int64_t sequence = -1;  // "seq"; -1: absent or null
  bool has_op = false;         // "op", "create" or "del" is there: an op of somebody, not an ack
};

/// Reads the top level of one JSON object; values that are not needed are skipped, not checked.
/// Returns false if the text is no JSON object as far as it was looked at. Cost: O(size of frame).
[[nodiscard]] bool scan_frame(std::string_view text, FrameFields& fields);

}  // namespace plenary::load
