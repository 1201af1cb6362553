#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "protocol/base/result.hpp"

namespace plenary::server {

/// The outcome of a function on a pool: its answer, or the exception that it threw.
template <class Answer>
struct Attempt {
  std::optional<Answer> answer{};
  std::exception_ptr thrown{};

  [[nodiscard]] Answer take() {
    if (thrown != nullptr) {
      std::rethrow_exception(thrown);
    }
    return *std::move(answer);
  }
};

template <class Read>
auto attempt(Read& read) -> Attempt<decltype(read())> {
  try {
    return {read(), nullptr};
  } catch (...) {
    return {std::nullopt, std::current_exception()};
  }
}

/// The answer of a function that answers a Result. An exception of it, which is a bug or want of
/// memory, becomes kIo: somebody waits for an answer and must get one.
template <class Read>
auto result_of(Read&& read) -> decltype(read()) {
  try {
    return read();
  } catch (const std::exception& failure) {
    return Error{Errc::kIo, std::string("the server failed at this: ") + failure.what()};
  }
}

}  // namespace plenary::server
