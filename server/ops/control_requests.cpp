#include "server/ops/control_requests.hpp"

#include <chrono>
#include <filesystem>

#include "protocol/base/utf.hpp"
#include "protocol/json/reader.hpp"
#include "server/ops/log.hpp"
#include "storage/store.hpp"

namespace plenary::server {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Command {
  std::string name;
  std::string to;
};

Result<Command> decode(std::string_view line) {
  if (!utf::is_utf8(line)) {
    return Error{Errc::kMalformed, "the request is not UTF-8"};
  }
  json::Reader reader(line);
  Command command;
  std::string key;
  reader.begin_object();
  while (reader.next_member(key)) {
    if (key == "command") {
      command.name = reader.string();
    } else if (key == "to") {
      command.to = reader.string();
    } else {
      reader.skip();
    }
  }
  if (const auto finished = reader.finish(); !finished) {
    return finished.error();
  }
  return command;
}

std::string checkpoint(storage::Store& store, const std::string& to) {
  const std::filesystem::path directory(to);
  if (!directory.is_absolute()) {
    return control_error(
        "\"to\" must be an absolute path: the server's working directory is another");
  }
  const auto started = SteadyClock::now();
  const auto done = store.checkpoint(directory);
  const double seconds = std::chrono::duration<double>(SteadyClock::now() - started).count();
  if (!done) {
    log::error("checkpoint_failed", {{"to", to}, {"error", done.error().detail}});
    return control_error(done.error().detail);
  }
  log::info("checkpoint_written", {{"to", to}, {"seconds", seconds}});
  return "{\"ok\":true}";
}

}  // namespace

std::string control_error(std::string_view why) {
  std::string answer = "{\"error\":";
  json::append_string(answer, why);
  return answer + "}";
}

std::string answer_control_request(storage::Store& store, std::string_view line) {
  const auto command = decode(line);
  if (!command) {
    return control_error("the request cannot be read: " + command.error().detail);
  }
  if (command->name == "checkpoint") {
    return checkpoint(store, command->to);
  }
  return control_error("no such command; this server knows: checkpoint");
}

}  // namespace plenary::server
