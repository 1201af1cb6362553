// plenary-load: drives a server that speaks ShareDB's protocol, and measures and checks it.
#include "clients/load/options.hpp"
#include "clients/load/report.hpp"
#include "clients/load/run.hpp"
#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

namespace {

using plenary::load::Options;

void add_options(CLI::App& app, Options& options) {
  app.add_option("--url", options.url, "The server's socket")->capture_default_str();
  app.add_option("--documents", options.documents, "Documents, each made anew")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--editors", options.editors, "Editors per document")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--readers", options.readers, "Readers per document")
      ->check(CLI::Range(0, 100'000))
      ->capture_default_str();
  app.add_option("--chars", options.chars, "Characters of each new document")
      ->check(CLI::Range(1, 16 << 20))
      ->capture_default_str();
  app.add_option("--run-chars", options.run_chars, "Bold on and off every N characters (0: plain)")
      ->check(CLI::Range(0, 16 << 20))
      ->capture_default_str();
  app.add_option("--rate", options.rate,
                 "Ops per second of all editors together, latency counted from when each was due; "
                 "0: closed loop, the next op as soon as the last is acknowledged")
      ->check(CLI::Range(0.0, 1e7))
      ->capture_default_str();
  app.add_option("--insert-chars", options.insert_chars, "Characters that an op inserts or deletes")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--op-mix", options.delete_percent,
                 "Percentage of ops that delete; at 50 a document keeps its size")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  app.add_option("--warmup", options.warmup_seconds, "Seconds before measuring")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  app.add_option("--duration", options.duration_seconds, "Seconds of measuring")
      ->check(CLI::Range(0.1, 86400.0))
      ->capture_default_str();
  app.add_option("--drain", options.drain_seconds,
                 "Longest wait, in seconds, for each step of the set-up and for the last answers")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Of the random places")->capture_default_str();
  app.add_option("--collection", options.collection, "Collection of the documents")
      ->capture_default_str();
  app.add_option("--id-prefix", options.id_prefix, "Documents are named PREFIX-RANDOM-NUMBER")
      ->capture_default_str();
  app.add_option("--label", options.label, "First column of the row");
  app.add_option("--server-pid", options.server_pid, "Process whose CPU and memory to report");
  app.add_flag(
      "--verify", options.verify,
      "At the end fetch each document: its version must be what was acknowledged, and every "
      "subscriber must have had every version, in order");
  app.add_flag("--json", options.json, "One JSON object instead of a table");
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{
      "Load generator for servers that speak ShareDB's protocol: raw frames, one thread, one op in "
      "flight per editor. Exit code 1 when anything went wrong."};
  Options options;
  add_options(app, options);
  CLI11_PARSE(app, argc, argv);
  plenary::load::Run run(options);
  const auto& statistics = run.execute();
  std::cout << (options.json ? report_json(options, statistics)
                             : report_table(options, statistics));
  return statistics.errors == 0 && (!options.verify || statistics.verified) ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "plenary-load: " << error.what() << '\n';
  return 1;
}
