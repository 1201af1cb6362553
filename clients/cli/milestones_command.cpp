#include "clients/cli/commands.hpp"
#include "clients/cli/fields.hpp"
#include "clients/cli/history_source.hpp"

#include <iostream>
#include <memory>

namespace plenary::cli {
namespace {

int list_milestones(const HistorySource& source) {
  const auto answer = read_object(source, "milestones", {});
  if (!answer) {
    return kCannot;
  }
  for (const json::Value& milestone : member(*answer, "milestones")) {
    std::cout << "v" << field(milestone, "version") << '\t' << field(milestone, "time") << '\t'
              << field(milestone, "name") << '\t' << field(member(milestone, "by"), "name") << '\t'
              << field(milestone, "note") << '\n';
  }
  return done();
}

}  // namespace

void add_milestones(CLI::App& program, Chosen& chosen) {
  const auto source = std::make_shared<HistorySource>();
  CLI::App* command =
      program.add_subcommand("milestones", "The versions of a document that somebody named");
  add_source(*command, *source);
  command->footer(
      "A line for each: version, when it was made, its name, who named it, note, divided by tabs. "
      "`plenary export ID --version N` gives one.");
  command->callback([source, &chosen] { chosen = [source] { return list_milestones(*source); }; });
}

}  // namespace plenary::cli
