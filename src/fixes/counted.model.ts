/** A sentence that begins with a number, in one or many; none where there is nothing to tell. */
export const counted = (n: number, one: string, many: string): readonly string[] =>
  n === 0 ? [] : [`${n.toLocaleString('en')} ${n === 1 ? one : many}`];
