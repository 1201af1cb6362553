#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace plenary::server {

/// A callable that is called once, later. It may own objects that cannot be copied, which
/// std::function does not allow.
class Task {
 public:
  Task() = default;
  template <class Callable, class = std::enable_if_t<!std::is_same_v<std::decay_t<Callable>, Task>>>
  Task(Callable&& callable)  // NOLINT(google-explicit-constructor): any lambda is a task
      : held_(std::make_unique<Held<std::decay_t<Callable>>>(std::forward<Callable>(callable))) {}

  explicit operator bool() const { return held_ != nullptr; }
  /// Calls it. Requires: it is not empty.
  void operator()() { held_->run(); }

 private:
  struct Base {
    Base() = default;
    Base(const Base&) = delete;
    Base& operator=(const Base&) = delete;
    virtual ~Base() = default;
    virtual void run() = 0;
  };
  template <class Callable>
  struct Held final : Base {
    explicit Held(Callable callable) : callable_(std::move(callable)) {}
    void run() override { callable_(); }
    Callable callable_;
  };
  std::unique_ptr<Base> held_;
};

}  // namespace plenary::server
