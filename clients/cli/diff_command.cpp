#include "clients/cli/commands.hpp"
#include "clients/cli/complaint.hpp"
#include "clients/cli/history_source.hpp"

#include <iostream>
#include <memory>
#include <string>
#include <string_view>

namespace plenary::cli {
namespace {

struct DiffOptions {
  HistorySource source;
  std::string from;
  std::string to;
  std::string format{"text"};
};

void print_lines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::cout << printable(text.substr(0, end)) << '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

int show_difference(const DiffOptions& options) {
  Query query{{"format", options.format}};
  if (!options.from.empty()) {
    query["from"] = options.from;
  }
  if (!options.to.empty()) {
    query["to"] = options.to;
  }
  const auto difference = read_text(options.source, "diff", query);
  if (!difference) {
    return kCannot;
  }
  if (options.format == "text") {
    print_lines(*difference);
  } else {
    std::cout << *difference << (difference->ends_with('\n') ? "" : "\n");
  }
  return done();
}

}  // namespace

void add_diff(CLI::App& program, Chosen& chosen) {
  const auto options = std::make_shared<DiffOptions>();
  CLI::App* command =
      program.add_subcommand("diff", "What changed between two versions, and who did it");
  add_source(*command, options->source);
  command->add_option("--from", options->from,
                      "The first version (default: 0, before it was made)");
  command->add_option("--to", options->to, "The second version (default: the newest)");
  command
      ->add_option("--format", options->format,
                   "text (a line for each change), html (the text, marked) or json")
      ->check(CLI::IsMember({"text", "html", "json"}))
      ->capture_default_str();
  command->footer("`plenary log` tells which versions there are.");
  command->callback(
      [options, &chosen] { chosen = [options] { return show_difference(*options); }; });
}

}  // namespace plenary::cli
