/** Why Hallpass itself cannot go on, told by a dictionary entry and one sentence that says what to do. Not for records: their failures are outcomes. */
export class Problem extends Error {
  readonly entry: string;
  /** The exit status of a command that ends by it: 2 usage or configuration, 3 Hallpass failed. */
  readonly exit: 2 | 3;

  constructor(entry: string, sentence: string, exit: 2 | 3 = 2) {
    super(sentence);
    this.name = 'Problem';
    this.entry = entry;
    this.exit = exit;
  }
}
