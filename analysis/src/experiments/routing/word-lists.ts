import {
  CONTAINERS,
  FEMALE_NAMES,
  GOODS,
  MALE_NAMES,
  OBJECTS,
  PLACES,
} from '../../datasets/gsm-mini/words.js';

/** The words of a text, in order. */
function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Numbers that are spelled out. Not "one", which mostly is a pronoun. */
export const NUMBER_WORDS: ReadonlySet<string> = new Set(
  words(`
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen
  `),
);

/**
 * Words that say what to calculate. Chosen from all words of gsm-mini and the 700 commonest of GSM8K: what compares,
 * multiplies, takes a part, tells a rate, adds up, shares out, or makes a quantity grow or shrink.
 */
export const OPERATOR_WORDS: ReadonlySet<string> = new Set(
  words(`
    more less fewer than extra additional another difference average
    times twice thrice double doubles doubled triple triples tripled
    half halves third thirds quarter quarters fourth fifth percent percentage
    each per every
    total altogether together combined sum all both
    left remain remains remaining rest
    share shares shared split splits divide divides divided equal equally evenly among between
    give gives gave given get gets got receive receives received take takes took
    buy buys bought sell sells sold spend spends spent pay pays paid earn earns earned cost costs save saves saved
    find finds found lose loses lost win wins won collect collects collected add adds added
    use uses used throw throws threw eat eats ate increase increases increased decrease decreases decreased
  `),
);

/** Words that are written with a capital at the beginning of a sentence and are no names. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  words(`
    a an the this that these those some any no one other such same only also just
    i you he she it we they them him her his its my our their who whom whose which what
    how when where why if then than so but and or because since while although however unfortunately finally
    on in at by for from of to with without into onto over under after before during until once out up off as through
    is are was were be been has have had do does did will would can could should may might must not there here
    now soon later next last first second again still already currently today yesterday tomorrow
    assuming considering including knowing suppose calculate let due according
    many much mr mrs ms dr
  `),
);

/** The people of the generator's stories, with their capitals. */
export const GENERATOR_NAMES: ReadonlySet<string> = new Set([...FEMALE_NAMES, ...MALE_NAMES]);

/** What the generator's stories are about. */
export const GENERATOR_NOUNS: ReadonlySet<string> = new Set([
  ...OBJECTS,
  ...GOODS,
  ...CONTAINERS.flatMap(({ one, many }) => [one, many]),
  ...PLACES,
]);
