#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "server/runtime/clock.hpp"

namespace plenary::server {

/// A bucket of tokens for each name: so many at once, and one more each `refill`. Thread: any.
class Throttle {
 public:
  /// Lifetime: `clock` outlives it.
  Throttle(const Clock& clock, double capacity, std::chrono::milliseconds refill)
      : clock_(clock), capacity_(capacity), refill_(refill) {}

  /// Takes tokens of that name; false, and nothing is taken, if there are not so many.
  [[nodiscard]] bool take(std::string_view name, double tokens = 1);
  /// Gives one token back: the attempt turned out to be right.
  void give_back(std::string_view name);

 private:
  struct Bucket {
    double tokens;
    Timestamp at;
  };
  [[nodiscard]] double filled(const Bucket& bucket, Timestamp now) const;
  void make_room(Timestamp now);

  const Clock& clock_;
  const double capacity_;
  const std::chrono::milliseconds refill_;
  std::mutex mutex_;
  std::map<std::string, Bucket, std::less<>> buckets_;  // a full one need not be there
};

}  // namespace plenary::server
