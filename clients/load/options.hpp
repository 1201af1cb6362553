#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace plenary::load {

/// The load to run. Filled from the command line.
struct Options {
  std::string url = "ws://127.0.0.1:8080/sync";
  std::string collection = "load";
  std::string id_prefix = "load";  // documents are named <prefix>-<random>-<number>
  std::string label;               // first column of the row; empty: described by the numbers
  int documents = 1;
  int editors = 1;              // per document
  int readers = 0;              // per document
  std::int64_t chars = 10'000;  // of a new document
  int run_chars = 0;            // bold on and off every so many characters; 0: plain text
  int insert_chars = 1;         // per op
  int delete_percent = 50;      // of ops; each deletes as much as an insert adds, so the size stays
  double rate = 0;              // ops per second of all editors together; 0: closed loop
  double warmup_seconds = 1;
  double duration_seconds = 5;
  double drain_seconds = 15;  // the longest wait for set-up, and for ops in flight at the end
  std::uint64_t seed = 1;
  pid_t server_pid = 0;  // 0: the server's use is not reported
  bool verify = false;
  bool json = false;
};

}  // namespace plenary::load
