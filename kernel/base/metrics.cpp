#include "kernel/base/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <sstream>

namespace yc::base {
namespace {

class PrometheusCounter final : public Counter {
 public:
  explicit PrometheusCounter(prometheus::Counter& counter) : counter_(counter) {}
  void add(double amount) override { counter_.Increment(amount); }

 private:
  prometheus::Counter& counter_;
};

class PrometheusGauge final : public Gauge {
 public:
  explicit PrometheusGauge(prometheus::Gauge& gauge) : gauge_(gauge) {}
  void set(double value) override { gauge_.Set(value); }

 private:
  prometheus::Gauge& gauge_;
};

class PrometheusHistogram final : public Histogram {
 public:
  explicit PrometheusHistogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
  void observe(double value) override { histogram_.Observe(value); }

 private:
  prometheus::Histogram& histogram_;
};

std::map<std::string, std::string> labels_of(std::string_view label) {
  const auto equals = label.find('=');
  if (equals == std::string_view::npos) return {};
  return {{std::string(label.substr(0, equals)), std::string(label.substr(equals + 1))}};
}

// Returns the metric kept under name and label, making it first if it is new.
template <typename Wrapper, typename Map, typename Make>
Wrapper& kept(std::mutex& mutex, Map& map, std::string_view name, std::string_view label,
              Make make) {
  const std::lock_guard lock(mutex);
  auto& slot = map[std::string(name) + "|" + std::string(label)];
  if (!slot) slot = std::make_unique<Wrapper>(make());
  return *slot;
}

}  // namespace

struct Metrics::State {
  std::mutex mutex;
  prometheus::Registry registry;
  std::map<std::string, std::unique_ptr<PrometheusCounter>> counters;
  std::map<std::string, std::unique_ptr<PrometheusGauge>> gauges;
  std::map<std::string, std::unique_ptr<PrometheusHistogram>> histograms;
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(std::string_view name, std::string_view help, std::string_view label) {
  return kept<PrometheusCounter>(state_->mutex, state_->counters, name, label,
                                 [&]() -> prometheus::Counter& {
                                   return prometheus::BuildCounter()
                                       .Name(std::string(name))
                                       .Help(std::string(help))
                                       .Register(state_->registry)
                                       .Add(labels_of(label));
                                 });
}

Gauge& Metrics::gauge(std::string_view name, std::string_view help, std::string_view label) {
  return kept<PrometheusGauge>(state_->mutex, state_->gauges, name, label,
                               [&]() -> prometheus::Gauge& {
                                 return prometheus::BuildGauge()
                                     .Name(std::string(name))
                                     .Help(std::string(help))
                                     .Register(state_->registry)
                                     .Add(labels_of(label));
                               });
}

Histogram& Metrics::histogram(std::string_view name, std::string_view help,
                              std::vector<double> upper_bounds, std::string_view label) {
  return kept<PrometheusHistogram>(state_->mutex, state_->histograms, name, label,
                                   [&]() -> prometheus::Histogram& {
                                     return prometheus::BuildHistogram()
                                         .Name(std::string(name))
                                         .Help(std::string(help))
                                         .Register(state_->registry)
                                         .Add(labels_of(label), upper_bounds);
                                   });
}

std::string Metrics::prometheus_text() const {
  std::ostringstream out;
  prometheus::TextSerializer{}.Serialize(out, state_->registry.Collect());
  return out.str();
}

}  // namespace yc::base
