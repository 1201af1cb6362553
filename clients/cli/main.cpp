#include "clients/cli/commands.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
  using namespace plenary::cli;
  try {
    CLI::App program("plenary: documents in and out of a Plenary server, and care for its data",
                     "plenary");
    program.require_subcommand(1);
    program.set_version_flag("--version", "plenary " PLENARY_VERSION);
    program.footer(
        "Exit codes: 0 done; 1 check or verify found something wrong; 2 not done, and standard "
        "error says "
        "why.\n"
        "`plenary COMMAND --help` tells more about one command.");
    Chosen chosen;
    add_import(program, chosen);
    add_export(program, chosen);
    add_list(program, chosen);
    add_log(program, chosen);
    add_diff(program, chosen);
    add_blame(program, chosen);
    add_milestones(program, chosen);
    add_check(program, chosen);
    add_backup(program, chosen);
    add_compact(program, chosen);
    add_verify(program, chosen);
    try {
      program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return program.exit(error) == 0 ? kDone : kCannot;
    }
    return chosen();
  } catch (const std::exception& surprise) {
    std::cerr << "plenary: an unexpected failure: " << surprise.what() << '\n';
    return kCannot;
  }
}
