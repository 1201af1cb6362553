#include "storage/commit_pacing.hpp"

#include <algorithm>

namespace plenary::storage {
namespace {

constexpr double kNewestWeight = 0.1;

/// More than that is a backlog: one write takes it as it is.
constexpr double kGatheredMost = 256;

void move_toward(double& mean, double newest) noexcept {
  mean += kNewestWeight * (newest - mean);
}

}  // namespace

void CommitPacing::observe(std::size_t arrivals, Duration elapsed, Duration write) noexcept {
  move_toward(arrivals_, static_cast<double>(arrivals));
  move_toward(elapsed_ns_, std::max(1.0, static_cast<double>(elapsed.count())));
  move_toward(write_ns_, static_cast<double>(write.count()));
}

std::size_t CommitPacing::worth_gathering() const noexcept {
  const double during_a_write = arrivals_ / elapsed_ns_ * write_ns_;
  return static_cast<std::size_t>(std::min(during_a_write, kGatheredMost));
}

}  // namespace plenary::storage
