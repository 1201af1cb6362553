#include "clients/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace plenary::load {

namespace {
constexpr double kNsPerMs = 1e6;
}

// Values below 64 have a bucket each; above, every power of two is cut into 64 equal buckets.
std::size_t Histogram::bucket_of(std::uint64_t value) {
  if (value < kSubBuckets) {
    return static_cast<std::size_t>(value);
  }
  const int octave = static_cast<int>(std::bit_width(value)) - 1 - kSubBucketBits;
  const auto within = static_cast<std::size_t>(value >> octave) - kSubBuckets;
  return kSubBuckets * static_cast<std::size_t>(octave + 1) + within;
}

std::uint64_t Histogram::upper_edge(std::size_t bucket) {
  if (bucket < kSubBuckets) {
    return bucket;
  }
  const std::size_t octave = bucket / kSubBuckets - 1;
  const std::uint64_t lower = (kSubBuckets + bucket % kSubBuckets) << octave;
  return lower + (std::uint64_t{1} << octave) - 1;
}

void Histogram::record(std::int64_t latency_ns) {
  const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(latency_ns, 0));
  ++buckets_[bucket_of(value)];
  ++count_;
  max_ns_ = std::max(max_ns_, value);
}

double Histogram::percentile_ms(double fraction) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(count_)));
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size() && count_ > 0; ++bucket) {
    seen += buckets_[bucket];
    if (seen >= wanted && seen > 0) {
      return static_cast<double>(std::min(upper_edge(bucket), max_ns_)) / kNsPerMs;
    }
  }
  return 0;
}

double Histogram::max_ms() const {
  return static_cast<double>(max_ns_) / kNsPerMs;
}

}  // namespace plenary::load
