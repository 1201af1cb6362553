#pragma once

#include <string>
#include <string_view>

namespace plenary::cli {

/// What a person is told when a command could not do its work.
struct Complaint {
  std::string happened;  // a sentence without its full stop
  std::string kept;      // what is as it was, or is safe; may be empty
  std::string advice;    // what to do; may be empty
};

/// Writes it to standard error and answers kCannot.
int complain(const Complaint& complaint);

/// Text from elsewhere for a terminal: control characters, which could move the cursor or worse,
/// become U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace plenary::cli
