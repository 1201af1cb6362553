#pragma once

// Error propagation for Result<T> (boost::system::result<T, Error>).
//   PLENARY_TRY(auto v, parse(x));      in a function that returns Result<...>
//   PLENARY_CO_TRY(auto v, parse(x));   in a coroutine that returns awaitable<Result<...>>
#define PLENARY_CONCAT_(a, b) a##b
#define PLENARY_CONCAT(a, b) PLENARY_CONCAT_(a, b)
#define PLENARY_TRY_IMPL(leave, tmp, lhs, ...) \
  auto tmp = (__VA_ARGS__);                    \
  if (!tmp) {                                  \
    leave std::move(tmp).error();              \
  }                                            \
  lhs = *std::move(tmp)
#define PLENARY_TRY(lhs, ...) \
  PLENARY_TRY_IMPL(return, PLENARY_CONCAT(try_, __COUNTER__), lhs, __VA_ARGS__)
#define PLENARY_CO_TRY(lhs, ...) \
  PLENARY_TRY_IMPL(co_return, PLENARY_CONCAT(try_, __COUNTER__), lhs, __VA_ARGS__)
// The same for a Result<void>:  PLENARY_TRY_VOID(check(x));
#define PLENARY_TRY_VOID_IMPL(tmp, ...) \
  if (auto tmp = (__VA_ARGS__); !tmp) { \
    return std::move(tmp).error();      \
  }
#define PLENARY_TRY_VOID(...)                                           \
  PLENARY_TRY_VOID_IMPL(PLENARY_CONCAT(try_, __COUNTER__), __VA_ARGS__) \
  static_assert(true, "")
