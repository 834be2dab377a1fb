// The command line. This is the one file that uses CLI11.
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "apps/yuancheng/commands.h"
#include "apps/yuancheng/swarm.h"
#include "kernel/base/disk.h"

namespace yc::apps {
namespace {

// Flags of serve as they were given, by setting.
using Flags = std::map<std::string, std::string>;

// A flag for every setting: on/off settings may stand alone.
void add_settings(CLI::App& command, Flags& flags, std::string& file) {
  command.add_option("--settings", file, "settings file: one name = value a line (YC_SETTINGS)")
      ->type_name("FILE");
  for (const base::Setting& setting : base::all_settings()) {
    const std::string name(setting.name);
    const std::string help =
        base::describe_setting(setting) + " [" + base::environment_name(setting) + "]";
    if (setting.kind == base::SettingKind::flag) {
      command.add_flag_callback(
          "--" + name, [&flags, name] { flags[name] = "on"; }, help);
      command
          .add_flag_callback(
              "--no-" + name, [&flags, name] { flags[name] = "off"; }, "")
          ->group("");
    } else {
      const std::string type(setting.kind == base::SettingKind::text ? "TEXT" : "N");
      command.add_option("--" + name, flags[name], help)->type_name(type);
    }
  }
}

base::Result<base::Settings> gather_settings(const CLI::App& command, const Flags& flags,
                                             std::string file) {
  base::Settings settings;
  if (file.empty()) {
    if (const char* named = std::getenv(std::string(base::kSettingsFileVariable).c_str()))
      file = named;
  }
  if (!file.empty()) {
    base::RealDisk disk;
    const auto bytes = base::read_file(disk, file, base::kSettingsFileMaxBytes);
    if (!bytes) {
      return base::fail(bytes.error().code,
                        "the settings file cannot be read: " + bytes.error().cause,
                        "correct --settings or YC_SETTINGS");
    }
    YC_CHECK(
        settings.apply_file({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, file));
  }
  std::vector<std::string_view> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) variables.emplace_back(*entry);
  YC_CHECK(settings.apply_environment(variables));
  for (const auto& [name, value] : flags) {
    const base::Setting* setting = base::find_setting(name);
    const bool given = setting->kind == base::SettingKind::flag || command.count("--" + name) > 0;
    if (!given) continue;
    if (auto done = settings.set(name, value, base::SettingOrigin::flag); !done) {
      base::Error error = std::move(done).error();
      error.cause = "--" + name + ": " + error.cause;
      return std::unexpected(std::move(error));
    }
  }
  return settings;
}

struct Arguments {
  Flags flags;
  std::string settings_file;
  std::string data = "data";
  std::string city;
  std::string file;
  SwarmOptions swarm;
  std::string pattern = "wander";
};

CLI::Option* add_data(CLI::App& command, Arguments& arguments) {
  return command.add_option("--data", arguments.data, "folder that holds the city")
      ->type_name("DIR")
      ->envname("YC_DATA")
      ->capture_default_str();
}

struct Commands {
  CLI::App* serve;
  CLI::App* import;
  CLI::App* verify;
  CLI::App* backup;
  CLI::App* restore;
  CLI::App* link;
  CLI::App* swarm;
};

void add_swarm(CLI::App& command, Arguments& arguments) {
  SwarmOptions& swarm = arguments.swarm;
  command
      .add_option("--url", swarm.url,
                  "address of the server: ws://HOST:PORT/ws or wss://HOST:PORT/ws")
      ->capture_default_str();
  command.add_option("--people", swarm.people, "participants")
      ->check(CLI::Range(1, 60'000))
      ->capture_default_str();
  command.add_option("--seconds", swarm.seconds, "time of measuring, after all have joined")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  command.add_option("--join-rate", swarm.join_rate, "participants that join a second")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command.add_option("--speak", swarm.speak, "how many of them speak aloud, all the time")
      ->check(CLI::Range(0, 60'000))
      ->capture_default_str();
  command.add_option("--spaces", swarm.spaces,
                     "file of spaces (ids, one a line) that they are dealt out to");
  command.add_option("--pattern", arguments.pattern, "wander, stroll, plaza or flow")
      ->capture_default_str();
  command.add_option("--report", swarm.report, "file for the report; otherwise printed");
  command.add_option("--seed", swarm.seed, "fixes where everyone walks")->capture_default_str();
}

Commands describe(CLI::App& app, Arguments& arguments) {
  Commands out{};
  out.serve = app.add_subcommand("serve", "open the city until told to stop");
  out.serve->footer(
      "Settings are read at the start: a change needs a restart. Those marked live can also be\n"
      "changed on the operator's page while the city runs.");
  add_settings(*out.serve, arguments.flags, arguments.settings_file);

  out.import = app.add_subcommand("import", "bake the source of a city and publish it");
  out.import->add_option("CITY", arguments.city, "folder of the source")->required();
  add_data(*out.import, arguments);

  out.verify = app.add_subcommand("verify", "replay the log and compare every view and blob");
  add_data(*out.verify, arguments);

  out.backup = app.add_subcommand("backup", "copy the city into one file, also while it is open");
  out.backup->add_option("FILE", arguments.file, "new file to write")->required();
  add_data(*out.backup, arguments);

  out.restore = app.add_subcommand("restore", "make a data folder from a backup");
  out.restore->add_option("FILE", arguments.file, "file of yuancheng backup")->required();
  add_data(*out.restore, arguments);

  out.link = app.add_subcommand("link", "make a one-time link to the console of a closed city");
  add_data(*out.link, arguments);

  out.swarm = app.add_subcommand("swarm", "bring real participants to a server and measure");
  add_swarm(*out.swarm, arguments);
  return out;
}

int run_swarm(Arguments arguments) {
  const auto pattern = parse_swarm_pattern(arguments.pattern);
  if (!pattern) return report_error(pattern.error(), kBadUsage);
  arguments.swarm.pattern = *pattern;
  return swarm(arguments.swarm);
}

int run_serve(const CLI::App& command, const Arguments& arguments) {
  const auto settings = gather_settings(command, arguments.flags, arguments.settings_file);
  return settings ? serve(*settings) : report_error(settings.error(), kBadUsage);
}

int report_usage(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const auto commands = app.get_subcommands();
  std::string cause = error.what();
  if (commands.empty() && argc > 1 && argv[1][0] != '-')
    cause = "there is no command \"" + std::string(argv[1]).substr(0, 80) + "\"";
  const std::string asked = commands.empty() ? "" : commands.front()->get_name() + " ";
  return report_error(
      {base::ErrorCode::bad_input, cause, "yuancheng " + asked + "--help lists what it takes"},
      kBadUsage);
}

int run(int argc, char** argv) {
  CLI::App app{"Yuancheng: a city that people walk in together"};
  app.set_version_flag("--version", YC_VERSION);
  app.require_subcommand(1);
  Arguments arguments;
  const Commands commands = describe(app, arguments);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // help or version
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    return report_usage(app, error, argc, argv);
  }
  if (*commands.serve) return run_serve(*commands.serve, arguments);
  if (*commands.import) return import_city(arguments.city, arguments.data);
  if (*commands.verify) return verify(arguments.data);
  if (*commands.link) return make_link(arguments.data);
  if (*commands.backup) return backup(arguments.data, arguments.file);
  if (*commands.restore) return restore(arguments.file, arguments.data);
  return run_swarm(std::move(arguments));
}

}  // namespace

std::string find_beside_program(const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
  // Installed in bin/; in the folder of a checkout's build, some levels up.
  const fs::path installed = program / ".." / "share" / "yuancheng" / name;
  if (fs::is_directory(installed, error)) return fs::weakly_canonical(installed, error).string();
  const std::string in_tree = name == "web" ? "web/dist" : name;
  for (fs::path at = program; !at.empty() && at != at.root_path(); at = at.parent_path()) {
    const bool is_checkout = fs::exists(at / "CMakeLists.txt", error);
    if (is_checkout && fs::is_directory(at / in_tree, error)) return (at / in_tree).string();
  }
  return {};
}

}  // namespace yc::apps

int main(int argc, char** argv) {
  ::umask(S_IRWXG | S_IRWXO);  // what it writes is its user's alone: tokens, addresses, keys
  return yc::apps::run(argc, argv);
}
