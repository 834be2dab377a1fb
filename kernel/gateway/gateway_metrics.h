#pragma once
// The counters of the gateway; what each counts is its help text in gateway_metrics.cpp.

#include <map>
#include <string>
#include <string_view>

#include "kernel/base/metrics.h"

namespace yc::gateway {

class GatewayMetrics {
 public:
  explicit GatewayMetrics(base::Metrics& metrics);

  // One connection or client turned away or cut off; why is one of the ids of schema/reasons.json,
  // or header_too_large, body_too_large, bad_request, request_timeout, refused_silently.
  void refused(std::string_view why);

  base::Counter& connections;
  base::Gauge& connections_open;
  base::Counter& requests;
  base::Counter& messages_in;
  base::Counter& messages_out;
  base::Counter& websocket_bytes_in;
  base::Counter& websocket_bytes_out;
  base::Counter& frames_skipped;
  base::Counter& voices_skipped;
  base::Counter& voice_bytes_out;
  base::Counter& voice_packets_refused;
  base::Counter& blobs_prepared;
  base::Gauge& sessions_present;

 private:
  base::Metrics& metrics_;
};

}  // namespace yc::gateway
