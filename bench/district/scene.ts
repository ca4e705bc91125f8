import type { FileName } from './columns.ts';
import type { DistrictOptions } from './district.schema.ts';
import type { Shape } from './shape.ts';
import type { Table } from './table.ts';

/** What became of a user or class, for the rows that hang on it. */
export const state = { sound: 0, refused: 1, removed: 2 } as const;

/** What the writers of the files share. */
export type Scene = {
  readonly options: DistrictOptions;
  readonly shape: Shape;
  /** By position in the shape. */
  readonly states: { readonly teachers: Uint8Array; readonly students: Uint8Array; readonly classes: Uint8Array };
  /** New rows of a changed set: the position of the one they are like, and their own. */
  readonly grown: { readonly students: Map<number, number>; readonly classes: Map<number, number> };
  readonly open: (file: FileName) => Promise<Table>;
};

export function sceneOf(options: DistrictOptions, shape: Shape, open: Scene['open']): Scene {
  const states = {
    teachers: new Uint8Array(shape.teachers),
    students: new Uint8Array(shape.students),
    classes: new Uint8Array(shape.classes),
  };
  return { options, shape, states, grown: { students: new Map(), classes: new Map() }, open };
}
