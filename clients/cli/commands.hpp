#pragma once

#include <CLI/CLI.hpp>

#include <functional>

/// The commands of `plenary`. Each adds itself to the program, and when the person named it sets
/// `chosen` to what runs it and answers the exit code.
namespace plenary::cli {

/// Exit codes, the same for all commands.
inline constexpr int kDone = 0;
inline constexpr int kFound = 1;   // check, verify: something is wrong with the data
inline constexpr int kCannot = 2;  // it was not done; standard error says why and what to do

using Chosen = std::function<int()>;

void add_import(CLI::App& program, Chosen& chosen);
void add_export(CLI::App& program, Chosen& chosen);
void add_list(CLI::App& program, Chosen& chosen);
void add_log(CLI::App& program, Chosen& chosen);
void add_diff(CLI::App& program, Chosen& chosen);
void add_blame(CLI::App& program, Chosen& chosen);
void add_milestones(CLI::App& program, Chosen& chosen);
void add_check(CLI::App& program, Chosen& chosen);
void add_backup(CLI::App& program, Chosen& chosen);
void add_compact(CLI::App& program, Chosen& chosen);
void add_verify(CLI::App& program, Chosen& chosen);

}  // namespace plenary::cli
