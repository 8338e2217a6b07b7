import { required } from '../../words/required.js';
import type { Problem } from '../problem.js';
import {
  type Operand,
  type Operator,
  type Step,
  type ValueRange,
  type WorkedProblem,
  calculate,
} from '../worked-problem.js';
import { numbersInWords, questionNumbers } from './question-numbers.js';

/** Why a problem's equations do not tell where their operands come from. */
type StepsRefusal =
  | 'no steps'
  | 'a step does not have two operands'
  | 'a step is calculated wrongly'
  | 'the last step is not the answer'
  | 'an operand from nowhere'
  | 'too many readings';

/** More readings than that are not a structure. */
const MAX_READINGS = 256;

interface Equation {
  readonly left: number;
  readonly operator: Operator;
  readonly right: number;
  readonly result: number;
}

const NUMBER = String.raw`\$?((?:\d[\d,]*)?\.?\d+)`;
const EQUATION = new RegExp(String.raw`^${NUMBER}([-+*/x])${NUMBER}=${NUMBER}$`);

/** What solutions write for the four ways to calculate. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['+', '+'],
  ['-', '-'],
  ['*', '*'],
  ['x', '*'],
  ['/', '/'],
]);

function parseEquation(text: string): Equation | null {
  const [, left, sign, right, result] = EQUATION.exec(text.replaceAll(/\s/g, '')) ?? [];
  const operator = OPERATORS.get(sign ?? '');
  if (left === undefined || operator === undefined || right === undefined || result === undefined)
    return null;
  const number = (digits: string): number => Number(digits.replaceAll(',', ''));
  return { left: number(left), operator, right: number(right), result: number(result) };
}

/** Equal but for what the decimal fractions of a solution lose. */
function same(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
}

/** Every way to continue the readings by one equation: each operand from each place that has its value. */
function extend(readings: readonly Step[][], equation: Equation, operands: readonly Operand[]): Step[][] {
  const { operator, result } = equation;
  return readings.flatMap((earlier) => {
    const places = (value: number): Operand[] => [
      ...operands.filter((operand) => same(operand.value, value)),
      ...earlier.flatMap((step, index): Operand[] =>
        same(step.result, value) ? [{ kind: 'step', step: index + 1, value }] : [],
      ),
    ];
    // 4*4 from two places reads the same both ways round.
    const eitherWay = equation.left === equation.right && (operator === '+' || operator === '*');
    return places(equation.left).flatMap((left, index) =>
      places(equation.right)
        .slice(eitherWay ? index : 0)
        .map((right) => [...earlier, { left, operator, right, result }]),
    );
  });
}

/** Amounts that the same sentence could say: small ones stay small, others stay between half and twice. */
function likeAmounts(value: number): ValueRange {
  return value <= 12
    ? { lowest: 2, highest: 12 }
    : { lowest: Math.ceil(value / 2), highest: Math.floor(value * 2) };
}

/** Whether every result but the last is calculated with: nobody writes a step for nothing. */
function usesEveryResult(steps: readonly Step[]): boolean {
  const used = new Set(
    steps.flatMap(({ left, right }) =>
      [left, right].flatMap((operand) => (operand.kind === 'step' ? [operand.step] : [])),
    ),
  );
  return steps.slice(0, -1).every((_, index) => used.has(index + 1));
}

/**
 * The structure of a problem's equations, such as GSM8K's `<<6*2=12>>`: an operand is a number of the question in
 * digits, the result of an earlier step, or a number that the question says by a word. Where a value stands in
 * several of these places, every reading is kept; only those that leave a result unused give way to those that
 * do not.
 */
export function readSteps(problem: Problem): WorkedProblem | StepsRefusal {
  const equations = (problem.steps ?? []).map(parseEquation);
  if (equations.length === 0) return 'no steps';
  const numbers = questionNumbers(problem.question);
  const operands: Operand[] = [
    ...numbers
      .filter(({ plain }) => plain)
      .map(({ number, value }): Operand => ({ kind: 'number', number, value })),
    ...[...numbersInWords(problem.question)].map((value): Operand => ({ kind: 'word', value })),
  ];
  let readings: Step[][] = [[]];
  for (const equation of equations) {
    if (!equation) return 'a step does not have two operands';
    const { left, operator, right, result } = equation;
    if (!same(calculate(left, operator, right), result)) return 'a step is calculated wrongly';
    readings = extend(readings, equation, operands);
    if (readings.length === 0) return 'an operand from nowhere';
    if (readings.length > MAX_READINGS) return 'too many readings';
  }
  if (equations.at(-1)?.result !== problem.answer) return 'the last step is not the answer';
  const likely = readings.filter(usesEveryResult);
  const [first, ...otherReadings] = likely.length > 0 ? likely : readings;
  const steps = required(first, 'A reading of the steps');
  return {
    problem,
    steps,
    otherReadings,
    numberRanges: numbers.map(({ value }) => likeAmounts(value)),
    resultRanges: steps.map(() => ({ lowest: 1, highest: Number.MAX_SAFE_INTEGER })),
  };
}
