// The table of acts (rights.json, whose comment says what a row holds) and the words of decisions.
import { banner, camel } from './names.mjs';

const text = (value) => JSON.stringify(value);
const words = ({ en, zh }) => `{${text(en)}, ${text(zh)}}`;

const RECORDED = { no: 0, by_role: 1, always: 2 };
const MINOR_STOPS = { nothing: 0, hours: 1, in_public: 2, friends: 3, new_friends: 4, never: 5 };
const CONTACTS = ['everyone', 'friends', 'nobody'];

/** Fails on a row that names something unknown. */
function checkActs(schema) {
  const known = (name, group, of) => {
    if (name !== undefined && !(name in group)) throw new Error(`rights.json: ${of} has ${name}`);
  };
  for (const [name, act] of Object.entries(schema.acts)) {
    for (const tier of tiersOf(schema, act)) known(tier, schema.tiers, name);
    known(act.standing, schema.standings, name);
    if (act.right !== 'delegable') known(act.right, schema.rights, name);
    known(act.scope ?? 'none', schema.scopes, name);
    known(act.recorded, RECORDED, name);
    known(act.minors, MINOR_STOPS, name);
    if (!act.en || !act.zh) throw new Error(`rights.json: ${name} lacks words`);
  }
}

export function tiersOf(schema, act) {
  return Object.keys(schema.profiles).map((profile) =>
    typeof act.tier === 'string' ? act.tier : act.tier[profile],
  );
}

function rightBit(schema, right) {
  if (right === undefined) return 0;
  return right === 'delegable' ? schema.delegable.bit : schema.rights[right].bit;
}

function ruleText(schema, [name, act]) {
  const tiers = tiersOf(schema, act).map((tier) => `store::Tier::${tier}`);
  const standing = act.standing ?? (act.right ? 'administrator' : 'visitor');
  return `    {Act::${name}, "${name}", ${words(act)},
     {{${tiers.join(', ')}}}, Standing::${standing}, ${rightBit(schema, act.right)},
     StoppedBy::${act.stopped_by ?? 'nothing'}, ${Boolean(act.open_to_banned)},
     ${Boolean(act.against_person)}, KeyScope::${act.scope}, ${!act.later},
     Recorded::${act.recorded ?? 'no'}, MinorStop::${act.minors ?? 'nothing'}},`;
}

const list = (values) => values.join(', ');

function wordArray(name, group) {
  const rows = Object.values(group).map((entry) => `    ${words(entry)},`);
  return `inline constexpr std::array<Words, ${rows.length}> k${name}Words{{\n${rows.join('\n')}\n}};\n`;
}

// What decisions and grants are called, in two languages.
function wordsText(schema) {
  const codes = Object.keys(schema.texts);
  return `${wordArray('Tier', schema.tiers)}
${wordArray('Standing', schema.standings)}
${wordArray('Object', schema.objects)}
${wordArray('Right', { ...schema.rights, delegable: schema.delegable })}
${wordArray('Scope', schema.scopes)}
// Why something is allowed or not.
enum class Why : std::uint8_t { ${list(codes)} };
inline constexpr std::array<std::string_view, ${codes.length}> kWhyNames{${list(codes.map(text))}};
${wordArray('Why', schema.texts)}`;
}

// What a profile asks for minors; see $minors in rights.json.
function minorRulesText(schema) {
  const rows = Object.values(schema.profiles).map(({ minors }) => {
    if (!CONTACTS.includes(minors.contact)) throw new Error('rights.json: contact of minors');
    const { from, from_minute: begin, to_minute: end, daily_minutes: daily, contact } = minors;
    return `    {${from === 'age'}, ${begin}, ${end}, ${daily}, store::Audience::${contact}},`;
  });
  return `struct MinorRules {
  bool by_age;  // binds everybody known to be under 18; else only whom a guardian has set limits
  std::uint16_t from_minute;  // of the city's day
  std::uint16_t to_minute;
  std::uint16_t daily_minutes;  // in the city; 0 = no end
  store::Audience contact;
};
inline constexpr std::array<MinorRules, ${rows.length}> kMinorRules{{
${rows.join('\n')}
}};
inline constexpr int kUtcOffsetMinutes = ${schema.utc_offset_minutes};  // of the city's day
`;
}

