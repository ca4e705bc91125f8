import { counted } from './counted.model.ts';
import type { Fix } from './fix.ts';

/** Refusals of the source as a whole, where there is no single record that could be left out. */
const ofRecords = /^oneroster\./;

/** Records that shall not come are left out, for good or until a day. */
export const leaveOut: Fix = {
  name: 'record.leave_out',
  carries: 'left',
  restores: false,
  describe({ entry }) {
    if (!ofRecords.test(entry)) return null;
    return {
      title: 'Leave these records out',
      does: 'For records that shall not come at all, such as a test student or a section of another program. From the next reading on they are neither taken nor refused, whatever the source says of them, and neither is what belongs to them. The source itself is not changed.',
      fields: [
        {
          name: 'reason',
          label: 'Why they shall not come',
          help: 'It is told wherever one of them is met.',
          is: 'text',
          required: true,
          choices: [],
        },
        {
          name: 'until',
          label: 'Until the end of',
          help: 'Empty: until the fix is taken back.',
          is: 'day',
          required: false,
          choices: [],
        },
      ],
      picks: true,
    };
  },
  show: (_, { until = '' }) => ({ before: 'refused', after: until === '' ? 'left out' : `left out until ${until}` }),
  warns: ({ stored, waiting }) => [
    ...counted(
      stored,
      'of these records is in the roster already, and stays there as it is.',
      'of these records are in the roster already, and stay there as they are.',
    ),
    ...counted(
      waiting,
      'record belongs to these, and is left out with them.',
      'records belong to these, and are left out with them.',
    ),
  ],
};
