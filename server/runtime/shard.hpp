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
/// live on one shard and are touched on its thread only; that is what makes an actor. Asio stays
/// behind this interface.
class Shard {
 public:
  explicit Shard(unsigned index);
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;
  /// join().
  ~Shard();

  [[nodiscard]] unsigned index() const { return index_; }
  /// Is this the shard's own thread?
  [[nodiscard]] bool is_here() const;

  /// Does it on the shard, after what was posted before. Thread: any.
  void post(Task task);
  /// Does it once `delay` has passed. Not cancellable: the task looks for itself whether it still
  /// makes sense. Thread: the shard's.
  void after(std::chrono::milliseconds delay, Task task);

  /// Starts the thread. Once.
  void start();
  /// Lets the loop end after what it is doing; what waits is dropped. May be called twice. Thread:
  /// any.
  void stop();
  /// Waits for the thread's end. Requires: stop() was called.
  void join();

  /// For the files that speak Asio themselves.
  [[nodiscard]] boost::asio::io_context& io() { return *io_; }

 private:
  struct Thread;
  unsigned index_;
  std::unique_ptr<boost::asio::io_context> io_;
  std::unique_ptr<Thread> thread_;
};

}  // namespace plenary::server
