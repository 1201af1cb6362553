#include "clients/load/event_loop.hpp"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>

namespace plenary::load {

namespace {
constexpr std::int64_t kNsPerSecond = 1'000'000'000;
constexpr int kLongestWaitMs = 100;

void control(int epoll, int operation, int fd, Pollable& pollable, bool want_write) {
  epoll_event event{};
  event.events = EPOLLIN | (want_write ? EPOLLOUT : 0U);
  event.data.ptr = &pollable;
  if (epoll_ctl(epoll, operation, fd, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

}  // namespace

std::int64_t now_ns() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * kNsPerSecond + time.tv_nsec;
}

EventLoop::EventLoop()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)),
      timer_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = nullptr;  // marks the timer
  if (epoll_ < 0 || timer_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, timer_, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll or timerfd");
  }
}

EventLoop::~EventLoop() {
  close(timer_);
  close(epoll_);
}

void EventLoop::add(int fd, Pollable& pollable, bool want_write) {
  control(epoll_, EPOLL_CTL_ADD, fd, pollable, want_write);
}

void EventLoop::change(int fd, Pollable& pollable, bool want_write) {
  control(epoll_, EPOLL_CTL_MOD, fd, pollable, want_write);
}

void EventLoop::remove(int fd) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
}

void EventLoop::wake_at(std::int64_t due_ns) {
  if (due_ns == armed_ns_) {
    return;
  }
  armed_ns_ = due_ns;
  itimerspec setting{};
  setting.it_value.tv_sec = due_ns / kNsPerSecond;
  setting.it_value.tv_nsec = due_ns % kNsPerSecond;
  timerfd_settime(timer_, TFD_TIMER_ABSTIME, &setting, nullptr);
}

void EventLoop::turn(const std::function<void()>& after_events) {
  std::array<epoll_event, 256> events{};
  const int count =
      epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), kLongestWaitMs);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.ptr != nullptr) {
      static_cast<Pollable*>(event.data.ptr)->on_ready(event.events);
      continue;
    }
    std::uint64_t expirations = 0;
    armed_ns_ = 0;
    [[maybe_unused]] const auto bytes = read(timer_, &expirations, sizeof expirations);
  }
  after_events();
  for (Pollable* pollable : to_flush_) {
    pollable->flush();
  }
  to_flush_.clear();
}

}  // namespace plenary::load
