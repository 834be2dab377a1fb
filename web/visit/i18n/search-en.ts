// English words of the search page. Its shape is that of every language.
export const searchEn = {
  title: 'Search',
  ask: 'Name of a person, space or event',
  kinds: { all: 'All', person: 'People', space: 'Spaces', event: 'Events' },
  kind: 'What to find',
  begin: 'Type a name or its beginning. Any characters of a Chinese name will do.',
  looking: 'Looking …',
  nothing: (asked: string) =>
    `Nothing you may see is called “${asked}”. Try fewer characters, or another kind.`,
  count: (count: number) => (count === 1 ? '1 found' : `${count} found`),
  more: 'Show more',
  here: 'in the city now',
  look: 'Card',
  lookAt: (name: string) => `Card of ${name}`,
  befriend: 'Add friend',
  befriendWhom: (name: string) => `Add friend: ${name}`,
  asked: 'You have asked.',
  friends: 'You are friends.',
  go: 'Go there',
  goTo: (name: string) => `Go there: ${name}`,
  attend: 'I will come',
  attendWhat: (name: string) => `I will come: ${name}`,
  skip: 'Not after all',
  skipWhat: (name: string) => `Not after all: ${name}`,
  attending: 'You will come',
  unreachable: 'The city does not answer. Check the network and try again.',
};

export type SearchWords = typeof searchEn;
