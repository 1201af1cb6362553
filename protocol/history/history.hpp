#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/history/timeline.hpp"
#include "protocol/history/weave.hpp"

namespace plenary::history {

/// An operation as the history takes it in. Lifetime: of the call.
struct Event {
  enum class Kind : std::uint8_t { kEdit, kCreate, kDelete, kNoOp };
  Kind kind{Kind::kNoOp};
  Timestamp time{};
  std::string_view author{};    // the author's id
  const Delta* delta{nullptr};  // of an edit of a text, or what it was created with; else null
  std::string_view note{};      // JSON (note.hpp), or empty
};

/// All that can be asked about how a document came to be: its weave, its timeline, its authors.
/// Grows operation by operation. A regular value; const functions may run on several threads.
class History {
 public:
  /// Takes in the next operation. Cost: O(1) if it continues the last one. After an error the
  /// history must not be used.
  [[nodiscard]] Result<void> add(const Event& event);

  [[nodiscard]] OpNumber version() const { return weave_.version(); }
  [[nodiscard]] const Weave& weave() const { return weave_; }
  [[nodiscard]] const Timeline& timeline() const { return timeline_; }
  /// Ids, in the order of their first operation.
  [[nodiscard]] const std::vector<std::string>& authors() const { return authors_; }
  /// Nothing if they never did anything here.
  [[nodiscard]] std::optional<AuthorIndex> author(std::string_view id) const;
  /// True if all that it knows is a rich text.
  [[nodiscard]] bool is_text() const { return is_text_; }
  [[nodiscard]] std::size_t memory_bytes() const {
    return weave_.memory_bytes() + timeline_.memory_bytes();
  }

 private:
  AuthorIndex index_of(std::string_view id);
  [[nodiscard]] Result<void> edit(const Event& event, AuthorIndex by, OpNumber op);

  Weave weave_;
  Timeline timeline_;
  std::vector<std::string> authors_;
  std::map<std::string, AuthorIndex, std::less<>> index_of_;
  AuthorIndex last_author_{0};
  bool is_text_{true};
};

}  // namespace plenary::history
