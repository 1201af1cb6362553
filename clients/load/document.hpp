#pragma once

#include "clients/load/options.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plenary::load {

/// The generator's knowledge of one document: the author of each version, and the length of the
/// text at least. A delete that met another's delete took less than it asked, so the length is a
/// lower bound; an op that stays below it is valid at its version, whatever it is transformed over
/// later.
class Document {
 public:
  /// A document of `options.chars` units, whose create is version 0.
  Document(const Options& options, std::string id);

  [[nodiscard]] const std::string& id() const { return id_; }
  /// `{"a":"op",…,"v":` up to the version's digits.
  [[nodiscard]] const std::string& op_prefix() const { return op_prefix_; }
  [[nodiscard]] std::string fetch_frame() const {
    return "{\"a\":\"f\"," + address_ + ",\"v\":null}";
  }
  /// Subscribes from version 1 on: a reader of a big document need not get the text.
  [[nodiscard]] std::string subscribe_frame() const {
    return "{\"a\":\"s\"," + address_ + ",\"v\":1}";
  }
  [[nodiscard]] std::string create_frame(const Options& options) const;

  /// Number of versions seen so far by anybody.
  [[nodiscard]] std::int64_t head() const { return static_cast<std::int64_t>(commits_.size()); }
  /// Lower bound of the text's length at `version` (1..head()).
  [[nodiscard]] std::int64_t length_at(std::int64_t version) const {
    return commits_[static_cast<std::size_t>(version - 1)].length_after;
  }
  /// Notes that `author`'s op `sequence` is version `version` (at most head()) and changes the
  /// length by `effect`. Returns false if that version is known to be another op.
  [[nodiscard]] bool note(std::int64_t version, std::uint32_t author, std::int64_t sequence,
                          std::int64_t effect);

 private:
  struct Commit {
    std::uint32_t author;
    std::int64_t sequence;
    std::int64_t length_after;
  };

  std::string id_;
  std::string address_;  // "c":…,"d":…
  std::string op_prefix_;
  std::vector<Commit> commits_;
};

}  // namespace plenary::load
