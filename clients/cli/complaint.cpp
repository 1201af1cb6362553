#include "clients/cli/complaint.hpp"

#include "clients/cli/commands.hpp"

#include <cstddef>
#include <iostream>

namespace plenary::cli {

int complain(const Complaint& complaint) {
  std::cerr << "plenary: " << printable(complaint.happened) << ".\n";
  if (!complaint.kept.empty()) {
    std::cerr << printable(complaint.kept) << ".\n";
  }
  if (!complaint.advice.empty()) {
    std::cerr << printable(complaint.advice) << ".\n";
  }
  return kCannot;
}

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto b = static_cast<unsigned char>(text[i]);
    const bool c1 =
        b == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (b < 0x20 || b == 0x7f || c1) {
      out += "\xef\xbf\xbd";
      i += c1 ? 1 : 0;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace plenary::cli
