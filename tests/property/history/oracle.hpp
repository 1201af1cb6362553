#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/history/weave.hpp"

namespace plenary::history {

/// One unit of a text, with an identity of its own.
struct Unit {
  std::uint64_t id{0};
  std::string content;     // the unit or the embed, as JSON
  std::string attributes;  // as JSON; empty: none
  friend bool operator==(const Unit&, const Unit&) = default;
};

/// Tracks every unit of a text by identity, the slow and obvious way, and keeps every version.
class Oracle {
 public:
  struct Fate {
    OpNumber born{kNever};
    AuthorIndex writer{0};
    OpNumber last_brought{kNever};  // of the newest version
    OpNumber last_taken{kNever};
  };

  void apply(const Delta& op, AuthorIndex author);
  /// The text is again what it was: the same units.
  void restore(OpNumber version);

  [[nodiscard]] OpNumber version() const { return static_cast<OpNumber>(versions_.size() - 1); }
  [[nodiscard]] const std::vector<Unit>& at(OpNumber version) const { return versions_[version]; }
  [[nodiscard]] const std::vector<Unit>& now() const { return versions_.back(); }
  [[nodiscard]] const Fate& fate(std::uint64_t id) const { return fates_[id]; }
  [[nodiscard]] AuthorIndex author_of(OpNumber op) const { return authors_[op]; }
  /// Was that unit in the text at that version?
  [[nodiscard]] bool is_there(std::uint64_t id, OpNumber version) const;
  /// The operation before `version` that took it away, seen from there.
  [[nodiscard]] OpNumber taken_by(std::uint64_t id, OpNumber version) const;

  void note_author(AuthorIndex author) { authors_.push_back(author); }

 private:
  std::vector<std::vector<Unit>> versions_{{}};
  std::vector<Fate> fates_;
  std::vector<AuthorIndex> authors_;
};

/// The units of a document, all with id 0.
[[nodiscard]] std::vector<Unit> units_of(const Delta& document);

}  // namespace plenary::history
