#pragma once

#include "clients/load/options.hpp"
#include "clients/load/statistics.hpp"

#include <string>

namespace plenary::load {

/// A header, a rule and a row of a Markdown table. Latencies in milliseconds.
[[nodiscard]] std::string report_table(const Options& options, const Statistics& statistics);
/// The same as one JSON object on one line; names end in their unit.
[[nodiscard]] std::string report_json(const Options& options, const Statistics& statistics);

}  // namespace plenary::load
