#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/json/reader.hpp"

/// The keys of a client's frame and their values, not interpreted yet. Private to the decoder.
namespace plenary::wire {

inline constexpr double kMaxWhole = 9007199254740991.0;  // 2^53 - 1

/// One key of a frame: its kind, and its value where that is a text or a number.
struct Field {
  json::Kind kind{json::Kind::kNone};  // kNone: the key is absent
  std::string text;
  double number{0};
  std::string_view raw;

  [[nodiscard]] bool absent() const { return kind == json::Kind::kNone; }
  [[nodiscard]] bool absent_or_null() const { return absent() || kind == json::Kind::kNull; }
  [[nodiscard]] bool is_string() const { return kind == json::Kind::kString; }
  [[nodiscard]] bool is_number() const { return kind == json::Kind::kNumber; }
  [[nodiscard]] bool is_count() const {
    return is_number() && number >= 0 && number <= kMaxWhole && std::trunc(number) == number;
  }
  [[nodiscard]] std::uint64_t count() const { return static_cast<std::uint64_t>(number); }
};

/// All keys that any message has. Other keys in a frame are skipped.
struct Fields {
  Field a, c, d, v, id, b, seq, src, op, create, del, ts, ch, p, pv, t, r, from, protocol, minor;
};

/// Reads one value. Errors stay in the reader.
void read_field(json::Reader& reader, Field& field);

/// Reads all keys of a frame that any message has; of a repeated key, the last. Lifetime: `raw` of
/// the fields lies in `frame`. Errors: those of json::Reader. Requires: the frame is an object.
[[nodiscard]] Result<void> read_fields(std::string_view frame, Fields& fields);

/// The value of a field as JSON again: for ids that are only sent back.
[[nodiscard]] std::string as_json(const Field& field);

}  // namespace plenary::wire
