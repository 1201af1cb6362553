#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// A column of whole numbers in which the same one often comes many times in a row: groups that
/// are a run of one number or a list of numbers (FORMAT.md, 6).
namespace plenary::storage {

/// Packs a column. Thread: one.
class RunWriter {
 public:
  void add(std::uint64_t value);
  /// The column. Requires: nothing is added after it.
  [[nodiscard]] std::string finish();

 private:
  void end_run();
  void end_list();

  std::string out_;
  std::vector<std::uint64_t> list_;  // numbers that are in no run
  std::uint64_t value_{0};
  std::uint64_t times_{0};  // how often `value_` came in a row so far
};

/// Takes the numbers of a column one by one. After the first that is not there or malformed it has
/// failed and answers 0: callers read all, then ask once. Lifetime: the column outlives it.
class RunReader {
 public:
  RunReader() = default;
  explicit RunReader(std::string_view column)
      : at_(column.data()), end_(column.data() + column.size()) {}

  std::uint64_t next() {
    if (left_ == 0) {
      begin_group();
    }
    left_ -= 1;
    if (is_run_) {
      return value_;
    }
    if (at_ != end_ && static_cast<unsigned char>(*at_) < 0x80) {
      return static_cast<unsigned char>(*at_++);
    }
    return number();
  }

  /// A lower bound of how often next() will answer the same number again.
  [[nodiscard]] std::uint64_t repeats() const { return is_run_ ? left_ : 0; }
  /// Takes that many of them. Requires: times <= repeats().
  void skip(std::uint64_t times) { left_ -= times; }

  /// True if every number was there and none is left.
  [[nodiscard]] bool complete() const { return !failed_ && left_ == 0 && at_ == end_; }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  void begin_group();
  std::uint64_t number();
  void fail();

  const char* at_{nullptr};
  const char* end_{nullptr};
  std::uint64_t left_{0};  // numbers of the group that were not taken yet
  std::uint64_t value_{0};
  bool is_run_{false};
  bool failed_{false};
};

}  // namespace plenary::storage
