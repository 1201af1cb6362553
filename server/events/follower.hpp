#pragma once

#include <algorithm>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "protocol/base/document_key.hpp"
#include "protocol/base/result.hpp"
#include "protocol/base/try.hpp"

namespace plenary::server {

/// Caches one entry for each document that was asked about lately. Beyond `bytes_most` in all, the
/// entries asked about longest ago leave memory; the one asked about last stays. `Entry` is made
/// from a DocumentKey, and has it as `key`. Thread: any.
template <class Entry>
class RecentEntries {
 public:
  explicit RecentEntries(std::size_t bytes_most) : bytes_most_(bytes_most) {}

  /// The entry of a document, made if need be.
  [[nodiscard]] std::shared_ptr<Entry> of(const DocumentKey& key) {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
    } else {
      newest_first_.push_front({std::make_shared<Entry>(key), 0});
      by_key_.emplace(key, newest_first_.begin());
    }
    return newest_first_.front().entry;
  }

  /// Notes the bytes that an entry takes.
  void weigh(const std::shared_ptr<Entry>& entry, std::size_t bytes) {
    std::list<Weighed> gone;  // taken apart after the lock is let go
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(entry->key);
    if (found == by_key_.end() || found->second->entry != entry) {
      return;  // it left meanwhile
    }
    bytes_ += bytes - found->second->bytes;
    found->second->bytes = bytes;
    while (bytes_ > bytes_most_ && newest_first_.size() > 1) {
      const auto last = std::prev(newest_first_.end());
      bytes_ -= last->bytes;
      by_key_.erase(last->entry->key);
      gone.splice(gone.begin(), newest_first_, last);
    }
  }

 private:
  struct Weighed {
    std::shared_ptr<Entry> entry;
    std::size_t bytes;
  };
  const std::size_t bytes_most_;
  std::mutex mutex_;
  // Guarded by mutex_:
  std::list<Weighed> newest_first_;
  std::unordered_map<DocumentKey, typename std::list<Weighed>::iterator> by_key_;
  std::size_t bytes_{0};
};

/// Follows logs off the shard, and gives immutable views of their contents. A view holds everything
/// that was durable when it was asked for.
///
/// `Track` follows the logs of one document; one thread at a time advances it:
///   struct Track {
///     using View = …;   // immutable; has covers(const Heads&) and gathered_bytes()
///     using Heads = …;  // where the logs end
///     explicit Track(const DocumentKey&);
///     // Blocking, and not guarded: reads where the logs end.
///     static Result<Heads> heads(storage::Logs&, const DocumentKey&);
///     // Blocking: follows the logs to the heads. What it cannot follow it makes anew next time.
///     Result<std::shared_ptr<const View>> advance(Sources&, const Heads&);
///     std::size_t memory_bytes() const;
///   };
///
/// Thread: any, any number at once. Calls block: for pools.
template <class Track, class Sources>
class Follower {
 public:
  using View = typename Track::View;
  using ViewPtr = std::shared_ptr<const View>;

  Follower(Sources sources, std::size_t bytes_most)
      : sources_(std::move(sources)), entries_(bytes_most) {}

  /// Errors: those of the store. Cost: what happened since the last call; if nothing did, the
  /// reading of the heads, and then it waits for nobody.
  [[nodiscard]] Result<ViewPtr> view(const DocumentKey& key) {
    PLENARY_TRY(const auto heads, Track::heads(sources_.store, key));
    const std::shared_ptr<Entry> entry = entries_.of(key);
    if (ViewPtr newest = entry->newest(); newest != nullptr && newest->covers(heads)) {
      entries_.weigh(entry, entry->bytes());
      return newest;
    }
    const std::lock_guard following(entry->following);
    return advance(*entry, entry, heads);
  }

  /// Calls `use(Track&, Sources&, const ViewPtr&)` with the track at such a view, while no other
  /// thread uses it; returns its answer, a Result.
  template <class Use>
  auto with_track(const DocumentKey& key, Use use)
      -> decltype(use(std::declval<Track&>(), std::declval<Sources&>(),
                      std::declval<const ViewPtr&>())) {
    PLENARY_TRY(const auto heads, Track::heads(sources_.store, key));
    const std::shared_ptr<Entry> entry = entries_.of(key);
    const std::lock_guard following(entry->following);
    PLENARY_TRY(const ViewPtr view, advance(*entry, entry, heads));
    auto answer = use(entry->track, sources_, view);
    entry->note_bytes(entry->track.memory_bytes());
    entries_.weigh(entry, entry->bytes());
    return answer;
  }

 private:
  struct Entry {
    explicit Entry(const DocumentKey& k) : key(k), track(k) {}
    const DocumentKey key;
    std::mutex following;
    Track track;  // guarded by following

    [[nodiscard]] ViewPtr newest() {
      const std::lock_guard lock(mutex_);
      return newest_;
    }
    /// The track and what views gather while they are looked at.
    [[nodiscard]] std::size_t bytes() {
      const std::lock_guard lock(mutex_);
      return track_bytes_ + (newest_ == nullptr ? 0 : newest_->gathered_bytes());
    }
    void publish(ViewPtr view, std::size_t bytes) {
      const std::lock_guard lock(mutex_);
      newest_.swap(view);
      track_bytes_ = bytes;
    }
    void note_bytes(std::size_t bytes) {
      const std::lock_guard lock(mutex_);
      track_bytes_ = bytes;
    }

   private:
    std::mutex mutex_;
    ViewPtr newest_;              // guarded by mutex_
    std::size_t track_bytes_{0};  // the same
  };

  /// Requires: entry.following is held.
  template <class Heads>
  Result<ViewPtr> advance(Entry& entry, const std::shared_ptr<Entry>& shared, const Heads& heads) {
    ViewPtr view = entry.newest();
    if (view == nullptr || !view->covers(heads)) {
      PLENARY_TRY(view, entry.track.advance(sources_, heads));
      entry.publish(view, entry.track.memory_bytes());
    }
    entries_.weigh(shared, entry.bytes());
    return view;
  }

  Sources sources_;
  RecentEntries<Entry> entries_;
};

}  // namespace plenary::server
