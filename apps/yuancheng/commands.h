#pragma once
// What the program can do, without its command line (main.cpp).

#include <cstdint>
#include <string>

#include "kernel/base/result.h"
#include "kernel/base/settings.h"

namespace yc::apps {

// What the program answers to the shell.
enum ExitCode : int {
  kDone = 0,
  kFailed = 1,       // what was asked could not be done
  kBadUsage = 2,     // a flag, an environment variable or the settings file is wrong
  kBadData = 3,      // the data folder is corrupt, locked, or verify found faults
  kCannotListen = 4  // port or address
};

int report_error(const base::Error& error, int code);  // one line on standard error

// Serves until SIGINT or SIGTERM.
int serve(const base::Settings& settings);
int import_city(const std::string& city_folder, const std::string& data_folder);
int verify(const std::string& data_folder);
// Prints the path of a link that makes its opener an administrator.
int make_link(const std::string& data_folder);
int backup(const std::string& data_folder, const std::string& file);
int restore(const std::string& file, const std::string& data_folder);

// The folder beside the program where `name` ("web", "city") is: as installed, or in the tree of a
// checkout. Empty when there is none.
std::string find_beside_program(const std::string& name);

}  // namespace yc::apps
