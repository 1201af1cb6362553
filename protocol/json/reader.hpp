#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/json/value.hpp"

namespace plenary::json {

enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject, kNone };

/// Reads one JSON text from left to right, straight into the caller's values, without a tree in
/// between. After the first mistake every call answers false or empty and `error()` says what it
/// was, so a caller may check once at the end. Requires: the text is valid UTF-8 and outlives the
/// reader. One job: JSON's grammar; meaning is the caller's.
///
///   reader.begin_object();
///   while (reader.next_member(key)) { if (key == "v") version = reader.number(); else
///   reader.skip(); } if (auto error = reader.finish()) …
///
/// Each member and element must be read or skipped exactly once. Not thread-safe. Cost: O(n) in
/// all.
class Reader {
 public:
  explicit Reader(std::string_view text, int max_depth = kMaxDepth)
      : text_(text), depth_left_(max_depth) {}

  /// The kind of the next value; kNone at the end or after a mistake.
  [[nodiscard]] Kind peek();

  /// Each reads one value of its kind; a value of another kind is a mistake.
  bool begin_object();
  bool begin_array();
  [[nodiscard]] bool boolean();
  [[nodiscard]] double number();
  [[nodiscard]] std::string string();       // WTF-8
  [[nodiscard]] std::u16string string16();  // UTF-16 units
  void null();

  /// Moves to the next member and reads its key (WTF-8), or leaves the object and answers false.
  bool next_member(std::string& key);
  /// Moves to the next element, or leaves the array and answers false.
  bool next_element();

  /// Reads one value of any kind as a tree.
  [[nodiscard]] Value value();
  /// Reads over one value, checking it; answers the text of it as it stands.
  std::string_view skip();

  /// Ends the reading: nothing but space may follow. Answers the first mistake, if there was one.
  [[nodiscard]] Result<void> finish();
  [[nodiscard]] bool failed() const { return failed_; }
  /// Records a mistake of the caller's finding.
  void fail(Errc code, std::string_view detail);

 private:
  char next_char();
  void skip_space();
  bool expect(char c, std::string_view what);
  bool literal(std::string_view word);
  bool enter();
  template <class Sink>
  void scan_string(Sink& sink);
  std::uint32_t escaped_unit();

  std::string_view text_;
  std::size_t at_{0};
  int depth_left_;
  bool fresh_{false};  // a container was just entered: no comma before its first part
  bool failed_{false};
  Error error_;
};

}  // namespace plenary::json
