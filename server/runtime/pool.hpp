#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "protocol/base/result.hpp"
#include "server/runtime/task.hpp"

namespace plenary::server {

/// The asker of a task.
struct Asker {
  /// Tasks of one key take turns with those of others: see server/access/limit_key.hpp.
  std::string key{};
  /// True once nobody waits for the answer any more: then the task is dropped. May be empty. The
  /// pool calls it on its threads, with no lock held.
  std::function<bool()> gone{};
};

/// Threads for work that a shard must not do, because it blocks or costs more than microseconds.
/// Each kind of promise has a pool of its own, so that one kind never waits for another.
///
/// Askers take turns: the next task is that of the asker who was served longest ago, however many
/// tasks others have waiting. One asker has at most all threads but one (of a pool with several),
/// so the others always have a thread. The number of waiting tasks is bounded, for each asker and
/// in all. The server's own work (post) is one more asker, without bounds.
///
/// A task that throws costs itself: its callable is destroyed, which must answer whoever waits.
///
/// Thread: any.
class Pool {
 public:
  struct Options {
    std::string_view name{};  // for the words of a refusal and for metrics; a literal
    std::size_t threads{1};
    std::size_t waiting_max{4'096};          // of all askers, without the server's own
    std::size_t waiting_per_asker_max{128};  // a page asks for a dozen things at once
    std::size_t running_per_asker_max{0};    // 0: all threads but one, at least one
    int niceness{0};                         // of the threads: 10 gives way to everything else
    /// Is told of an exception of a task, on the pool's thread. May be empty; must not throw.
    std::function<void(std::string_view pool, const std::exception_ptr& thrown)> failed{};
  };
  explicit Pool(Options options);
  explicit Pool(std::size_t threads) : Pool(Options{.threads = threads}) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() { stop(); }

  /// Does the task in the asker's turn. Errors: kBusy, too much waits: the task was dropped, the
  /// asker may try again; kStopping after stop().
  [[nodiscard]] Result<void> try_post(Asker asker, Task task);
  /// Does a task of the server's own: never refused, dropped after stop().
  void post(Task task);
  /// Finishes all running and waiting tasks, then ends the threads. May be called twice.
  void stop();
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] std::string_view name() const { return options_.name; }

 private:
  struct Waiting {
    std::function<bool()> gone;
    Task task;
  };
  struct Line {
    std::deque<Waiting> tasks{};
    std::size_t running{0};
    bool in_turns{false};  // its key is in turns_
  };
  void add(const std::string& key, Waiting waiting);
  /// Puts a line into turns_ if it has a task and may use one more thread.
  void enter_turns(const std::string& key, Line& line);
  void work();
  void run(Waiting& waiting) noexcept;

  const Options options_;
  const std::size_t running_per_asker_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::unordered_map<std::string, Line> lines_;  // by key; the server's own: the empty one
  std::deque<std::string> turns_;                // keys in the order of their turns, each once
  std::size_t waiting_{0};
  std::size_t asked_{0};  // the part of it that is not the server's own
  bool stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace plenary::server
