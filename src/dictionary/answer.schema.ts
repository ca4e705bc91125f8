import { z } from 'zod';
import { instant } from '../platform/page.schema.ts';

const yesOrNo = z.enum(['yes', 'no']);
const entryName = z.string().min(1).max(200);
export const answersQuery = z.object({ entry: entryName });
export const answerBody = z.object({ entry: entryName, fixed: yesOrNo });

export const answersView = z.object({
  yes: z.number().int(),
  no: z.number().int(),
  /** What this person has answered today. */
  mine: yesOrNo.nullable(),
  /**
   * The last five ended runs, the newest first, of the flows in which the entry was told lately, and how many records were
   * refused, invalid or blocked by it there; none where it was not.
   */
  lastRuns: z.array(z.object({ run: z.number().int(), at: instant, refused: z.number().int() })),
});
export type AnswersView = z.infer<typeof answersView>;
