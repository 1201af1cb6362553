#include "server/ops/log.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

#include "protocol/base/ascii.hpp"
#include "protocol/base/utf.hpp"

namespace plenary::server::log {
namespace {

/// A value longer than this says nothing more to a person, and clients choose some of them.
constexpr std::size_t kValueBytesMax = 512;

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

spdlog::logger& journal() {
  static const std::shared_ptr<spdlog::logger> made_once = [] {
    auto made = std::make_shared<spdlog::logger>("plenaryd",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "time=%Y-%m-%dT%H:%M:%S.%eZ %v", spdlog::pattern_time_type::utc));
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *made_once;
}

bool is_plain(char c) {
  const bool alphanumeric =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || std::string_view("-._~:/@+,").find(c) != std::string_view::npos;
}

void append_escaped(std::string& line, char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    line += '\\';
    line += c;
  } else if (c == '\n') {
    line += "\\n";
  } else if (byte < 0x20 || byte == 0x7f) {
    line += "\\x";
    ascii::append_hex(line, c);
  } else {
    line += c;
  }
}

void append_text(std::string& line, std::string_view text) {
  if (!text.empty() && text.size() <= kValueBytesMax &&
      std::all_of(text.begin(), text.end(), is_plain)) {
    line += text;
    return;
  }
  line += '"';
  if (!utf::is_utf8(text)) {
    line += "(not UTF-8)";
  } else {
    std::size_t end = std::min(text.size(), kValueBytesMax);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) {
      --end;  // not within a character
    }
    for (const char c : text.substr(0, end)) {
      append_escaped(line, c);
    }
    if (end < text.size()) {
      line += "…";
    }
  }
  line += '"';
}

void append_double(std::string& line, double number) {
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  line.append(digits, end);
}

}  // namespace

void Value::append_to(std::string& line) const {
  if (const auto* text = std::get_if<std::string_view>(&held_)) {
    append_text(line, *text);
  } else if (const auto* yes = std::get_if<bool>(&held_)) {
    line += *yes ? "true" : "false";
  } else if (const auto* number = std::get_if<double>(&held_)) {
    append_double(line, *number);
  } else if (const auto* whole = std::get_if<std::int64_t>(&held_)) {
    line += std::to_string(*whole);
  } else {
    line += std::to_string(std::get<std::uint64_t>(held_));
  }
}

void set_level(Level level) {
  journal().set_level(spdlog_level(level));
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarning:
      return "warning";
    case Level::kError:
      return "error";
  }
  return "info";
}

void write(Level level, std::string_view event, Fields fields) {
  const spdlog::level::level_enum at = spdlog_level(level);
  if (!journal().should_log(at)) {
    return;
  }
  std::string line = "level=";
  line += name_of(level);
  line += " event=";
  line += event;
  for (const Field& field : fields) {
    line += ' ';
    line += field.name;
    line += '=';
    field.value.append_to(line);
  }
  journal().log(at, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace plenary::server::log