function rulesText(schema) {
  const acts = Object.entries(schema.acts);
  return `struct Rule {
  Act act;
  std::string_view name;
  Words words;  // after "may"
  std::array<store::Tier, ${Object.keys(schema.profiles).length}> least_tier;  // by profile
  Standing standing;  // the least that may do it by itself
  unsigned right;     // one bit that may do it too, or 0
  StoppedBy stopped_by;
  bool open_to_banned;
  bool against_person;
  KeyScope scope;
  bool has_door;  // false: its door is still to come
  Recorded recorded;
  MinorStop minors;
};

// In the order of Act.
inline constexpr std::array<Rule, kActCount> kRules{{
${acts.map((entry) => ruleText(schema, entry)).join('\n')}
}};
`;
}

export function rightsCpp(schema) {
  checkActs(schema);
  const acts = Object.entries(schema.acts);
  const bits = Object.entries(schema.rights).map(
    ([name, { bit }]) =>
      `inline constexpr unsigned k${name[0].toUpperCase()}${name.slice(1)} = ${bit};`,
  );
  const scopes = Object.entries(schema.scopes).map(([name, { bit }]) => `${name} = ${bit}`);
  const profiles = Object.keys(schema.profiles);
  const allBits = (group) => Object.values(group).reduce((all, { bit }) => all | bit, 0);
  return `#pragma once
${banner('rights.json')}
#include <array>
#include <cstdint>
#include <string_view>

#include "schema/events.h"

namespace yc::rights {

struct Words {
  std::string_view en;
  std::string_view zh;
};

enum class Act : std::uint8_t { ${list(acts.map(([name]) => name))} };
inline constexpr int kActCount = ${acts.length};

enum class Profile : std::uint8_t { ${list(profiles)} };
inline constexpr std::array<std::string_view, ${profiles.length}> kProfileNames{
    ${list(profiles.map(text))}};

enum class Standing : std::uint8_t { ${list(Object.keys(schema.standings))} };
inline constexpr int kStandingCount = ${Object.keys(schema.standings).length};

enum class StoppedBy : std::uint8_t { nothing, limit, mute };

// What a key of the API may be used for; whoever asks in person has all of them.
enum class KeyScope : std::uint8_t { ${list(scopes)} };
inline constexpr unsigned kAllScopes = ${allBits(schema.scopes)};

// Whether the audit trail keeps an act, with its reason; by_role: when only a role allows it.
enum class Recorded : std::uint8_t { ${list(Object.keys(RECORDED))} };

// What the rules for minors stop.
enum class MinorStop : std::uint8_t { ${list(Object.keys(MINOR_STOPS))} };

// Bits of what a grant gives.
${bits.join('\n')}
inline constexpr unsigned kAllRights = ${allBits(schema.rights)};
// Not given but held: some grant that holds may be passed on.
inline constexpr unsigned kDelegable = ${schema.delegable.bit};

${rulesText(schema)}
${minorRulesText(schema)}
constexpr const Rule& rule_of(Act act) {
  return kRules[static_cast<std::size_t>(act)];
}

${wordsText(schema)}
}  // namespace yc::rights
`;
}

const tsWords = ({ en, zh }) => `{ en: ${text(en)}, zh: ${text(zh)} }`;

function tsTable(name, doc, group) {
  const rows = Object.entries(group).map(([key, entry]) => `  ${key}: ${tsWords(entry)},`);
  return `/** ${doc} */\nexport const ${name} = {\n${rows.join('\n')}\n} as const;\n`;
}

export function rightsTs(schema) {
  checkActs(schema);
  const bits = Object.entries(schema.rights).map(([name, { bit }]) => `  ${camel(name)}: ${bit},`);
  return `${banner('rights.json')}

${tsTable('actWords', 'What each act is, after "may".', schema.acts)}
export type Act = keyof typeof actWords;

${tsTable('tierWords', 'Who people are to the city.', schema.tiers)}
export type Tier = keyof typeof tierWords;

${tsTable('rightWords', 'What a grant gives.', schema.rights)}
export type Right = keyof typeof rightWords;

/** Bits of a grant's rights. */
export const rightBits = {
${bits.join('\n')}
} as const satisfies Record<Right, number>;

${tsTable('scopeWords', 'What a key of the API may be used for.', schema.scopes)}
export type KeyScope = keyof typeof scopeWords;

${tsTable('objectWords', 'What a grant is on.', schema.objects)}
${tsTable('whyTexts', 'What explains a decision; [ ] and { } as rights.json says.', schema.texts)}
export type Why = keyof typeof whyTexts;
`;
}
