#include "server/runtime/times.hpp"

#include <chrono>

namespace plenary::server {
namespace {

/// The digits from `at` on, `count` of them, as a number; -1 if they are none.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') {
      return -1;
    }
    value = 10 * value + (c - '0');
  }
  return value;
}

void put_digits(std::string& text, std::size_t at, std::size_t count, unsigned value) {
  for (std::size_t i = count; i-- > 0; value /= 10) {
    text[at + i] = static_cast<char>('0' + value % 10);
  }
}

}  // namespace

std::string to_rfc3339(Timestamp time) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace): one short function
  const sys_time<milliseconds> instant{milliseconds(time.ms)};
  const auto day = floor<days>(instant);
  const year_month_day date(day);
  const hh_mm_ss clock(instant - day);
  // A history has thousands of times: this is quicker than a format string.
  std::string text = "0000-00-00T00:00:00.000Z";
  put_digits(text, 0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
  put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
  put_digits(text, 11, 2, static_cast<unsigned>(clock.hours().count()));
  put_digits(text, 14, 2, static_cast<unsigned>(clock.minutes().count()));
  put_digits(text, 17, 2, static_cast<unsigned>(clock.seconds().count()));
  put_digits(text, 20, 3, static_cast<unsigned>(clock.subseconds().count()));
  return text;
}

std::optional<Timestamp> from_rfc3339(std::string_view text) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace): one short function
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  if (text.size() < kShape.size() + 1 || (text.back() != 'Z' && text.back() != 'z')) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '0' ? !digit : (text[i] != kShape[i] && text[i] != 't')) {
      return std::nullopt;
    }
  }
  std::string_view fraction = text.substr(kShape.size());
  fraction.remove_suffix(1);
  int ms = 0;
  if (!fraction.empty()) {
    fraction.remove_prefix(fraction.front() == '.' ? 1 : 0);
    if (fraction.empty() || fraction.size() + 1 != text.size() - kShape.size() - 1 ||
        digits(fraction, 0, fraction.size()) < 0) {
      return std::nullopt;
    }
    const std::string three = std::string(fraction.substr(0, 3)) + "00";
    ms = digits(three, 0, 3);
  }
  const year_month_day date{year(digits(text, 0, 4)),
                            month(static_cast<unsigned>(digits(text, 5, 2))),
                            day(static_cast<unsigned>(digits(text, 8, 2)))};
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (!date.ok() || date.year() < year(1970) || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  const auto instant =
      sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + milliseconds(ms);
  return Timestamp{duration_cast<milliseconds>(instant.time_since_epoch()).count()};
}

}  // namespace plenary::server
