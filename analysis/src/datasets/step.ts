import { z } from 'zod';

/** The four ways to calculate. */
export const OPERATORS = ['+', '-', '*', '/'] as const;

/** One of the four ways to calculate. */
export type Operator = (typeof OPERATORS)[number];

const place = z.number().int().min(1);

/** What a step calculates with, and its value in this problem. */
export const operandSchema = z.discriminatedUnion('kind', [
  /** The question's number in digits, counted from 1 in the order of the text. */
  z.object({ kind: z.literal('number'), number: place, value: z.number() }),
  /** The result of an earlier step, counted from 1. */
  z.object({ kind: z.literal('step'), step: place, value: z.number() }),
  /** A number that the question says by a word, such as "half" or "twice". */
  z.object({ kind: z.literal('word'), value: z.number() }),
]);

/** What a step calculates with: a number of the question, the result of an earlier step, or a word. */
export type Operand = z.infer<typeof operandSchema>;

/** One arithmetic step of a problem; `result` is the intermediate value that a thought has to carry. */
export const stepSchema = z.object({
  left: operandSchema,
  operator: z.enum(OPERATORS),
  right: operandSchema,
  result: z.number(),
});

/** One arithmetic step of a problem. */
export type Step = z.infer<typeof stepSchema>;

const APPLY: Record<Operator, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** The result of one step; not finite after a division by 0. */
export function calculate(left: number, operator: Operator, right: number): number {
  return APPLY[operator](left, right);
}

/** The step as the dataset files write it, such as "6*2=12". */
export function equationText({ left, operator, right, result }: Step): string {
  return `${left.value}${operator}${right.value}=${result}`;
}
