#include "server/ops/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <initializer_list>

#include "server/ops/process_usage.hpp"

namespace plenary::server {
namespace {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;
using Buckets = Histogram::BucketBoundaries;

/// An acknowledgement: 0.2 ms is a synced write on a good disk; a second is where a person notices.
Buckets latency_buckets() {
  return {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
}

/// Buckets for reads and writes of a whole document: from an empty one to the largest on a slow
/// disk.
Buckets document_buckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

/// Sizes of a commit: one editor to a full queue.
Buckets size_buckets() {
  return {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 20000};
}

/// Anyone can invent methods, and each different label costs memory for ever.
std::string known_method(std::string_view method) {
  constexpr std::array<std::string_view, 6> kKnown{"GET",   "HEAD",   "POST",
                                                   "PATCH", "DELETE", "OPTIONS"};
  for (const std::string_view known : kKnown) {
    if (method == known) {
      return std::string(known);
    }
  }
  return "other";
}

prometheus::MetricFamily process_family(prometheus::MetricType type, std::string name,
                                        std::string help, double value) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  return {std::move(name), std::move(help), type, {std::move(metric)}};
}

void append_process(std::vector<prometheus::MetricFamily>& families) {
  const auto usage = read_process_usage();
  if (!usage) {
    return;
  }
  using prometheus::MetricType;
  // These names are Prometheus' own for any process.
  families.push_back(process_family(MetricType::Gauge, "process_resident_memory_bytes",
                                    "Resident memory of the process.",
                                    static_cast<double>(usage->resident_bytes)));
  families.push_back(process_family(MetricType::Counter, "process_cpu_seconds_total",
                                    "Processor time of the process.", usage->cpu_seconds));
  families.push_back(process_family(MetricType::Gauge, "process_open_fds",
                                    "Open files and sockets.",
                                    static_cast<double>(usage->open_files)));
  families.push_back(process_family(MetricType::Gauge, "process_threads", "Threads of the process.",
                                    static_cast<double>(usage->threads)));
  families.push_back(process_family(MetricType::Gauge, "process_start_time_seconds",
                                    "When the process started, in seconds since 1970.",
                                    usage->started));
}

}  // namespace

struct Metrics::Families {
  prometheus::Registry registry;

  Counter& counter(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
  }
  Gauge& gauge(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
  }
  Histogram& histogram(const char* name, const char* help, const Buckets& buckets) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
  }
  prometheus::Family<Counter>& counters(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  }

  Gauge& sessions = gauge("plenary_sessions", "Sockets that are open.");
  Counter& sessions_opened =
      counter("plenary_sessions_opened_total", "Sockets that were ever opened.");
  Counter& sessions_cut_off = counter("plenary_sessions_cut_off_total",
                                      "Sockets that were closed because they took too slowly.");
  Counter& frames_received = counter("plenary_frames_received_total", "Frames that clients sent.");
  Counter& bytes_received =
      counter("plenary_frames_received_bytes_total", "Bytes of the frames that clients sent.");
  Counter& bytes_sent = counter("plenary_sent_bytes_total", "Bytes written to sockets.");

  Gauge& documents = gauge("plenary_documents_in_memory", "Documents that are open in memory.");
  Counter& documents_failed = counter("plenary_documents_failed_total",
                                      "Documents that left memory because of an exception.");
  Histogram& document_load =
      histogram("plenary_document_load_seconds", "Time to open a document from the store.",
                document_buckets());
  Counter& ops_committed =
      counter("plenary_ops_committed_total", "Operations that were made durable and acknowledged.");
  Counter& ops_duplicate =
      counter("plenary_ops_duplicate_total",
              "Operations that a client sent again and that were there already.");
  prometheus::Family<Counter>& refusals = counters(
      "plenary_refusals_total", "Messages that were refused, by the code that the client got.");
  Histogram& acknowledge =
      histogram("plenary_acknowledge_seconds",
                "Time from the arrival of an operation to its acknowledgement.", latency_buckets());

