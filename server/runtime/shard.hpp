#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "server/runtime/task.hpp"

namespace boost::asio {
class io_context;
}

namespace plenary::server {

/// One thread with its event loop, pinned to a core. Documents, presence channels and sockets each
/// live on one shard and are used on its thread only, which makes them actors. Asio stays behind
/// this interface.
class Shard {
 public:
  explicit Shard(unsigned index);
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  /// join().
  ~Shard();

  [[nodiscard]] unsigned index() const { return index_; }
  /// True on the shard's own thread.
  [[nodiscard]] bool is_here() const;

  /// Runs the task on the shard, after the tasks that were posted before. Thread: any.
  void post(Task task);
  /// Runs the task once `delay` has passed. Not cancellable: the task must check whether it still
  /// makes sense. Thread: the shard's.
  void after(std::chrono::milliseconds delay, Task task);

  /// Starts the thread. Once.
  void start();
  /// Ends the loop after the running task. Waiting tasks are destroyed with the shard, without
  /// having run. May be called twice. Thread: any.
  void stop();
  /// Waits for the thread's end. Requires: stop() was called.
  void join();

  /// For the files that use Asio themselves.
  [[nodiscard]] boost::asio::io_context& io() { return *io_; }

 private:
  struct Thread;
  unsigned index_;
  std::unique_ptr<boost::asio::io_context> io_;
  std::unique_ptr<Thread> thread_;
};

}  // namespace plenary::server
