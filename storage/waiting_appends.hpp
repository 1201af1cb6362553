#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <vector>

#include "storage/store.hpp"

namespace plenary::storage {

/// Appends that wait for the disk, in two lines: a keystroke waits behind at most one large append
/// of other documents, however many wait. Appends of one document keep their order. Not
/// thread-safe.
class WaitingAppends {
 public:
  struct Entry {
    Append append;
    std::function<void(Result<void>)> done;
    std::size_t bytes;
  };
  struct Options {
    std::size_t batch_bytes_most;  // of one batch, if it has more than one append
    std::size_t large_bytes;       // an append from here on is large
  };
  explicit WaitingAppends(const Options& options) : options_(options) {}

  void push(Entry entry);
  /// Takes the appends of the next write, in their order; none if none waits. Writes of small and
  /// of large appends take turns.
  [[nodiscard]] std::vector<Entry> take();

  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return small_.size() + large_.size(); }

 private:
  [[nodiscard]] bool is_large(const Entry& entry) const {
    return entry.bytes >= options_.large_bytes;
  }
  [[nodiscard]] std::vector<Entry> take_large();
  [[nodiscard]] std::vector<Entry> take_small();

  const Options options_;
  std::deque<Entry> small_;
  std::deque<Entry> large_;  // and the small ones that follow them in their documents
  std::map<DocumentKey, std::size_t> in_large_;  // appends of each document
  bool small_before_{false};                     // the last batch was of small ones
};

}  // namespace plenary::storage
