import { en } from './en.ts';

/** The catalogue in use. A second language is one more file of the type `Text`, chosen here. */
export type Text = typeof en;
export const text: Text = en;
