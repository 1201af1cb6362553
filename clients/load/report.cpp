#include "clients/load/report.hpp"

#include <cstdio>

#include <nlohmann/json.hpp>

namespace plenary::load {

namespace {

constexpr double kPercent = 100;
constexpr double kUsPerSecond = 1e6;

std::string fixed(double value, int digits) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

std::string label_of(const Options& options) {
  if (!options.label.empty()) {
    return options.label;
  }
  return std::to_string(options.documents) + " doc × " + std::to_string(options.editors) +
         " ed + " + std::to_string(options.readers) + " rd, " + std::to_string(options.chars) +
         " ch, " + (options.rate > 0 ? fixed(options.rate, 0) + "/s" : "closed");
}

double per_second(const Statistics& statistics) {
  return statistics.seconds > 0 ? static_cast<double>(statistics.measured_ops) / statistics.seconds
                                : 0;
}

double percent_of_core(double cpu_seconds, const Statistics& statistics) {
  return statistics.seconds > 0 ? kPercent * cpu_seconds / statistics.seconds : 0;
}

double server_us_per_op(const Statistics& statistics) {
  return statistics.measured_ops > 0 ? statistics.server_cpu_seconds * kUsPerSecond /
                                           static_cast<double>(statistics.measured_ops)
                                     : 0;
}

std::string percentiles(const Histogram& histogram) {
  return fixed(histogram.percentile_ms(0.50), 2) + " / " + fixed(histogram.percentile_ms(0.95), 2) +
         " / " + fixed(histogram.percentile_ms(0.99), 2) + " / " + fixed(histogram.max_ms(), 1);
}

nlohmann::ordered_json latency_json(const Histogram& histogram) {
  return {{"count", histogram.count()},
          {"p50_ms", histogram.percentile_ms(0.50)},
          {"p95_ms", histogram.percentile_ms(0.95)},
          {"p99_ms", histogram.percentile_ms(0.99)},
          {"max_ms", histogram.max_ms()}};
}

}  // namespace

std::string report_table(const Options& options, const Statistics& statistics) {
  std::string table =
      "| scenario | ops/s | ack p50 / p95 / p99 / max ms | fan-out p50 / p95 / p99 / max ms | "
      "errors | verified | generator CPU | server CPU | server µs/op | server RSS MB |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n";
  const bool has_server = options.server_pid != 0;
  table += "| " + label_of(options) + " | " + fixed(per_second(statistics), 0) + " | " +
           percentiles(statistics.ack) + " | " +
           (statistics.fan_out.count() > 0 ? percentiles(statistics.fan_out) : "–") + " | " +
           std::to_string(statistics.errors) + " | " +
           (options.verify ? (statistics.verified ? "yes" : "NO") : "–") + " | " +
           fixed(percent_of_core(statistics.own_cpu_seconds, statistics), 0) + "% | ";
  if (has_server) {
    table += fixed(percent_of_core(statistics.server_cpu_seconds, statistics), 0) + "% | " +
             fixed(server_us_per_op(statistics), 1) + " | " + fixed(statistics.server_rss_mb, 0) +
             " |\n";
  } else {
    table += "– | – | – |\n";
  }
  return table;
}

std::string report_json(const Options& options, const Statistics& statistics) {
  nlohmann::ordered_json out = {
      {"label", label_of(options)},
      {"documents", options.documents},
      {"editors", options.editors},
      {"readers", options.readers},
      {"chars", options.chars},
      {"rate", options.rate},
      {"seconds", statistics.seconds},
      {"ops", statistics.measured_ops},
      {"ops_per_second", per_second(statistics)},
      {"ack", latency_json(statistics.ack)},
      {"fan_out", latency_json(statistics.fan_out)},
      {"errors", statistics.errors},
      {"own_cpu_percent", percent_of_core(statistics.own_cpu_seconds, statistics)}};
  if (options.verify) {
    out["verified"] = statistics.verified;
    out["fetch"] = latency_json(statistics.fetch);
  }
  if (options.server_pid != 0) {
    out["server_cpu_percent"] = percent_of_core(statistics.server_cpu_seconds, statistics);
    out["server_us_per_op"] = server_us_per_op(statistics);
    out["server_rss_mb"] = statistics.server_rss_mb;
  }
  return out.dump() + "\n";
}

}  // namespace plenary::load
