#include "clients/ot-vectors/requests.hpp"

#include <iostream>
#include <string>
#include <string_view>

// ot-vectors richtext|json0: answers requests of the vector files, a JSON object a line on standard
// input, with a line each on standard output: {"id":…,"result":…} or {"id":…,"error":"…"}. Lines
// that are not requests get an error and nothing else happens.

namespace {

using Answer = plenary::Result<std::string> (*)(const plenary::json::Value&);

Answer answer_for(std::string_view type) {
  if (type == "richtext") {
    return plenary::ot_vectors::answer_rich_text;
  }
  return type == "json0" ? plenary::ot_vectors::answer_json0 : nullptr;
}

plenary::Result<plenary::json::Value> read_request(std::string_view line) {
  auto request = plenary::json::parse(line);
  if (request && !request->is_object()) {
    return plenary::Error{plenary::Errc::kMalformed, "a request is a JSON object"};
  }
  return request;
}

std::string reply(std::string_view line, Answer answer) {
  const auto request = read_request(line);
  std::string out = "{\"id\":";
  plenary::json::append(out, request ? plenary::ot_vectors::member(*request, "id") : nullptr);
  const auto result = request ? answer(*request) : plenary::Result<std::string>(request.error());
  if (result) {
    out += ",\"result\":" + *result;
  } else {
    out += ",\"error\":";
    plenary::json::append_string(out, std::string_view(result.error().detail));
  }
  return out + "}\n";
}

}  // namespace

int main(int argc, char** argv) {
  const Answer answer = argc == 2 ? answer_for(argv[1]) : nullptr;
  if (answer == nullptr) {
    std::cerr << "usage: ot-vectors richtext|json0 < REQUESTS.jsonl\n";
    return 2;
  }
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);
  std::string line;
  while (std::getline(std::cin, line)) {
    std::cout << reply(line, answer);
  }
  return std::cout.flush() ? 0 : 1;
}
