import type { CodiClient, FitReferenceRequestInit, Reference } from '@codiscope/proto';

/** Fits a reference on questions in words. */
export async function fitted(
  client: CodiClient,
  questions: readonly string[],
  rest: FitReferenceRequestInit = {},
): Promise<Reference> {
  const asked = questions.map((value) => ({ question: { $case: 'text' as const, value } }));
  for await (const { reference } of client.fitReference({ name: 'test', questions: asked, ...rest })) {
    if (reference) return reference;
  }
  throw new Error('the server sent no reference');
}
