#include "clients/cli/old_encodings.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace plenary::cli {
namespace {

/// Closes what iconv_open opened.
class Converter {
 public:
  explicit Converter(const std::string& from) : converter_(iconv_open("UTF-8", from.c_str())) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (is_open()) {
      iconv_close(converter_);
    }
  }

  [[nodiscard]] bool is_open() const {
    return converter_ != reinterpret_cast<iconv_t>(-1);  // NOLINT: how iconv says it
  }

  /// The text; shorter if a byte cannot be read, which is `at` then.
  std::string read(std::string bytes, std::size_t& at) {
    std::string out;
    char* in = bytes.data();
    std::size_t left = bytes.size();
    while (left > 0) {
      constexpr std::size_t kPiece = 4096;
      std::array<char, kPiece> piece{};
      char* end = piece.data();
      std::size_t room = piece.size();
      const std::size_t done = iconv(converter_, &in, &left, &end, &room);
      out.append(piece.data(), piece.size() - room);
      if (done == static_cast<std::size_t>(-1) && errno != E2BIG) {
        break;
      }
    }
    at = bytes.size() - left;
    return out;
  }

 private:
  iconv_t converter_;
};

std::string name_for_library(const std::string& encoding) {
  constexpr std::array kLatin = {"iso-8859-1", "iso8859-1", "latin1",
                                 "us-ascii",   "ascii",     "windows-1252"};
  const bool latin = std::find(kLatin.begin(), kLatin.end(), encoding) != kLatin.end();
  return latin ? "WINDOWS-1252" : encoding;
}

}  // namespace

Result<std::string> decoded(std::string_view bytes, const std::string& encoding) {
  Converter converter(name_for_library(encoding));
  // A name with a slash would ask the library to guess.
  if (encoding.find('/') != std::string::npos || !converter.is_open()) {
    return Error{Errc::kMalformed, "it says that its encoding is " + encoding +
                                       ", which is unknown; save it as UTF-8 in the program that "
                                       "wrote it"};
  }
  std::size_t at = 0;
  std::string text = converter.read(std::string(bytes), at);
  if (at < bytes.size()) {
    const auto line =
        std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    return Error{Errc::kMalformed, "it says that its encoding is " + encoding + ", but line " +
                                       std::to_string(line) +
                                       " is not; save it as UTF-8 in the "
                                       "program that wrote it"};
  }
  return text;
}

}  // namespace plenary::cli
