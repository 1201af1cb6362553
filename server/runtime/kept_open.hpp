#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "protocol/base/document_key.hpp"
#include "server/limits.hpp"
#include "server/runtime/by_shard.hpp"

namespace plenary::server {

/// The objects of one kind that are open on one shard, at most one for each document. An object is
/// opened when it is asked for, and retired once it says that it is idle. Used on the shard's
/// thread only. T has `bool is_idle(steady_clock::time_point now) const` and `void retire()`,
/// and may have `bool is_condemned() const`.
template <class T>
class KeptOpen {
 public:
  using Open = std::function<std::shared_ptr<T>(const DocumentKey& document)>;
  /// Lifetime: the shard outlives this; this outlives every task that waits on the shard.
  KeptOpen(Shard& shard, Open open) : shard_(shard), open_(std::move(open)) {}

  /// The object of a document, opened if need be.
  [[nodiscard]] T& ensure(const DocumentKey& document) {
    std::shared_ptr<T>& slot = kept_[document];
    if (slot == nullptr || is_condemned(*slot)) {
      slot = open_(document);
    }
    return *slot;
  }
  /// The object of a document if it is open, else null.
  [[nodiscard]] T* find(const DocumentKey& document) const {
    const auto found = kept_.find(document);
    const bool is_open = found != kept_.end() && !is_condemned(*found->second);
    return is_open ? found->second.get() : nullptr;
  }
  [[nodiscard]] std::size_t size() const { return kept_.size(); }

  /// Retires idle objects every kSweepInterval from now on.
  void start_sweeping() {
    shard_.after(kSweepInterval, [this] {
      sweep();
      start_sweeping();
    });
  }

 private:
  /// Whether what an exception left of an object is not to be used any more. Those that ask for it
  /// next get a new one.
  static bool is_condemned(const T& object) {
    if constexpr (requires { object.is_condemned(); }) {
      return object.is_condemned();
    } else {
      return false;
    }
  }

  void sweep() {
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(kept_, [now](const auto& entry) {
      const bool leaves = entry.second->is_idle(now);
      if (leaves) {
        entry.second->retire();
      }
      return leaves;
    });
  }

  Shard& shard_;
  Open open_;
  std::unordered_map<DocumentKey, std::shared_ptr<T>> kept_;
};

/// The objects of one kind of all documents, each on the shard of its document. Thread: any.
template <class T, class Registry = KeptOpen<T>>
class KeptByShard {
 public:
  /// As ByShard's.
  KeptByShard(std::vector<Shard*> shards, std::vector<Registry*> registries)
      : registries_(std::move(shards), std::move(registries)) {}

  /// Calls `use(T&)` on the document's shard, and opens the object if need be: at once if this is
  /// the shard, else posted. Calls from one thread for one document arrive in order.
  template <class Use>
  void with(const DocumentKey& document, Use use) const {
    with_registry(document, [document, use = std::move(use)](Registry& registry) mutable {
      use(registry.ensure(document));
    });
  }
  /// Calls `use(T*)` in the same way and order, but opens nothing: null if the object is not open.
  template <class Use>
  void with_open(const DocumentKey& document, Use use) const {
    with_registry(document, [document, use = std::move(use)](Registry& registry) mutable {
      use(registry.find(document));
    });
  }

  /// The index of the shard that a document belongs to, by its channel's name.
  [[nodiscard]] std::size_t shard_of(const std::string& channel) const {
    return registries_.shard_of(channel);
  }

 protected:
  template <class Use>
  void with_registry(const DocumentKey& document, Use use) const {
    registries_.with(document.channel(), std::move(use));
  }

 private:
  ByShard<Registry> registries_;
};

}  // namespace plenary::server
