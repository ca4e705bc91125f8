import type { Kind } from '../oneroster/columns.model.ts';

/** Kinds whose records a source may bring under new ids, and that are joined then. */
export type RekeyKind = Extract<Kind, 'user' | 'class' | 'enrollment'>;
/** `a`: the row that stays; `b`: the newer one. */
export type Join = { readonly a: number; readonly b: number; readonly oldKey: string; readonly newKey: string };
