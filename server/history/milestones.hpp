#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/base/units.hpp"
#include "storage/records.hpp"

namespace plenary::server {

class Clock;

/// A version that somebody named.
struct Milestone {
  std::string id{};
  Version version{};
  std::string name{};
  std::string note{};
  std::string by{};  // author id; empty in open mode
  Timestamp at{};    // when it was named
  friend bool operator==(const Milestone&, const Milestone&) = default;
};

/// The members of a milestone that a change replaces.
struct MilestoneChange {
  std::optional<std::string> name{};
  std::optional<std::string> note{};
};

/// The milestones of papers. Thread: any; calls block, changes until they are on disk.
/// Errors: kMalformed for a name or a note that cannot be; kTooLarge: there are too many;
/// kNotFound; those of the store.
class Milestones {
 public:
  static constexpr std::size_t kNameBytesMost = 400;
  static constexpr std::size_t kNoteBytesMost = 10'000;
  /// Ten times as many as a person can look through.
  static constexpr std::size_t kPerPaperMost = 2'000;

  /// Lifetime: the store and the clock outlive it.
  Milestones(storage::Records& store, const Clock& clock, std::function<std::string()> next_id)
      : store_(store), clock_(clock), next_id_(std::move(next_id)) {}

  /// In the order of their versions.
  [[nodiscard]] Result<std::vector<Milestone>> of(const std::string& paper);
  [[nodiscard]] Result<Milestone> find(const std::string& paper, const std::string& id);
  /// Takes name, note, version and author from `wanted`.
  [[nodiscard]] Result<Milestone> add(const std::string& paper, Milestone wanted);
  /// `expected`: whether the milestone is still as the caller has seen it. Error kVersionConflict
  /// if not.
  [[nodiscard]] Result<Milestone> change(const std::string& paper, const std::string& id,
                                         const MilestoneChange& change,
                                         const std::function<bool(const Milestone&)>& expected);
  [[nodiscard]] Result<void> remove(const std::string& paper, const std::string& id,
                                    const std::function<bool(const Milestone&)>& expected);

 private:
  [[nodiscard]] Result<void> put(const std::string& paper, const Milestone& milestone);

  storage::Records& store_;
  const Clock& clock_;
  const std::function<std::string()> next_id_;
  std::mutex changes_;  // one at a time
};

}  // namespace plenary::server
