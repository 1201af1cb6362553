#pragma once

#include <chrono>
#include <cstddef>

namespace plenary::storage {

/// Decides for how many appends a commit is worth holding back.
///
/// A write takes the time c, appends arrive at the rate r. Holding a write back by a moment costs
/// that moment to each of the n appends that wait. An append that arrives in that moment gains c:
/// it leaves with this write and need not wait for its end. So holding back gains as long as r·c >
/// n: as long as fewer wait than would arrive during the write. With few editors that is never, and
/// a lone append is written at once; when a crowd answers each commit with its next operations, it
/// gathers most of the crowd. Thread: one at a time.
class CommitPacing {
 public:
  using Duration = std::chrono::nanoseconds;

  /// Tells of one turn: `arrivals` appends in `elapsed`, and a write that took `write`.
  void observe(std::size_t arrivals, Duration elapsed, Duration write) noexcept;

  /// The number of waiting appends at which to write; 1 or less than that many: at once.
  [[nodiscard]] std::size_t worth_gathering() const noexcept;

 private:
  // Running means over some ten turns.
  double arrivals_{0};
  double elapsed_ns_{1};
  double write_ns_{0};
};

}  // namespace plenary::storage
