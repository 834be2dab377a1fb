// Every setting of the server. docs/operating.md repeats this table; a test compares the two.
#include "kernel/base/settings.h"

namespace yc::base {
namespace {

constexpr auto kInteger = SettingKind::integer;
constexpr auto kNumber = SettingKind::number;
constexpr auto kText = SettingKind::text;
constexpr auto kFlag = SettingKind::flag;
constexpr double kPathMax = 4000;

constexpr Setting kSettings[] = {
    {"data", kText, "", "", 0, kPathMax, "folder that holds the city; made when absent"},
    {"listen", kText, "", "127.0.0.1", 1, 64, "address to listen on; 0.0.0.0 or :: for everyone"},
    {"port", kInteger, "", "8080", 0, 65535, "TCP port for HTTP, WebSocket and TLS; 0 = any free"},
    {"web", kText, "", "", 0, kPathMax,
     "folder of the built web pages; empty = beside the program"},
    {"city", kText, "", "", 0, kPathMax,
     "folder of the city's source, imported at first start; empty = beside the program"},
    {"public-url", kText, "", "", 0, 200,
     "address that visitors use, such as https://city.example"},
    {"allowed-origins", kText, "", "", 0, 2000,
     "other sites whose pages may connect, separated by commas"},
    {"trusted-proxies", kText, "", "", 0, 2000,
     "reverse proxies (addresses, networks) whose X-Forwarded-For and -Proto are believed"},
    {"tls-cert", kText, "", "", 0, kPathMax, "certificate chain in PEM; turns TLS on"},
    {"tls-key", kText, "", "", 0, kPathMax, "private key of the certificate in PEM"},
    {"tls-self-signed", kFlag, "", "off", 0, 0, "TLS with a certificate made and kept in data"},
    {"io-shards", kInteger, "threads", "1", 1, 64, "threads that serve connections"},
    {"log-level", kText, "", "info", 4, 7, "debug, info, warning or error"},
    {"echo-route", kFlag, "", "off", 0, 0, "opens /ws/echo for WebSocket conformance suites"},
    {"metrics-loopback", kFlag, "", "on", 0, 0,
     "lets programs on this machine read /metrics; an administrator always may"},

    {"space.tick-hz", kInteger, "1/s", "20", 1, 60, "steps of the city a second"},
    {"space.capacity", kInteger, "people", "2000", 1, 60000, "people in one space at once"},
    {"space.queue", kInteger, "people", "500", 0, 60000,
     "people who may wait in line for a full space; more are turned away"},
    {"space.idle-seconds", kInteger, "s", "60", 1, 86400,
     "a space in which nobody has been for so long is stopped; the city never is"},
    {"space.day-minutes", kNumber, "min", "0", 0, 1440,
     "length of a day in the city; 0 = the hour of Wuhan"},
    {"space.inbox-commands", kInteger, "", "65536", 1024, 10000000,
     "messages that may wait for the next step; more are refused"},
    {"space.lanterns-lit-seconds", kNumber, "s", "600", 1, 86400,
     "how long all lanterns shine before a new round"},
    {"crowd.viewer-kbit-per-second", kInteger, "kbit/s", "128", 24, 10'000,
     "what a viewer is told of the crowd, at most"},
    {"voice.on", kFlag, "", "on", 0, 0, "people may speak with their own voice"},
    {"voice.hearing-m", kNumber, "m", "30", 2, 500, "how far a voice is heard, but from a stage"},
    {"voice.bytes-per-round", kInteger, "bytes", "1400", 200, 4000,
     "voices sent to one listener in 40 ms: 1400 are 280 kbit/s"},
    {"voice.murmurs", kInteger, "cells", "12", 0, 1000,
     "cells of 16 m with a murmur of those not heard one by one"},
    {"voice.murmur-voices", kInteger, "people", "48", 0, 10000,
     "voices decoded for all murmurs together; each costs a third of a percent of a core"},
    {"chat.retention-days", kInteger, "days", "180", 0, 3650,
     "chat texts are erased after this; 0 = kept", true},
    {"backup.keep", kInteger, "files", "7", 1, 1000,
     "backups started from the operator's page that are kept"},

    {"policy.profile", kText, "", "open", 2, 4,
     "who may speak and make: open, or cn where that needs a verified person"},

    {"limits.connections", kInteger, "connections", "12000", 1, 1000000, "open connections in all"},
    {"limits.connections-per-address", kInteger, "connections", "64", 1, 1000000,
     "open connections from one address"},
    {"limits.new-connections-per-second", kNumber, "1/s", "20", 0.1, 1000000,
     "new connections a second from one address; five seconds of them may come at once"},
    {"limits.new-guests-per-second", kNumber, "1/s", "2", 0.1, 1000000,
     "new guests a second from one address; five seconds of them may come at once"},
    {"limits.header-bytes", kInteger, "bytes", "16384", 1024, 65536, "header of one HTTP request"},
    {"limits.body-bytes", kInteger, "bytes", "65536", 0, 1048576, "body of one HTTP request"},
    {"limits.requests-per-second", kNumber, "1/s", "200", 1, 1000000,
     "HTTP requests a second on one connection; five seconds of them may come at once"},
    {"limits.acts-per-second", kNumber, "1/s", "5", 0.1, 1000000,
     "acts a second of one person by HTTP, reading aside; five seconds of them may come at once"},
    {"limits.spaces-per-owner", kInteger, "spaces", "100", 1, 1000000,
     "spaces that a person or an organisation may own, archived ones too"},
    {"limits.message-bytes", kInteger, "bytes", "16384", 512, 65536,
     "one WebSocket message from a client"},
    {"limits.messages-per-second", kNumber, "1/s", "90", 1, 100000,
     "WebSocket messages a second from one client; five seconds of them may come at once"},
    {"limits.bytes-per-second", kNumber, "bytes/s", "32768", 512, 100000000,
     "WebSocket bytes a second from one client; five seconds of them may come at once"},
    {"limits.handshake-seconds", kNumber, "s", "10", 0.1, 3600,
     "time for a client to send a whole request (TLS handshake included)"},
    {"limits.http-idle-seconds", kNumber, "s", "30", 0.1, 3600,
     "silence between two HTTP requests, and longest stop in reading an answer"},
    {"limits.answer-seconds", kNumber, "s", "600", 1, 86400,
     "time for a client to read one whole HTTP answer"},
    {"limits.greeting-seconds", kNumber, "s", "10", 0.1, 3600,
     "time between opening a WebSocket and saying hello"},
    {"limits.ping-seconds", kNumber, "s", "20", 0.1, 3600,
     "WebSocket silence after which the server pings"},
    {"limits.silent-seconds", kNumber, "s", "45", 0.1, 3600,
     "WebSocket silence after which the server hangs up"},
    {"limits.outgoing-bytes", kInteger, "bytes", "262144", 16384, 67108864,
     "messages that wait for a slow client; more of them ends its connection"},
    {"limits.passkey-challenges", kInteger, "challenges", "10000", 10, 1000000,
     "passkey sign-ins begun and not answered yet"},
    {"limits.password-queue", kInteger, "passwords", "200", 1, 100000,
     "passwords that wait to be checked; more are told to come back"},
    {"password-threads", kInteger, "threads", "1", 1, 64,
     "threads that check passwords, at low priority; each takes 7 MiB"},
    {"session-days", kInteger, "days", "30", 1, 3650, "days after which somebody signs in again"},
    {"limits.relax-loopback", kFlag, "", "off", 0, 0,
     "no per-address limits for this machine's own addresses: for load tests"},
};

}  // namespace

std::span<const Setting> all_settings() {
  return kSettings;
}

}  // namespace yc::base
