#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

/// The diagnostic journal: one line of logfmt for each event, on standard error.
///
///   time=2026-11-22T10:00:00.000Z level=info event=document_opened document=dc-paper version=12
///
/// An event is a name in snake_case and fields; never a sentence, never anyone's text. The one
/// thing in the server that is global: a line must be possible from anywhere, even from where
/// nothing else is. Thread: any; a line is written whole, before the call returns.
namespace plenary::server::log {

enum class Level : std::uint8_t { kDebug, kInfo, kWarning, kError };

/// A field's value. Text is written bare if it is one plain word, else quoted, with everything that
/// is not printable ASCII or UTF-8 escaped: no client can forge a line.
class Value {
 public:
  Value(std::string_view text) : held_(text) {}    // NOLINT(google-explicit-constructor)
  Value(const std::string& text) : held_(text) {}  // NOLINT(google-explicit-constructor)
  Value(const char* text) : held_(text) {}         // NOLINT(google-explicit-constructor)
  Value(bool yes) : held_(yes) {}                  // NOLINT(google-explicit-constructor)
  Value(double number) : held_(number) {}          // NOLINT(google-explicit-constructor)
  template <class Integer,
            class = std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>>>
  Value(Integer number)  // NOLINT(google-explicit-constructor)
      : held_(convert(number)) {}

  void append_to(std::string& line) const;

 private:
  using Held = std::variant<std::string_view, bool, double, std::int64_t, std::uint64_t>;
  template <class Integer>
  static Held convert(Integer number) {
    if constexpr (std::is_signed_v<Integer>) {
      return static_cast<std::int64_t>(number);
    } else {
      return static_cast<std::uint64_t>(number);
    }
  }
  Held held_;
};

/// Lifetime: borrows both; for use within one call.
struct Field {
  std::string_view name;
  Value value;
};
using Fields = std::initializer_list<Field>;

/// Drops entries below `level` from now on. At the start: kInfo.
void set_level(Level level);

/// "debug", "info", "warning", "error".
[[nodiscard]] std::string_view name_of(Level level);

void write(Level level, std::string_view event, Fields fields);

inline void debug(std::string_view event, Fields fields = {}) {
  write(Level::kDebug, event, fields);
}
inline void info(std::string_view event, Fields fields = {}) {
  write(Level::kInfo, event, fields);
}
inline void warning(std::string_view event, Fields fields = {}) {
  write(Level::kWarning, event, fields);
}
inline void error(std::string_view event, Fields fields = {}) {
  write(Level::kError, event, fields);
}

}  // namespace plenary::server::log
