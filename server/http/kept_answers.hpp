#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace plenary::server {

/// Caches bodies of answers that are expensive to make, by the entity tag that names their bytes.
/// Bounded: the ones unused longest go. Thread: any.
class KeptAnswers {
 public:
  using Body = std::shared_ptr<const std::string>;

  /// A body larger than a quarter of this is not kept.
  explicit KeptAnswers(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  /// Null if it is not kept. Cost: O(bodies), of which there are few.
  [[nodiscard]] Body find(std::string_view etag);
  void keep(std::string etag, Body body);

 private:
  struct Kept {
    std::string etag;
    Body body;
  };
  const std::size_t bytes_max_;
  std::mutex mutex_;
  std::list<Kept> kept_;  // guarded by mutex_, as bytes_; the one used last comes first
  std::size_t bytes_{0};
};

}  // namespace plenary::server