  Histogram& commit_ops = histogram("plenary_commit_batch_ops",
                                    "Operations in one write of the store.", size_buckets());
  Histogram& commit_documents = histogram("plenary_commit_batch_documents",
                                          "Documents in one write of the store.", size_buckets());
  Histogram& commit =
      histogram("plenary_commit_seconds", "Time of one write of the store.", latency_buckets());
  Gauge& commit_queue =
      gauge("plenary_commit_queue_ops", "Operations that wait for the store or are being written.");
  Gauge& store_takes_writes = gauge("plenary_store_takes_writes",
                                    "1 while the store takes writes, 0 while it refuses them.");
  Counter& store_stops =
      counter("plenary_store_stops_total", "Times that the store stopped taking writes.");
  Gauge& background =
      gauge("plenary_background_queue_tasks", "Tasks that wait for a thread of a pool.");
  Gauge& read_answers =
      gauge("plenary_read_answer_bytes", "Memory of large answers to reads that wait for sockets.");
  Gauge& past = gauge("plenary_past_bytes",
                      "Memory of documents at old versions that were asked for lately.");
  Histogram& snapshot = histogram("plenary_snapshot_write_seconds",
                                  "Time to write a snapshot of a document.", document_buckets());

  prometheus::Family<Counter>& http_requests =
      counters("plenary_http_requests_total", "HTTP requests, by method and status.");
  Histogram& http = histogram("plenary_http_request_seconds",
                              "Time from an HTTP request's end to its answer.", document_buckets());
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {
  families_->store_takes_writes.Set(1);
}
Metrics::~Metrics() = default;

void Metrics::session_opened() {
  families_->sessions.Increment();
  families_->sessions_opened.Increment();
}
void Metrics::session_closed() {
  families_->sessions.Decrement();
}
void Metrics::session_cut_off() {
  families_->sessions_cut_off.Increment();
}

void Metrics::frame_received(std::size_t bytes) {
  families_->frames_received.Increment();
  families_->bytes_received.Increment(static_cast<double>(bytes));
}
void Metrics::bytes_sent(std::size_t bytes) {
  families_->bytes_sent.Increment(static_cast<double>(bytes));
}

void Metrics::document_opened() {
  families_->documents.Increment();
}
void Metrics::document_loaded(double seconds) {
  families_->document_load.Observe(seconds);
}
void Metrics::document_closed() {
  families_->documents.Decrement();
}
void Metrics::document_failed() {
  families_->documents_failed.Increment();
}
void Metrics::op_committed() {
  families_->ops_committed.Increment();
}
void Metrics::op_duplicate() {
  families_->ops_duplicate.Increment();
}
void Metrics::refused(std::string_view code) {
  families_->refusals.Add({{"code", std::string(code)}}).Increment();
}
void Metrics::acknowledged(double seconds) {
  families_->acknowledge.Observe(seconds);
}

void Metrics::committed_batch(std::size_t documents, std::size_t ops, double seconds) {
  families_->commit_documents.Observe(static_cast<double>(documents));
  families_->commit_ops.Observe(static_cast<double>(ops));
  families_->commit.Observe(seconds);
}
void Metrics::commit_queue_depth(std::size_t waiting) {
  families_->commit_queue.Set(static_cast<double>(waiting));
}
void Metrics::store_takes_writes(bool takes) {
  families_->store_takes_writes.Set(takes ? 1 : 0);
  if (!takes) {
    families_->store_stops.Increment();
  }
}
void Metrics::background_depth(std::size_t waiting) {
  families_->background.Set(static_cast<double>(waiting));
}
void Metrics::read_memory(std::size_t answer_bytes, std::size_t past_bytes) {
  families_->read_answers.Set(static_cast<double>(answer_bytes));
  families_->past.Set(static_cast<double>(past_bytes));
}
void Metrics::snapshot_written(double seconds) {
  families_->snapshot.Observe(seconds);
}

void Metrics::http_request(std::string_view method, unsigned status, double seconds) {
  families_->http_requests
      .Add({{"method", known_method(method)}, {"status", std::to_string(status)}})
      .Increment();
  families_->http.Observe(seconds);
}

std::string Metrics::render() const {
  std::vector<prometheus::MetricFamily> families = families_->registry.Collect();
  append_process(families);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace plenary::server
