#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "protocol/base/units.hpp"
#include "protocol/history/note.hpp"
#include "protocol/history/weave.hpp"

namespace plenary::history {

/// A pause after which an author's work counts as another session: long enough to think, too short
/// for a meeting. Milliseconds.
inline constexpr std::int64_t kSessionPauseMs = 5 * 60 * 1000;

/// How much an operation, a session or a day changed, in UTF-16 units.
struct Amount {
  std::uint64_t ops{0};
  std::uint64_t inserted{0};
  std::uint64_t deleted{0};
  std::uint64_t reformatted{0};
  Amount& operator+=(const Amount& other);
  friend bool operator==(const Amount&, const Amount&) = default;
};

/// Counts the units that an operation changes, those inside of tables and notes, too. A table or
/// note that is inserted or deleted counts as one unit. A null delta changes no text.
[[nodiscard]] Amount amount_of(const Delta* op);

/// The operations of one author without a longer pause. Sessions of several authors overlap.
struct Session {
  OpNumber from{0};  // its first operation
  OpNumber to{0};    // behind its last one
  Timestamp start{};
  Timestamp end{};
  AuthorIndex by{0};
  Amount amount{};
};

/// An operation that stands out of the sessions.
struct Landmark {
  enum class Kind : std::uint8_t { kCreated, kDeleted, kRestore, kUndo };
  Kind kind{Kind::kCreated};
  OpNumber op{0};
  AuthorIndex by{0};
  Note note{};
};

/// Days since 1970-01-01, in UTC.
using Day = std::int32_t;
[[nodiscard]] Day day_of(Timestamp time);

/// The time and the author of every operation. Grows with each operation; never replays. Cost of an
/// operation: O(1), 8 bytes, and 64 for each session.
class Timeline {
 public:
  /// Takes in the next operation. Times never fall.
  void add(Timestamp time, AuthorIndex by, const Amount& amount);
  void add_landmark(Landmark landmark) { landmarks_.push_back(std::move(landmark)); }

  /// Requires: op < number of operations.
  [[nodiscard]] Timestamp time_of(OpNumber op) const { return times_[op]; }
  /// In the order in which they began.
  [[nodiscard]] const std::vector<Session>& sessions() const { return sessions_; }
  [[nodiscard]] const std::vector<Landmark>& landmarks() const { return landmarks_; }
  [[nodiscard]] const std::map<Day, Amount>& days() const { return days_; }
  /// Are the two no further apart than a pause?
  [[nodiscard]] bool together(OpNumber a, OpNumber b) const;
  /// The version at an instant: operations with a time at or before it.
  [[nodiscard]] OpNumber version_at(Timestamp time) const;
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  std::vector<Timestamp> times_;
  std::vector<Session> sessions_;
  std::unordered_map<AuthorIndex, std::size_t> last_session_of_;
  std::vector<Landmark> landmarks_;
  std::map<Day, Amount> days_;
};

}  // namespace plenary::history
