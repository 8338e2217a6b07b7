/** Values that exist together, or nulls in their places and why they do not exist; never NaN. */
export type OrReason<Values> =
  | (Values & { readonly reason: null })
  | ({ readonly [Name in keyof Values]: null } & { readonly reason: string });
