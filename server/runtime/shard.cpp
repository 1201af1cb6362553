#include "server/runtime/shard.hpp"

#include <pthread.h>
#include <sched.h>

#include <thread>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace plenary::server {

namespace asio = boost::asio;

struct Shard::Thread {
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::thread thread;
};

namespace {

/// In a container with fewer cores the kernel may refuse: then the scheduler decides.
void pin_to_core(std::thread& thread, unsigned index) {
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(index % cores, &set);
  static_cast<void>(pthread_setaffinity_np(thread.native_handle(), sizeof(set), &set));
}

}  // namespace

Shard::Shard(unsigned index) : index_(index), io_(std::make_unique<asio::io_context>(1)) {}

Shard::~Shard() {
  join();
}

void Shard::join() {
  if (thread_ != nullptr && thread_->thread.joinable()) {
    thread_->thread.join();
  }
}

bool Shard::is_here() const {
  return io_->get_executor().running_in_this_thread();
}

void Shard::post(Task task) {
  asio::post(*io_, [task = std::move(task)]() mutable { task(); });
}

void Shard::after(std::chrono::milliseconds delay, Task task) {
  auto timer = std::make_unique<asio::steady_timer>(*io_, delay);
  auto* const waiting = timer.get();
  waiting->async_wait([timer = std::move(timer),
                       task = std::move(task)](const boost::system::error_code& error) mutable {
    if (!error) {
      task();
    }
  });
}

void Shard::start() {
  thread_ = std::make_unique<Thread>(
      Thread{asio::make_work_guard(*io_), std::thread([this] { io_->run(); })});
  pin_to_core(thread_->thread, index_);
}

void Shard::stop() {
  io_->stop();
}

}  // namespace plenary::server
