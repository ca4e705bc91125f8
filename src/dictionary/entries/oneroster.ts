import type { Entry } from '../entry.schema.ts';

type Cause = Entry['causes'][number];
type Destroys = NonNullable<Cause['destroys']>;

const by =
  (owner: Cause['owner'], ...fixes: NonNullable<Cause['fixes']>) =>
  (
    meaning: string,
    steps: readonly string[],
    prevention: readonly string[] = [],
    destroys?: Destroys,
  ): Entry['causes'] => [
    {
      meaning,
      owner,
      steps: [...steps],
      prevention: [...prevention],
      ...(destroys === undefined ? {} : { destroys }),
      ...(fixes.length === 0 ? {} : { fixes }),
    },
  ];
const sis = by('sis_admin');
/** Of one record, which may as well be left out; and of a word in it that can be said what it means. */
const record = by('sis_admin', 'record.leave_out');
const word = by('sis_admin', 'value.map', 'record.leave_out');
const manager = by('integration_manager');
const base = { system: 'oneroster', blocking: true, retry: 'after_fix' } as const;
const door = { ...base, status: 422 } as const;
const note = { ...base, blocking: false, retry: 'none' } as const;

const again =
  'Export from the SIS again and import the new files: by hand in Hallpass under Runs, Upload files, with the same name in Connection as before; files that come every night are taken by themselves. What was accepted stays as it is, and nothing is made twice.';
const openFile =
  'Open {file} at line {line} in a plain text editor (a spreadsheet counts lines differently and changes the file). Whoever exports the files from the SIS has it. The first cell of the line, as a rule, is the id (sourcedId) of the record in the SIS.';
/** Where the row can be read, so that its id is known. */
const findRow =
  'In Hallpass, open Runs, then the run, then Records: the row stands there by {file} and line {line}, with the id (sourcedId) of its record in the SIS.';
const askVendor = 'If the SIS offers no such setting, ask its vendor’s support desk, with this message.';
const noneTaken = 'Of this set of files nothing was read, so nothing was changed or deleted.';
const outOfExport = (step: number) => [
  {
    step,
    what: 'A file that is the whole list (bulk in manifest.csv) deletes what it lacks: if Hallpass knew the record of the row from earlier files, it is deleted there. It comes back when the files show it again.',
  },
];

