#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Strictness about a request's header. A proxy in front and this server must read a request alike:
/// where two programs could disagree (RFC 9112, sections 3.2, 5.2, 6.3), the request is refused.
/// Pure; any thread.
namespace plenary::server {

/// Looks for the end of a header in bytes that arrive piece by piece. Each byte is looked at once.
class HeaderScan {
 public:
  enum class State : bool { kMore, kDone };

  /// `bytes`: everything that arrived so far, from the request's first byte on.
  State look(std::string_view bytes);
  /// The header's length, its empty line included. Requires: kDone, no fault.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The fault of its lines, in words; empty: none. With a fault it is kDone.
  [[nodiscard]] std::string_view fault() const { return fault_; }

 private:
  std::size_t looked_at_{0};
  std::size_t size_{0};
  std::string_view fault_;
};

struct HeaderField {
  std::string_view name;
  std::string_view value;  // without blanks around it
};

/// The fault of a header's fields, in words; empty: none. `version`: 11 for HTTP/1.1.
[[nodiscard]] std::string_view fault_of_fields(unsigned version,
                                               const std::vector<HeaderField>& fields);

/// The fields by name in lower case. Lines of one name are joined in their order: with a comma, as
/// RFC 9110 says; cookies with a semicolon.
[[nodiscard]] std::map<std::string, std::string> collect(const std::vector<HeaderField>& fields);

}  // namespace plenary::server
