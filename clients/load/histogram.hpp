#pragma once

#include <array>
#include <cstdint>

namespace plenary::load {

/// Latencies in buckets of at most 1/64 relative width, so that millions of samples cost 30 kB.
/// Thread: one. Cost: record() is O(1), a percentile is O(buckets).
class Histogram {
 public:
  /// Adds one sample, in nanoseconds. Negative samples count as 0.
  void record(std::int64_t latency_ns);
  /// Returns the value (milliseconds) that `fraction` (0..1) of the samples do not exceed, rounded
  /// up to its bucket's edge, but never above max_ms(); 0 without samples.
  [[nodiscard]] double percentile_ms(double fraction) const;
  [[nodiscard]] double max_ms() const;
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  static constexpr int kSubBucketBits = 6;
  static constexpr std::size_t kSubBuckets = std::size_t{1} << kSubBucketBits;
  static constexpr std::size_t kOctaves = 64 - kSubBucketBits;

  static std::size_t bucket_of(std::uint64_t value);
  static std::uint64_t upper_edge(std::size_t bucket);

  std::array<std::uint64_t, kSubBuckets*(kOctaves + 1)> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ns_ = 0;
};

}  // namespace plenary::load
