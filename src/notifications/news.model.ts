/** What can happen to what, a word each: the news there are. */
export const changes = {
  run: ['ended'],
  issue: ['opened', 'regressed', 'resolved'],
  connection: ['error', 'recovered'],
  hold: ['opened'],
  expectation: ['missed', 'met'],
  ticket: ['opened', 'sent', 'answered', 'closed', 'reopened'],
  backup: ['done', 'failed'],
  webhook: ['failed', 'disabled'],
} as const;

export type NewsKind = keyof typeof changes;
type ChangeOf<Kind extends NewsKind> = (typeof changes)[Kind][number];

/** A count, an entry, an id of a page, an instant; never a name of a person, never a grade. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };
export type NewsFacts = { readonly [name: string]: Fact };

type Told<Kind extends NewsKind> = {
  readonly kind: Kind;
  /** The number or id of what it is about. */
  readonly subject: string;
  readonly change: ChangeOf<Kind>;
  /** What makes the same change of the same subject a new one: a run's number, the time since when it is so. */
  readonly version: string;
  readonly flow?: number | null;
  readonly connection?: number | null;
  /** `run`: the number of the run that brought it, where one did. */
  readonly facts: NewsFacts;
};
/** A change of state that people may want to hear of. */
export type News = { [Kind in NewsKind]: Told<Kind> }[NewsKind];

/** News as it is read: `no` counts up a district in the order in which news were committed. */
export type ToldNews = Required<News> & { readonly no: number; readonly at: Date };
