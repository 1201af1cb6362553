#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "protocol/base/result.hpp"

namespace plenary::server {

/// A budget of bytes that all askers together, and each of them, may hold at one time. Memory is
/// counted here before it is used: request bodies, answers that wait to be sent, and the like.
/// Thread: any. A lease may outlive the budget.
class ByteBudget {
 public:
  struct Options {
    std::size_t bytes_max{0};            // of all
    std::size_t bytes_per_asker_max{0};  // of one
  };
  explicit ByteBudget(Options options);

  /// Bytes that one asker holds; given back when the lease goes. Empty after a move.
  class Lease {
   public:
    Lease() = default;
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&& other) noexcept;
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { release(); }

    /// Takes more under the same key. Errors: those of ByteBudget::take; then nothing is taken.
    [[nodiscard]] Result<void> grow(std::size_t bytes);
    /// Gives `bytes` back. Requires: it holds that many.
    void shrink(std::size_t bytes);
    void release();
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

   private:
    friend class ByteBudget;
    struct Counts;
    Lease(std::shared_ptr<Counts> counts, std::string key)
        : counts_(std::move(counts)), key_(std::move(key)) {}
    std::shared_ptr<Counts> counts_;
    std::string key_;
    std::size_t bytes_{0};
  };

  /// `key`: see limit_key (server/access/limit_key.hpp). Error kBusy: this asker, or all together,
  /// hold too much at the moment.
  [[nodiscard]] Result<Lease> take(const std::string& key, std::size_t bytes);
  [[nodiscard]] std::size_t held() const;

 private:
  std::shared_ptr<Lease::Counts> counts_;
};

}  // namespace plenary::server
