#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The fields that records are made of (FORMAT.md, 4).
namespace plenary::storage {

/// Appends fields to a string.
class FieldWriter {
 public:
  explicit FieldWriter(std::string& out) : out_(out) {}

  void byte(std::uint8_t value);
  void varint(std::uint64_t value);
  void zigzag(std::int64_t value);
  void fixed32(std::uint32_t value);
  void bytes(std::string_view value);
  void raw(std::string_view value) { out_.append(value); }

 private:
  std::string& out_;  // outlives the writer
};

/// Takes fields off the front of a view. After the first field that is not there or not in its
/// shortest form it has failed, and every further field is empty: callers read all, then ask once.
/// Lifetime: the views it returns are parts of the view it was made from.
class FieldReader {
 public:
  explicit FieldReader(std::string_view in) : rest_(in) {}

  std::uint8_t byte();
  std::uint64_t varint();
  std::int64_t zigzag();
  std::uint32_t fixed32();
  std::string_view bytes();
  /// That many bytes.
  std::string_view raw(std::size_t count) { return take(count); }
  std::string_view rest();

  /// True if every field was there and nothing is left.
  [[nodiscard]] bool complete() const { return !failed_ && rest_.empty(); }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  std::string_view take(std::uint64_t count);
  void fail();

  std::string_view rest_;
  bool failed_{false};
};

}  // namespace plenary::storage
