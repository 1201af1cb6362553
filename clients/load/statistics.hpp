#pragma once

#include "clients/load/histogram.hpp"

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

namespace plenary::load {

/// The counts of one run. Latencies and measured ops are of the measured time only.
struct Statistics {
  bool measuring = false;
  Histogram ack;      // due (or sent) to acknowledgement
  Histogram fan_out;  // due (or sent) to arrival at each other subscriber
  Histogram fetch;    // fetches of --verify
  std::uint64_t measured_ops = 0;
  std::uint64_t measured_arrivals = 0;
  std::uint64_t total_ops = 0;  // acknowledged, warm-up included, creates excluded
  std::uint64_t errors = 0;
  double seconds = 0;
  double own_cpu_seconds = 0;
  double server_cpu_seconds = 0;
  double server_rss_mb = 0;
  bool verified = false;

  /// Counts an error and says the first few on standard error.
  void complain(std::string_view what) {
    constexpr std::uint64_t kMaxComplaintsShown = 5;
    if (++errors <= kMaxComplaintsShown) {
      std::cerr << "plenary-load: " << what.substr(0, kMaxComplaintChars) << '\n';
    }
  }

 private:
  static constexpr std::size_t kMaxComplaintChars = 300;
};

}  // namespace plenary::load
