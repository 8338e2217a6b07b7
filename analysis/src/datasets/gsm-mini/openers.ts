import { MAX_VALUE } from './story.js';
import type { StoryPart } from './story-part.js';
import { CONTAINERS, DAYS_IN_A_ROW } from './words.js';

/** Openers of stories about objects. */
export const OPENERS: readonly StoryPart[] = [
  {
    name: 'amount',
    steps: 0,
    weight: 4,
    tell(story) {
      story.value = story.random.smallInteger(2, 30);
      const { owner, value, object } = story;
      story.sayOneOf([
        `${owner.name} has ${value} ${object}.`,
        `${owner.name} starts with ${value} ${object}.`,
        `${owner.name} owns ${value} ${object}.`,
        `There are ${value} ${object} on the table of ${owner.name}.`,
      ]);
      return true;
    },
  },
  {
    name: 'containers',
    steps: 1,
    weight: 2,
    tell(story) {
      const count = story.random.integer(2, 9);
      const each = story.random.integer(2, 12);
      if (count * each > MAX_VALUE) return false;
      const { one, many } = story.random.pick(CONTAINERS);
      const { owner, object } = story;
      story.sayOneOf([
        `${owner.name} has ${count} ${many} with ${each} ${object} in each ${one}.`,
        `${owner.name} buys ${count} ${many} of ${object}. Each ${one} holds ${each} ${object}.`,
      ]);
      story.step(count, '*', each);
      return true;
    },
  },
  {
    name: 'rate times time',
    steps: 1,
    weight: 1.5,
    tell(story) {
      const rate = story.random.integer(2, 12);
      const time = story.random.integer(2, 9);
      if (time * rate > MAX_VALUE) return false;
      const { owner, object } = story;
      story.sayOneOf([
        `${owner.name} gets ${rate} ${object} every day for ${time} days.`,
        `Every week ${owner.name} collects ${rate} ${object}. ${owner.pronoun} does this for ${time} weeks.`,
      ]);
      story.step(rate, '*', time);
      return true;
    },
  },
  {
    name: 'two parts',
    steps: 1,
    weight: 2,
    tell(story) {
      const first = story.random.smallInteger(2, 12);
      const second = story.random.smallInteger(2, 12);
      const [day, nextDay] = story.random.pick(DAYS_IN_A_ROW);
      const { object } = story;
      const { name } = story.owner;
      story.sayOneOf([
        `${name} has ${first} red ${object} and ${second} blue ${object}.`,
        `${name} has ${first} big ${object} and ${second} small ${object}.`,
        `${name} finds ${first} ${object} on ${day} and ${second} ${object} on ${nextDay}.`,
        `${name} keeps ${first} ${object} at home and ${second} ${object} at ${story.random.pick(['school', 'work'])}.`,
      ]);
      story.step(first, '+', second);
      return true;
    },
  },
  {
    // The comparison is told before the fact that it needs.
    name: 'comparison',
    steps: 1,
    weight: 1.5,
    tell(story) {
      const other = story.newPerson();
      const { random, owner, object } = story;
      const known = random.smallInteger(4, 30);
      const difference = random.smallInteger(2, 12);
      const factor = random.integer(2, 4);
      const fact = `${other.name} has ${known} ${object}.`;
      switch (random.integer(0, 2)) {
        case 0:
          story.say(`${owner.name} has ${difference} more ${object} than ${other.name}. ${fact}`);
          story.step(known, '+', difference);
          break;
        case 1:
          if (difference >= known) return false;
          story.say(`${owner.name} has ${difference} fewer ${object} than ${other.name}. ${fact}`);
          story.step(known, '-', difference);
          break;
        default: {
          if (known * factor > MAX_VALUE) return false;
          const times = factor === 2 && random.chance(0.7) ? 'twice' : `${factor} times`;
          story.say(`${owner.name} has ${times} as many ${object} as ${other.name}. ${fact}`);
          story.step(known, '*', factor);
        }
      }
      story.earlier = { owner: other, value: known };
      return true;
    },
  },
];
