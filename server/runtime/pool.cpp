#include "server/runtime/pool.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

namespace plenary::server {

Pool::Pool(Options options)
    : options_(options),
      running_per_asker_max_(options.running_per_asker_max > 0
                                 ? options.running_per_asker_max
                                 : std::max<std::size_t>(1, options.threads - 1)) {
  for (std::size_t i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this] { work(); });
  }
}

Result<void> Pool::try_post(Asker asker, Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return Error{Errc::kStopping, "the server is stopping"};
    }
    const auto line = lines_.find(asker.key);
    const std::size_t own = line == lines_.end() ? 0 : line->second.tasks.size();
    if (own >= options_.waiting_per_asker_max || asked_ >= options_.waiting_max) {
      return Error{Errc::kBusy,
                   "The server is busy with other requests: try again in a moment. "
                   "Nothing was done."};
    }
    // An asker without a key would count as the server itself.
    add(asker.key.empty() ? "?" : asker.key, {std::move(asker.gone), std::move(task)});
  }
  wake_.notify_one();
  return {};
}

void Pool::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return;
    }
    add({}, {{}, std::move(task)});
  }
  wake_.notify_one();
}

void Pool::add(const std::string& key, Waiting waiting) {
  Line& line = lines_[key];
  line.tasks.push_back(std::move(waiting));
  ++waiting_;
  asked_ += key.empty() ? 0 : 1;
  enter_turns(key, line);
}

void Pool::enter_turns(const std::string& key, Line& line) {
  const bool may_run = key.empty() || line.running < running_per_asker_max_;
  if (!line.in_turns && !line.tasks.empty() && may_run) {
    line.in_turns = true;
    turns_.push_back(key);
  }
}

void Pool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

std::size_t Pool::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

void Pool::work() {
  if (options_.niceness > 0) {
    // Linux keeps a niceness for each thread; 0 names the calling one. Raising it cannot fail.
    setpriority(PRIO_PROCESS, 0, options_.niceness);
  }
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return !turns_.empty() || (stopping_ && waiting_ == 0); });
    if (turns_.empty()) {
      return;
    }
    const std::string key = std::move(turns_.front());
    turns_.pop_front();
    Line& line = lines_.find(key)->second;
    Waiting next = std::move(line.tasks.front());
    line.tasks.pop_front();
    line.in_turns = false;
    --waiting_;
    asked_ -= key.empty() ? 0 : 1;
    ++line.running;
    enter_turns(key, line);  // behind the others, for another thread
    lock.unlock();
    run(next);
    next = {};
    lock.lock();
    Line& same = lines_.find(key)->second;  // the map may have moved it meanwhile
    --same.running;
    enter_turns(key, same);
    if (same.running == 0 && same.tasks.empty()) {
      lines_.erase(key);
    }
    // This line may use another thread now. And at the end no post() wakes the other threads.
    if (!turns_.empty() || stopping_) {
      wake_.notify_all();
    }
  }
}

void Pool::run(Waiting& waiting) noexcept {
  try {
    if (!waiting.gone || !waiting.gone()) {
      waiting.task();
    }
  } catch (...) {
    if (options_.failed) {
      options_.failed(options_.name, std::current_exception());
    }
  }
}

}  // namespace plenary::server