/** What can be wrong with OneRoster files: the whole set (told before anything is read), one row, or a remark that stops nothing. */
export const onerosterEntries: readonly Entry[] = [
  // The set as a whole: nothing is read.
  {
    ...door,
    entry: 'oneroster.zip_unreadable',
    title: 'The zip cannot be read',
    message: '{file} is not a readable zip: {reason}',
    cause: 'upload.unreadable',
    causes: manager(
      `The file is damaged, was cut off in transfer, or is not a zip at all. ${noneTaken}`,
      [
        'Try to open the zip on the computer that it comes from. If it does not open there, make it again from the CSV files; if it does, copy or upload it again.',
        'Import it again: in Hallpass under Runs, Upload files, with the same name in Connection as before; or let the program that sends it every night run once more.',
        'If it comes by a program (SFTP, a script): whoever looks after that lets it write under a temporary name and rename the file at the end, so that no half-written one is taken.',
      ],
      ['Send a finished file only; a half-written one looks just like this.'],
    ),
  },
  {
    ...door,
    entry: 'oneroster.zip_unsafe',
    title: 'The zip holds something that does not belong in it',
    message: '{file} was not opened: {reason}',
    cause: 'upload.unsafe',
    causes: manager(
      `The zip was not opened, since it holds something that no roster export holds: places outside its own folder, links, encrypted files, one file twice, or far more data than a roster can be. The message says which. ${noneTaken}`,
      [
        'Ask whoever sent the file how it was made. If nobody knows it, do not import it, and tell the Hallpass administrator of your district.',
        'If it is yours: put the CSV files of the export themselves into a new zip, without folders, without a password and without links.',
        'Import the new zip: in Hallpass under Runs, Upload files, with the same name in Connection as before.',
      ],
    ),
  },
  {
    ...door,
    entry: 'oneroster.no_roster_files',
    title: 'No roster files found',
    message:
      '{file} holds none of orgs.csv, academicSessions.csv, courses.csv, classes.csv, users.csv and enrollments.csv.',
    cause: 'upload.empty',
    causes: manager(
      `The folder or zip is empty, or its files have other names than OneRoster gives them. ${noneTaken}`,
      [
        'Look into the folder or zip: orgs.csv, users.csv and the others have to lie in it side by side, under exactly these names.',
        'If they lie in a folder inside: import that folder, or make a zip of the files without the folder.',
        'If the files have other names, they are another kind of export: choose OneRoster CSV in the export of the SIS.',
        again,
      ],
    ),
  },
  {
    ...door,
    entry: 'oneroster.manifest_unreadable',
    title: 'The manifest cannot be understood',
    message: 'manifest.csv: {reason}',
    cause: 'file.manifest',
    causes: sis(
      `The manifest (manifest.csv) says for each file of the set whether it is the whole list or only what changed. If that cannot be read, a file of changes could be taken for the whole list and people be deleted. ${noneTaken}`,
      [
        'Open manifest.csv in a plain text editor. Its first line is propertyName,value. Then comes oneroster.version,1.1 or oneroster.version,1.2, and a line for each file, such as file.users,bulk for the whole list, file.users,delta for changes, or file.users,absent for none.',
        'Compare it with what the message says, and correct the setting of the export in the SIS that writes it, so that it is right every night.',
        askVendor,
        again,
      ],
    ),
  },
  {
    ...door,
    entry: 'oneroster.version_unknown',
    title: 'A OneRoster version that is not read',
    message: 'manifest.csv says oneroster.version {value}; versions 1.1 and 1.2 are read.',
    cause: 'file.version',
    causes: sis(`The set was exported for another version of OneRoster, whose files have other columns. ${noneTaken}`, [
      'Choose OneRoster 1.1 CSV or OneRoster 1.2 CSV in the export of the SIS.',
      askVendor,
      again,
    ]),
  },
  // One row.
  {
    ...base,
    entry: 'oneroster.key_missing',
    title: 'Row without sourcedId',
    message: '{file} line {line}: sourcedId is empty.',
    cause: 'record.key_missing',
    causes: sis(
      'Every row needs a sourcedId, the id by which later files speak of the same record. This row has none, so it was not taken; the other rows are not affected. If the file is the whole list (bulk in manifest.csv), Hallpass takes the record for missing and deletes it, until a file shows it with its id.',
      [
        `${openFile} In this line that cell is empty, so tell by the other cells, such as the name, which record it is.`,
        'Look the record up in the SIS and see why it has no id; give it one there. Some exports leave the id empty for records that were made by hand.',
        'If the SIS shows an id and the export leaves it out, ask the vendor’s support desk of the SIS.',
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.id_repeated',
    title: 'A sourcedId stands twice in the file',
    message: '{file} line {line}: sourcedId {value} stood before in this file, at line {first}.',
    cause: 'record.key_repeated',
    causes: sis(
      'Two rows of {file} claim the same id. The first of them, at line {first}, was taken; the one at line {line} was not, since nobody can say which of them is right.',
      [
        openFile,
        'Compare it with line {first}, and look both up in the SIS. If they are the same record twice, nothing is lost, but let the export write it once.',
        'If they are two different records, give one of them an id of its own in the SIS, or in the setting of the export that makes the ids. If the wrong one was taken, leave the id with the right one.',
        again,
      ],
      ['Exports that join the lists of two schools repeat ids most often.'],
    ),
  },
  {
    ...base,
    entry: 'oneroster.row_ragged',
    title: 'Row with too many or too few cells',
    message: '{file} line {line}: {received} cells where the header has {expected}.',
    cause: 'file.ragged_row',
    groupBy: ['received', 'expected'],
    causes: sis(
      'The row has {received} cells where the first line of the file names {expected} columns: a comma stands inside a value without quotes round it, or the line was cut short. The cells can no longer be told apart, so the row was not taken; the other rows are not affected.',
      [
        openFile,
        'Look for a comma in a name or title that has no quotes round it, and find the record in the SIS. Taking the comma out of the name there helps at once.',
        'For good: set the export so that it puts quotes round values that hold a comma, a quote or a line break.',
        askVendor,
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.quote_malformed',
    title: 'Quotes that do not match',
    message: '{file} line {line}: the row cannot be told into cells, since {reason}.',
    cause: 'file.quotes',
    causes: sis(
      'A quote opens or closes where it may not, so it is unclear where a value ends. Only this row was left out; reading went on at the next line.',
      [
        `${openFile} Look for a quote inside a name or title.`,
        'A quote inside a value has to be written twice: `"5"" ruler"`. Find the record in the SIS; taking the quote out of the name there helps at once.',
        'For good: let the SIS write the CSV file itself, and do not open and save it in a spreadsheet in between. If the SIS writes it so, ask its vendor’s support desk.',
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.row_too_long',
    title: 'A row of more than a megabyte',
    message: '{file} line {line}: the row has {received} bytes; at most {expected} are read.',
    cause: 'file.row_too_long',
    causes: sis(
      'The row has {received} bytes (about as many letters); no roster row is that long. A quote that is not closed has swallowed what follows, or something else was pasted into a cell. The row was left out; reading went on at the next line.',
      [
        `${openFile} Look for a quote that is opened and never closed, or for a picture or document in a cell.`,
        'Find the record in the SIS and take it out there.',
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.text_not_utf8',
    title: 'Text that is not UTF-8',
    message: '{file} line {line}, {column}: the text is not UTF-8.',
    cause: 'file.encoding',
    groupBy: ['column'],
    causes: record(
      'The file was written in another encoding (the way in which letters become bytes) than UTF-8, such as Windows-1252. Names with accents would arrive damaged, so the row was not taken.',
      [
        'Choose UTF-8 as the encoding in the export of the SIS.',
        'If it is UTF-8 there: see whether somebody opens and saves the file in a spreadsheet before it is imported, which often changes the encoding; import it as the SIS wrote it.',
        askVendor,
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.text_control',
    title: 'Unprintable characters',
    message: '{file} line {line}, {column}: the value holds a character that cannot be shown ({received}).',
    cause: 'file.control_characters',
    groupBy: ['column', 'received'],
    causes: record(
      'The value in {column} holds a character that cannot be shown, usually left by a damaged import into the SIS or by copying from another program. The row was not taken; the other rows are not affected.',
      [
        findRow,
        'Open that record in the SIS, delete the value that goes to {column} wholly, and type it anew; do not paste it.',
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.column_missing',
    title: 'A required column is missing',
    message: '{file} line {line}: the file has no column {column}.',
    cause: 'file.column_missing',
    groupBy: ['column'],
    causes: sis(
      'The first line of {file} names the columns, and {column} is not among them, although OneRoster requires it. The column may have an older name, or the file be in another format such as School Data Sync. No row of this file can be taken without it; the other files are not affected.',
      [
        'Choose OneRoster 1.1 CSV or OneRoster 1.2 CSV in the export of the SIS.',
        'If that is chosen: open {file} in a plain text editor and read its first line. If the column has another name there, rename it to {column} in the export; if it is not there, switch it on.',
        askVendor,
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.value_missing',
    title: 'A required value is empty',
    message: '{file} line {line}: {column} is empty.',
    cause: 'record.value_missing',
    groupBy: ['column'],
    causes: record(
      'OneRoster requires {column} in every row of {file}, and this row has none. The row was not taken; the other rows are not affected.',
      [
        findRow,
        'Open that record in the SIS and fill in what belongs in {column}. If you do not find a field of this name, whoever set up the export knows which one feeds it.',
        again,
      ],
      ['Make the field obligatory where such records are entered in the SIS.'],
    ),
  },
  {
    ...base,
    entry: 'oneroster.value_not_allowed',
    title: 'A value outside the list',
    message: '{file} line {line}: {column} is "{value}"; only these are allowed: {expected}.',
    cause: 'record.value_not_allowed',
    groupBy: ['column', 'value'],
    causes: word(
      '{column} takes only words of a list that OneRoster gives, and “{value}” is none of them: the SIS exports a word of its own. The row was not taken.',
      [
        findRow,
        'If the value is simply wrong, change it at that record in the SIS. Allowed are: {expected}.',
        'If the SIS uses words of its own, set the export so that it writes one of the allowed words for each of them.',
        askVendor,
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.date_unreadable',
    title: 'A date that cannot be read',
    message: '{file} line {line}: {column} is "{value}"; expected {expected}.',
    cause: 'record.date',
    groupBy: ['column'],
    causes: record(
      '{column} is “{value}”, which cannot be read as a date. OneRoster writes year, month and day, such as 2026-09-01. Other ways are not guessed at: 03/04 is March in one country and April in another. The row was not taken.',
      [
        'Look at {value}. If it is written in another order, or with other signs: set the export of the SIS so that it writes {column} as {expected}. Do not open and save the file in a spreadsheet, which changes dates.',
        'If there is no such day, as with 2026-02-30, find the record in Hallpass (Runs, then the run, then Records) and correct the date in the SIS.',
        askVendor,
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.boolean_unreadable',
    title: 'Neither true nor false',
    message: '{file} line {line}: {column} is "{value}"; true or false is expected.',
    cause: 'record.boolean',
    groupBy: ['column', 'value'],
    causes: word(
      '{column} is a yes or no, and “{value}” is neither. true, false, 1 and 0 are understood, in capital or small letters. The row was not taken.',
      ['Set the export of the SIS so that it writes true or false in {column}.', askVendor, again],
    ),
  },
  {
    ...base,
    entry: 'oneroster.dates_reversed',
    title: 'It ends before it begins',
    message: '{file} line {line}: {column} {value} is earlier than {other} {expected}.',
    cause: 'record.dates_reversed',
    groupBy: ['column', 'other'],
    causes: record(
      'The end ({column}) lies before the beginning ({other}), so nobody could say when this holds. The row was not taken; the other rows are not affected.',
      [
        findRow,
        'Open that record in the SIS, find out which of the two dates is wrong (often the year), and correct it.',
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.value_too_long',
    title: 'A value that is far too long',
    message: '{file} line {line}: {column} has {received} characters; at most {expected} are taken.',
    cause: 'record.value_too_long',
    groupBy: ['column'],
    causes: record(
      'The value in {column} has {received} characters, and at most {expected} are taken. It is not shortened silently, so the row was not taken; the other rows are not affected.',
      [findRow, 'Open that record in the SIS and shorten the value that goes to {column}.', again],
    ),
  },
  {
    ...base,
    entry: 'oneroster.status_missing',
    title: 'A change without status',
    message: '{file} line {line}: the manifest says that this file holds changes, and {column} is empty.',
    cause: 'record.status_missing',
    groupBy: ['column'],
    causes: record(
      'The manifest (manifest.csv) calls this file one of changes (delta). There each row has to say in status whether its record is active or tobedeleted, and in dateLastModified when it was changed. {column} is empty in this row, so that it could mean either, and the row was not taken.',
      [
        'Set the export of the SIS so that it fills status and dateLastModified in files of changes.',
        'Or, if the file holds all records, set the export so that manifest.csv says bulk (the whole list) for it.',
        askVendor,
        again,
      ],
      [],
      [
        {
          step: 2,
          what: 'Of a whole list, what is missing is deleted in Hallpass. Make sure first that the file holds everybody, not only what has changed.',
        },
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.parent_loop',
    title: 'It is its own parent',
    message: '{file} line {line}: following {column} from {key} leads back to {key}.',
    cause: 'record.parent_loop',
    causes: record(
      'What stands above {key} by {column} leads, step by step, back to {key} itself, so there is no top to begin with. It may be a school that is part of itself, or a term that lies in itself. The row was not taken.',
      [
        findRow,
        'Open that record in the SIS and correct what it is part of: a school belongs to its district, a grading period to its term or school year.',
        again,
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.owned_elsewhere',
    title: 'Another source already brings this school',
    message: '{file} line {line}: {key} comes from the connection {owner} and says something else there.',
    cause: 'record.two_sources',
    groupBy: ['owner'],
    causes: manager(
      'Two sources, for instance two exports, describe the school {key} differently. The connection {owner} brought it first and keeps it, so that the school does not change back and forth every night. This row was not taken; the school stays as it is.',
      [
        'Decide which source is to bring the school. On the page Schools of Hallpass, the column Brought by shows which one does now.',
        'If it is to stay so: let the row of the school in this export say the same, or take the row out of orgs.csv of this export.',
        'If this export is to bring it from now on: take the row out of orgs.csv of the other export, import that one first, and then this one.',
      ],
      [],
      [
        {
          step: 3,
          what: 'Between the two imports the school counts as deleted, and the rows that name it wait. Do both directly one after the other.',
        },
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.school_not_permitted',
    title: 'A school that the sender may not touch',
    message: '{file} line {line}: the school {value} is not among those that this key or person may change.',
    cause: 'access.school_not_granted',
    groupBy: ['value'],
    causes: manager(
      'The files were sent by an API key or a person that may touch some schools only. They may bring new schools of their own, but not change {value}, which another source brings or the district set up. The row was not taken.',
      [
        'Decide whether the files are to bring data of the school {value}.',
        'If they are: for an API key, the Hallpass administrator adds the school to `schools` of that key in the district file and applies the file; for a person, they add a role at that school on the page People.',
        'If they are not: take the rows of {value} out of the selection of the export in the SIS.',
        again,
      ],
    ),
  },
  {
    ...base,
    retry: 'after_support',
    entry: 'oneroster.not_stored',
    title: 'The database refused the row',
    message: '{file} line {line}: the row passed every check, yet the database refused it ({reason}).',
    cause: 'hallpass.defect',
    groupBy: ['reason'],
    causes: [
      {
        meaning:
          'The row passed the checks of Hallpass, and its database refused it all the same. The row was left out, everything else went on. This is a defect of Hallpass, not of your file.',
        owner: 'support',
        desk: 'the Hallpass administrator of your district, who reports it to the makers of Hallpass',
        steps: [
          'Whoever saw the message gives it, with the number of the run, to the Hallpass administrator of your district.',
          'The administrator reports it with the text in brackets; the row itself, which may hold names, is not needed.',
          'Once a newer Hallpass is installed, import the files again; nothing is made twice.',
        ],
        prevention: [],
      },
    ],
  },
  {
    ...base,
    retry: 'next_run',
    entry: 'oneroster.parent_missing',
    title: 'It refers to something that is nowhere',
    message:
      '{file} line {line}: {column} refers to {parentKind} {parent}, which is not in the roster: the files do not bring it, or it was deleted.',
    cause: 'record.parent_missing',
    groupBy: ['parentKind', 'parent'],
    causes: record(
      'The row points, in {column}, to the {parentKind} {parent}, and this source does not send that record, or no longer does. The row waits: once that record is there, the next import takes the row by itself.',
      [
        'Look {parent} up in the SIS. It may be outside what the export selects, such as another school, a closed term or an inactive course, or it may have been deleted.',
        'If it is to be there: widen the selection of the export so that it brings that record too.',
        'If it is gone for good: end in the SIS what points to it, such as the enrollment, so that the row is no longer exported.',
        again,
      ],
      ['Export all files of a set at the same moment and with the same selection.'],
      outOfExport(3),
    ),
  },
  {
    ...base,
    retry: 'next_run',
    entry: 'oneroster.parent_refused',
    title: 'It waits for a record that was refused',
    message: '{file} line {line}: {column} refers to {parentKind} {parent}, which was refused itself.',
    cause: 'record.parent_refused',
    groupBy: ['parentKind', 'parent'],
    causes: record(
      'Nothing is wrong with this row. It waits for the {parentKind} {parent}, which it names in {column} and which could not be taken itself; the next import takes this row once that one is in.',
      [
        'In Hallpass, open Runs, then the run, then Records, and search for {parent}: its own message says what is wrong and how it is put right.',
        'Put that record right; this row needs nothing.',
        again,
      ],
    ),
  },
  {
    ...base,
    retry: 'after_fix',
    entry: 'oneroster.mass_deletion',
    title: 'Held: unusually many would be deleted',
    message:
      '{count} of {known} {kind} records are missing from the file or marked for deletion; more than {share} % are held for review.',
    cause: 'change.mass_deletion',
    causes: manager(
      'By the file, {count} of {known} records of one kind would be deleted, more than {share} % of them. So many at once come more often from a broken export than from a real change, so these deletions wait for a person. Nothing was deleted; all else of the file was taken.',
      [
        'In Hallpass, on the page Home, choose Review at the change that waits, and look at the list of what would be deleted. Ask the SIS administrator whether these records are really gone from the SIS.',
        'If they are not gone, or you are not sure: press Keep them; they then stay until files have shown them again. Have the export repaired, and import again.',
        'If they are: type their number and press the button that deletes them. A run of its own carries it out.',
      ],
      [
        'Around the change of a school year large deletions are normal: tick Delete what is missing even if it is much when you upload, or import with --allow-deletions.',
      ],
      [
        {
          step: 3,
          what: 'What the list shows is then deleted in Hallpass. They come back only when files show them again.',
        },
      ],
    ),
  },
  {
    ...base,
    retry: 'after_fix',
    entry: 'oneroster.mass_creation',
    title: 'Held: unusually many would be new',
    message:
      '{count} {kind} records would be new, beside {known} that were known; more than {share} % are held for review.',
    cause: 'change.mass_creation',
    causes: manager(
      'What was read has {count} records of one kind that Hallpass did not know, beside {known} that it knew, and somebody set that more than {share} % wait for a person. New ids for the same records look like this too. None of the new ones was taken; all else was.',
      [
        'In Hallpass, on the page Home, choose Review at the change that waits, and look at the list. Ask the SIS administrator whether these records are really new, or old ones with new ids.',
        'If they should not come: press Leave as they are; they are then left out until somebody lets them in.',
        'If they are right: type their number and press the button that takes them, all of them or those of some schools.',
      ],
      [
        'Thresholds may be other ones at the start of a term: a rule with the phase start in the settings of the connection.',
      ],
    ),
  },
  {
    ...base,
    retry: 'after_fix',
    entry: 'oneroster.mass_update',
    title: 'Held: unusually many would change',
    message: '{count} of {known} {kind} records would change; more than {share} % are held for review.',
    cause: 'change.mass_update',
    causes: manager(
      'By what was read, {count} of {known} records of one kind would change at once, and somebody set that more than {share} % wait for a person. A changed export, or a column that was filled otherwise, looks like this. Nothing of them was changed; all else was taken.',
      [
        'In Hallpass, on the page Home, choose Review at the change that waits: the list shows what stands now and what would stand then. Ask the SIS administrator whether that is meant.',
        'If it is not: press Leave as they are; these records are then left as they stand until somebody lets them in, and have the export repaired.',
        'If it is: type their number and press the button that changes them, all of them or those of some schools.',
      ],
      [
        'Thresholds may be other ones at the start of a term: a rule with the phase start in the settings of the connection.',
      ],
    ),
  },
  // Remarks: nothing was stopped.
  {
    ...note,
    entry: 'oneroster.manifest_missing',
    title: 'No manifest',
    message:
      'There is no manifest.csv: the files were read as changes, and nothing that is missing from them was deleted.',
    cause: 'file.manifest',
    causes: sis(
      'A file manifest.csv belongs to a set and says which files are whole lists. Without it all files were read as changes: new and changed records were taken, and records that are missing from the files stay in Hallpass, also those that are gone from the SIS.',
      [
        'If that is what you want, nothing needs to be done.',
        'Otherwise set the export of the SIS so that it writes manifest.csv, which every OneRoster export should have, and export again.',
        askVendor,
      ],
      [],
      [
        {
          step: 2,
          what: 'Once the manifest calls a file the whole list (bulk), what is missing from it is deleted in Hallpass; very many at once wait for a person. Make sure that the export holds everybody.',
        },
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.file_not_announced',
    title: 'A file that the manifest calls absent',
    message: '{file} is there, but the manifest says {value}: its {count} rows were left.',
    cause: 'file.manifest',
    causes: sis(
      'The manifest (manifest.csv) says {value} for {file}, yet the file came. Whether it is the whole list or a part cannot be known, so its {count} rows were not read. What Hallpass knew before stays.',
      [
        'If the file is not needed, nothing has to be done.',
        'Otherwise correct its line in manifest.csv, by the setting of the export in the SIS: bulk if the file is the whole list, delta if it holds changes only.',
        again,
      ],
      [],
      [
        {
          step: 2,
          what: 'With bulk, what is missing from the file is deleted in Hallpass. If you are not sure that it holds everything, write delta.',
        },
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.file_not_there',
    title: 'An announced file is not there',
    message:
      'The manifest announces {file} as {value}, but it is not in the set: nothing of that kind was changed or deleted.',
    cause: 'file.manifest',
    causes: sis(
      'The manifest (manifest.csv) promises {file}, and it did not come. A missing file is never read as an empty list, so nothing was deleted.',
      [
        'Look into the folder or zip: is {file} there, under exactly this name?',
        'If it is not, find out in the export of the SIS why it was left out: it may be switched off, or have failed.',
        again,
      ],
    ),
  },
  {
    ...note,
    blocking: true,
    retry: 'after_fix',
    entry: 'oneroster.header_unreadable',
    title: 'The first line does not name the columns',
    message:
      '{file}: the first line does not name the columns that OneRoster asks for; nothing of the file was taken or deleted.',
    cause: 'file.header',
    causes: sis(
      'The first line of {file} has to name the columns, and it does not, so nobody can say what the columns mean. The file may be empty, in another format, or have line ends of old Macintosh systems. Nothing of it was taken or deleted; other files were read.',
      [
        'Open {file} in a plain text editor: its first line must name the columns, beginning with sourcedId,status,dateLastModified.',
        'If it does not: choose OneRoster 1.1 CSV or OneRoster 1.2 CSV in the export of the SIS, with a line of column names.',
        'If it does, the line ends are the matter: set the export so that it ends lines as Windows or Unix does.',
        askVendor,
        again,
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.file_left',
    title: 'Files that are not carried yet',
    message: '{file}: {count} rows were counted and left.',
    cause: 'file.not_carried',
    causes: manager(
      'Hallpass reads six files of a set: orgs, academicSessions, courses, classes, users and enrollments. {file} is another one. Its rows were counted, so that nobody wonders, and left as they are.',
      ['Nothing needs to be done.'],
    ),
  },
  {
    ...note,
    entry: 'oneroster.columns_left',
    title: 'Columns that OneRoster does not know',
    message: '{file}: left out the columns {columns}.',
    cause: 'file.vendor_columns',
    causes: sis(
      'These columns are neither OneRoster’s nor named `metadata.…`, so nobody can say what they mean. They were left out; the rows themselves were taken.',
      [
        'As a rule nothing needs to be done.',
        'If one of them is an old or misspelt name of a OneRoster column, rename it in the export of the SIS, and import again.',
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.password_dropped',
    title: 'Passwords were dropped',
    message: '{file}: the column {columns} was not read.',
    cause: 'file.password',
    causes: sis(
      'The file has a column for passwords, which a roster should not carry. They were dropped while reading and are stored nowhere in Hallpass. All else of the rows was taken.',
      [
        'Switch the password column off in the export of the SIS.',
        'Look into {file}: if the column held real passwords, let these be changed, and delete the copies of the file.',
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.status_in_bulk',
    title: 'Status filled in a whole list',
    message:
      '{file}: {count} rows have a status or a date of change, though the manifest says that the file is the whole list.',
    cause: 'file.manifest',
    causes: sis(
      'The manifest (manifest.csv) calls the file the whole list; there, status and dateLastModified should be empty. Nothing was stopped: rows marked active were taken as usual, and rows marked tobedeleted were read as deletions.',
      [
        'If the file is the whole list, nothing needs to be done.',
        'If it holds changes only, set the export of the SIS at once so that manifest.csv says delta for it: as a whole list, records that are missing from it were deleted, or wait for somebody to review them on the page Home of Hallpass. They come back when files show them again.',
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.left_out',
    title: 'Left out by decision',
    message: '{key} was left out because a person decided so: {reason}.',
    cause: 'record.left_out',
    causes: manager(
      'Somebody decided in Hallpass that this record, or the one that it belongs to, shall not come. Nothing of it was taken or refused, and nothing is wrong. What is in the roster of it already stays as it is.',
      [
        'As a rule nothing needs to be done.',
        'If it is to come after all: in Hallpass, open Fixes, then the fix that left it out, and take it back.',
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.rows_left_out',
    title: 'Records left out by decision',
    message: '{count} records were left out because a person decided so.',
    cause: 'record.left_out',
    causes: manager(
      'For these records, or for those that they belong to, somebody decided in Hallpass that they shall not come. They count as unchanged. Nothing is wrong.',
      [
        'As a rule nothing needs to be done.',
        'If they are to come after all: in Hallpass, open Fixes, then the fix that left them out, and take it back.',
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.forgotten',
    title: 'Somebody who was forgotten',
    message: '{file}: a row of somebody who was forgotten was left out.',
    cause: 'record.forgotten',
    causes: manager(
      'Somebody asked that everything about this person be removed from Hallpass, and that they do not come again. The source still shows them, so the row is passed by; nothing of it is kept, not even its id.',
      [
        'As a rule nothing needs to be done. To end it for good, let the source leave the person out of what it gives.',
        'If the person is to come again: on the page What is kept of Hallpass, choose Let somebody come again, and enter the id that the source uses.',
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.rows_forgotten',
    title: 'Rows of people who were forgotten',
    message: '{file}: {count} rows of people who were forgotten were left out.',
    cause: 'record.forgotten',
    causes: manager(
      'For these people somebody asked that everything about them be removed from Hallpass, and that they do not come again. Their rows, and those that belong to them, were passed by. They count as unchanged.',
      [
        'As a rule nothing needs to be done. To end it for good, let the source leave these people out of what it gives.',
        'If one of them is to come again: on the page What is kept of Hallpass, choose Let somebody come again, and enter the id that the source uses.',
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.grade_unknown',
    title: 'A grade outside the CEDS list',
    message: '{file}: {count} rows have grades outside the CEDS codes, such as {value}.',
    cause: 'record.grade_code',
    causes: sis(
      'The grade of a student (the year at school) should be one of the CEDS codes, a national list: PK, KG, 01 to 13, UG and a few more. Others, such as {value}, were stored as they came. Nothing was stopped.',
      [
        'As a rule nothing needs to be done.',
        'If other programs need the codes, set the export of the SIS so that it writes them, such as 09 for ninth grade.',
      ],
    ),
  },
];
