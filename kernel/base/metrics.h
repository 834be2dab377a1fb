#pragma once
// Counters, gauges and histograms that /metrics shows in Prometheus text format. Each is named and
// explained where it is made; making the same name twice returns the same metric.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace yc::base {

class Counter {  // only grows; thread-safe, lock-free
 public:
  virtual ~Counter() = default;
  virtual void add(double amount = 1) = 0;
};

class Gauge {  // goes up and down; thread-safe, lock-free
 public:
  virtual ~Gauge() = default;
  virtual void set(double value) = 0;
};

class Histogram {  // thread-safe
 public:
  virtual ~Histogram() = default;
  virtual void observe(double value) = 0;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // name: "yc_<library>_<what>_<unit>"; label: empty or "key=value".
  Counter& counter(std::string_view name, std::string_view help, std::string_view label = {});
  Gauge& gauge(std::string_view name, std::string_view help, std::string_view label = {});
  Histogram& histogram(std::string_view name, std::string_view help,
                       std::vector<double> upper_bounds, std::string_view label = {});

  std::string prometheus_text() const;  // exposition format 0.0.4

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace yc::base
