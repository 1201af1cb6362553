#include "protocol/markup/plain_address.hpp"

#include <algorithm>
#include <array>

#include "protocol/markup/characters.hpp"

namespace plenary::markup {
namespace {

bool starts_with(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::equal(lower_case.begin(), lower_case.end(), text.begin(),
                    [](char want, char c) { return want == to_lower(c); });
}

/// Bytes from the start of `text` to the end of the address that it begins with.
std::size_t length_of(std::string_view text) {
  const auto* end = std::find_if(text.begin(), text.end(), [](char c) {
    const auto b = static_cast<unsigned char>(c);
    return b <= 0x20 || b == 0x7f || c == '<' || c == '>';
  });
  auto length = static_cast<std::size_t>(end - text.begin());
  while (length > 0 &&
         std::string_view(".,:;!?\"')]}*_~").find(text[length - 1]) != std::string_view::npos) {
    --length;
  }
  return length;
}

/// The end of a host's name. 0 if its last two parts have an underscore, or if it must have a dot
/// and has none.
std::size_t host_length(std::string_view text, bool needs_dot) {
  std::size_t dots = 0;
  std::size_t underscores_before = 0;
  std::size_t underscores = 0;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '_') {
      ++underscores;
    } else if (c == '.') {
      underscores_before = underscores;
      underscores = 0;
      ++dots;
    } else if (c != '-' && (is_ascii_punctuation(c) || is_ascii_space(c))) {
      break;
    }
  }
  return underscores_before + underscores > 0 || (needs_dot && dots == 0) ? 0 : i;
}

/// Takes off the punctuation at the end of a sentence, and parentheses that have no partner.
std::size_t without_end_of_sentence(std::string_view text) {
  auto open = std::count(text.begin(), text.end(), '(');
  auto closed = std::count(text.begin(), text.end(), ')');
  std::size_t length = text.size();
  while (length > 0) {
    const char last = text[length - 1];
    if (last == ')') {
      if (closed <= open) {
        break;
      }
      --closed;
      --length;
    } else if (last == ';') {
      std::size_t name = length - 1;
      while (name > 0 && is_letter(text[name - 1])) {
        --name;
      }
      const bool reference = name < length - 1 && name > 0 && text[name - 1] == '&';
      length = reference ? name - 1 : length - 1;
    } else if (std::string_view("?!.,:*_~'\"").find(last) != std::string_view::npos) {
      --length;
    } else {
      break;
    }
  }
  return length;
}

bool is_name_of_mail(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '+' || c == '-' || c == '_';
}

/// The length of `host.domain` behind an `@`, or 0.
std::size_t mail_host_length(std::string_view text) {
  bool dot = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    const bool word_next = i + 1 < text.size() && (is_letter(text[i + 1]) || is_digit(text[i + 1]));
    if (c == '.' && word_next) {
      dot = true;
    } else if (!is_letter(c) && !is_digit(c) && c != '-' && c != '_') {
      break;
    }
  }
  const bool ends = dot && is_letter(text[i - 1]) && (i == text.size() || text[i] != '@');
  return ends ? i : 0;
}

}  // namespace

std::size_t web_address_length(std::string_view text, std::size_t at) {
  struct Beginning {
    std::string_view text;
    bool needs_dot;
  };
  constexpr std::array<Beginning, 4> kBeginnings = {
      {{"http://", false}, {"https://", false}, {"ftp://", false}, {"www.", true}}};
  const std::string_view rest = text.substr(at);
  for (const Beginning& beginning : kBeginnings) {
    if (!starts_with(rest, beginning.text)) {
      continue;
    }
    const std::size_t prefix = beginning.needs_dot ? 0 : beginning.text.size();
    if (host_length(rest.substr(prefix), beginning.needs_dot) == 0) {
      return 0;
    }
    return without_end_of_sentence(rest.substr(0, rest.find_first_of(" \t\n\v\f\r<")));
  }
  return 0;
}

PlainAddress find_mail_address(std::string_view text, std::size_t from) {
  for (std::size_t sign = text.find('@', from); sign != std::string_view::npos;
       sign = text.find('@', sign + 1)) {
    std::size_t name = sign;
    while (name > from && is_name_of_mail(text[name - 1])) {
      --name;
    }
    const std::size_t host = name == sign ? 0 : mail_host_length(text.substr(sign + 1));
    if (host > 0) {
      return {.at = name, .length = sign + 1 + host - name, .scheme = "mailto:"};
    }
    from = sign + 1;
  }
  return {};
}

PlainAddress find_address(std::string_view text) {
  struct Beginning {
    std::string_view text;
    std::string_view scheme;
  };
  constexpr std::array<Beginning, 3> kBeginnings = {
      {{"http://", ""}, {"https://", ""}, {"www.", "http://"}}};
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool may_begin = c == 'h' || c == 'H' || c == 'w' || c == 'W';
    if (!may_begin || (at > 0 && is_letter(text[at - 1]))) {
      continue;
    }
    for (const Beginning& beginning : kBeginnings) {
      if (!starts_with(text.substr(at), beginning.text)) {
        continue;
      }
      const std::size_t length = length_of(text.substr(at));
      if (length > beginning.text.size()) {
        return {.at = at, .length = length, .scheme = beginning.scheme};
      }
    }
  }
  return {};
}

}  // namespace plenary::markup
