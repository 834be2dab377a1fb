#include "kernel/gateway/gateway_metrics.h"

namespace yc::gateway {

GatewayMetrics::GatewayMetrics(base::Metrics& metrics)
    : connections(metrics.counter("yc_gateway_connections_total", "Connections accepted")),
      connections_open(metrics.gauge("yc_gateway_connections_open", "Connections open now")),
      requests(metrics.counter("yc_gateway_http_requests_total", "HTTP requests answered")),
      messages_in(metrics.counter("yc_gateway_messages_received_total", "WebSocket messages in")),
      messages_out(metrics.counter("yc_gateway_messages_sent_total", "WebSocket messages out")),
      websocket_bytes_in(
          metrics.counter("yc_gateway_websocket_received_bytes_total", "WebSocket bytes in")),
      websocket_bytes_out(
          metrics.counter("yc_gateway_websocket_sent_bytes_total", "WebSocket bytes out")),
      frames_skipped(metrics.counter("yc_gateway_frames_skipped_total",
                                     "Crowd frames not made because the viewer was behind")),
      voices_skipped(metrics.counter("yc_gateway_voices_skipped_total",
                                     "Rounds of voices not sent because the listener was behind")),
      voice_bytes_out(metrics.counter("yc_gateway_voice_sent_bytes_total",
                                      "Bytes of voices sent to listeners")),
      voice_packets_refused(
          metrics.counter("yc_gateway_voice_packets_refused_total",
                          "Voice packets of people who may not speak, or of too many")),
      blobs_prepared(metrics.counter("yc_gateway_blobs_prepared_total",
                                     "Blobs read and compressed for the cache")),
      sessions_present(metrics.gauge("yc_gateway_sessions_present", "People connected and inside")),
      metrics_(metrics) {}

void GatewayMetrics::refused(std::string_view why) {
  metrics_
      .counter("yc_gateway_refused_total", "Clients turned away or cut off, by reason",
               "reason=" + std::string(why))
      .add();
}

}  // namespace yc::gateway
