/*
 * The generator's word lists. The embedded model's tokenizer knows these words and no others, and their order
 * decides what a seed gives: changing a list changes every data set.
 */

/** The words of a text, in order. */
function list(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Names of people called "she". */
export const FEMALE_NAMES = list(`
  Anna Bella Clara Diana Emma Fiona Grace Hannah Iris Julia Kate Lucy Maria Nina Olivia Paula Rosa
  Sara Tina Vera Wendy Zoe Alice Carol Eva
`);

/** Names of people called "he". */
export const MALE_NAMES = list(`
  Adam Ben Carlos David Ethan Frank George Henry Ivan Jack Kevin Leo Mark Noah Oscar Peter Ryan Sam
  Tom Victor Will James Daniel Eric Luke
`);

/** What people have, in the plural. */
export const OBJECTS = list(`
  apples oranges pears plums lemons peaches cookies cakes muffins candies eggs pens pencils books
  stickers stamps cards marbles coins balls toys dolls shells stones flowers roses tulips seeds plants
  fish birds rabbits ducks buttons beads ribbons hats shirts socks cups plates bottles candles crayons
  notebooks photos tickets balloons
`);

/** What people pay for, in the singular. */
export const GOODS = list(`
  pen book hat shirt toy cup plate ball cake doll candle ticket notebook bottle
`);

/** What holds several objects. */
export const CONTAINERS = [
  { one: 'box', many: 'boxes' },
  { one: 'bag', many: 'bags' },
  { one: 'basket', many: 'baskets' },
  { one: 'jar', many: 'jars' },
  { one: 'pack', many: 'packs' },
] as const;

/** Where things are found and lost. */
export const PLACES = list(`
  park garden school market shop kitchen beach library
`);

/** A day and the one after it. */
export const DAYS_IN_A_ROW = [
  ['Monday', 'Tuesday'],
  ['Tuesday', 'Wednesday'],
  ['Wednesday', 'Thursday'],
  ['Thursday', 'Friday'],
  ['Friday', 'Saturday'],
  ['Saturday', 'Sunday'],
] as const;
