#pragma once

#include <string>
#include <string_view>

namespace plenary::cli {

/// The message to a person whose command could not do its work.
struct Complaint {
  std::string happened;  // a sentence without its full stop
  std::string kept;      // the things that are safe or unchanged; may be empty
  std::string advice;    // the next step; may be empty
};

/// Writes it to standard error and answers kCannot.
int complain(const Complaint& complaint);

/// Text from elsewhere for a terminal: control characters, which could move the cursor or worse,
/// become U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace plenary::cli
