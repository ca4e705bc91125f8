import type { Entry } from '../entry.schema.ts';

const sis = (meaning: string, steps: readonly string[], prevention: readonly string[] = []): Entry['causes'] => [
  { meaning, owner: 'sis_admin', steps: [...steps], prevention: [...prevention] },
];
const manager = (meaning: string, steps: readonly string[], prevention: readonly string[] = []): Entry['causes'] => [
  { meaning, owner: 'integration_manager', steps: [...steps], prevention: [...prevention] },
];
const base = { system: 'oneroster', blocking: true, retry: 'after_fix' } as const;
const door = { ...base, status: 422 } as const;
const note = { ...base, blocking: false, retry: 'none' } as const;

const again = 'Export again and import the new files; everything that was accepted stays as it is.';

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
      'The file is damaged, cut off in transfer, or not a zip at all. Nothing of it was read.',
      [
        'Make the zip again, or copy it again, and upload it.',
        'If it comes by SFTP, let the sender write under a temporary name and rename at the end.',
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
      'The zip names places outside its own folder, holds links or encrypted files, has one file twice, or unpacks to far more than a roster can be. A roster export never does. Nothing of it was read.',
      [
        'Ask whoever sent the file how it was made.',
        'Zip the CSV files themselves, without folders, passwords or links.',
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
    causes: manager('The folder or zip is empty, or its files have other names than OneRoster gives them.', [
      'Look into the folder or zip: it should hold orgs.csv, users.csv and the others side by side.',
      'Import the folder that holds the CSV files, not the one above it.',
    ]),
  },
  {
    ...door,
    entry: 'oneroster.manifest_unreadable',
    title: 'The manifest cannot be understood',
    message: 'manifest.csv: {reason}',
    cause: 'file.manifest',
    causes: sis(
      'The manifest says for each file whether it is the whole list or only what changed. If that cannot be read, a file could be taken for the whole list by mistake and people be deleted, so nothing was read.',
      [
        'Open manifest.csv: its first line is propertyName,value, and each file has one line such as file.users,bulk.',
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
    causes: sis('The set was exported for another version of OneRoster, whose files have other columns.', [
      'Choose OneRoster 1.1 or 1.2 CSV in the export of the SIS.',
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
      'Every row needs a sourcedId, the key by which later files speak of the same thing. Without it the row could never be changed or removed again, so it was not taken.',
      ['Find the row by its line in {file} and look up in the SIS why it has no id.', again],
      ['Some exports leave the id empty for records that were made by hand: give them an id in the SIS.'],
    ),
  },
  {
    ...base,
    entry: 'oneroster.id_repeated',
    title: 'A sourcedId stands twice in the file',
    message: '{file} line {line}: sourcedId {value} stood before in this file, at line {first}.',
    cause: 'record.key_repeated',
    causes: sis(
      'Two rows of one file claim the same id. The first was taken; this one was not, since nobody can say which of them is right.',
      [
        'Look both lines up in the SIS and find out which is meant.',
        'Give the other its own id, or take it out of the export.',
      ],
      ['Exports that join two schools’ lists repeat ids most often.'],
    ),
  },
  {
    ...base,
    entry: 'oneroster.row_ragged',
    title: 'Row with too many or too few cells',
    message: '{file} line {line}: {received} cells where the header has {expected}.',
    cause: 'file.ragged_row',
    causes: sis(
      'A comma inside a value that is not quoted, or a line cut short. The cells can no longer be told apart, so the row was not taken.',
      [
        'Open {file} at that line: look for a comma in a name or title that has no quotes round it.',
        'Let the export put quotes round values that hold a comma, a quote or a line break.',
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
        'Open {file} at that line. A quote inside a value is written twice: `"5"" ruler"`.',
        'Let the export write the CSV, not a spreadsheet in between.',
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
      'No roster row is that long: a quote that never closes swallows the rest of the file, or something else was pasted into a cell. The row was left out.',
      ['Open {file} at that line and look for a quote that is never closed, or a picture or document in a cell.'],
    ),
  },
  {
    ...base,
    entry: 'oneroster.text_not_utf8',
    title: 'Text that is not UTF-8',
    message: '{file} line {line}, {column}: the text is not UTF-8.',
    cause: 'file.encoding',
    causes: sis(
      'The file was written in another encoding, such as Windows-1252. Names would arrive damaged, so the row was not taken.',
      [
        'Choose UTF-8 in the export of the SIS.',
        'Do not save the file from a spreadsheet: it often changes the encoding.',
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.text_control',
    title: 'Unprintable characters',
    message: '{file} line {line}, {column}: the value holds a character that cannot be shown ({received}).',
    cause: 'file.control_characters',
    causes: sis(
      'A NUL or another control character stands in the value, usually left by a damaged import into the SIS.',
      ['Retype the value in the SIS.', again],
    ),
  },
  {
    ...base,
    entry: 'oneroster.column_missing',
    title: 'A required column is missing',
    message: '{file} line {line}: the file has no column {column}.',
    cause: 'file.column_missing',
    causes: sis(
      'The header of {file} lacks {column}, which OneRoster requires. It may have an older name, or the file may be in another format such as School Data Sync. No row of this file can be taken without it.',
      [
        'Compare the first line of {file} with the columns that OneRoster asks for: {expected}.',
        'Choose OneRoster 1.1 or 1.2 CSV in the export of the SIS.',
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.value_missing',
    title: 'A required value is empty',
    message: '{file} line {line}: {column} is empty.',
    cause: 'record.value_missing',
    causes: sis('OneRoster requires {column} in every row of {file}, and this one has none.', [
      'Find the record in the SIS and fill in what belongs in {column}.',
      again,
    ]),
  },
  {
    ...base,
    entry: 'oneroster.value_not_allowed',
    title: 'A value outside the list',
    message: '{file} line {line}: {column} is "{value}"; only these are allowed: {expected}.',
    cause: 'record.value_not_allowed',
    causes: sis('{column} takes only the words that OneRoster lists. The SIS exports a word of its own.', [
      'Change the value in the SIS, or let the export translate it.',
      'Allowed are: {expected}.',
    ]),
  },
  {
    ...base,
    entry: 'oneroster.date_unreadable',
    title: 'A date that cannot be read',
    message: '{file} line {line}: {column} is "{value}"; expected {expected}.',
    cause: 'record.date',
    causes: sis(
      'OneRoster dates are written year, month, day, such as 2026-09-01. Other ways of writing are not guessed at: 03/04 is March in one country and April in another.',
      [
        'Let the export write {column} as year-month-day.',
        'If the date itself is impossible (2026-02-30), correct it in the SIS.',
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.boolean_unreadable',
    title: 'Neither true nor false',
    message: '{file} line {line}: {column} is "{value}"; true or false is expected.',
    cause: 'record.boolean',
    causes: sis('{column} is a yes or no. true, false, 1 and 0 are understood, in upper or lower case.', [
      'Let the export write true or false in {column}.',
    ]),
  },
  {
    ...base,
    entry: 'oneroster.dates_reversed',
    title: 'It ends before it begins',
    message: '{file} line {line}: {column} {value} is earlier than {other} {expected}.',
    cause: 'record.dates_reversed',
    causes: sis('The end lies before the beginning, so nobody could say when this holds.', [
      'Correct its dates in the SIS.',
      again,
    ]),
  },
  {
    ...base,
    entry: 'oneroster.value_too_long',
    title: 'A value that is far too long',
    message: '{file} line {line}: {column} has {received} characters; at most {expected} are taken.',
    cause: 'record.value_too_long',
    causes: sis('The value is longer than such a value can sensibly be. It is not shortened silently.', [
      'Look up the record in the SIS and shorten the value.',
    ]),
  },
  {
    ...base,
    entry: 'oneroster.status_missing',
    title: 'A change without status',
    message: '{file} line {line}: the manifest says that this file holds changes, and {column} is empty.',
    cause: 'record.status_missing',
    causes: sis(
      'In a file of changes each row says whether the record is active or to be deleted, and when it was changed. Without that the row could mean either.',
      [
        'Let the export fill status and dateLastModified in delta files.',
        'Or export the whole list and say bulk in the manifest.',
      ],
    ),
  },
  {
    ...base,
    entry: 'oneroster.parent_loop',
    title: 'It is its own parent',
    message: '{file} line {line}: following {column} from {key} leads back to {key}.',
    cause: 'record.parent_loop',
    causes: sis('The parents form a circle, so there is no top to begin with.', [
      'Look up the record in the SIS and correct its parent.',
    ]),
  },
  {
    ...base,
    entry: 'oneroster.owned_elsewhere',
    title: 'Another source already brings this school',
    message: '{file} line {line}: {key} comes from the connection {owner} and says something else there.',
    cause: 'record.two_sources',
    causes: manager(
      'Two sources describe the same school differently. The one that brought it first keeps it, so that it does not change back and forth every night.',
      ['Decide which source should bring the school, and take it out of the other’s export.'],
    ),
  },
  {
    ...base,
    entry: 'oneroster.school_not_permitted',
    title: 'A school that the sender may not touch',
    message: '{file} line {line}: the school {value} is not among those that this key or person may change.',
    cause: 'access.school_not_granted',
    causes: manager(
      'The files were sent by a key or a person limited to some schools. They may bring new schools of their own, but not change one that another source brings or the district set up.',
      ['Give the key or the person the school {value}, or take its rows out of the export.'],
    ),
  },
  {
    ...base,
    retry: 'after_support',
    entry: 'oneroster.not_stored',
    title: 'The database refused the row',
    message: '{file} line {line}: the row passed every check, yet the database refused it ({reason}).',
    cause: 'hallpass.defect',
    causes: [
      {
        meaning:
          'A rule of the database caught what our checks should have caught before. The row was left out, everything else went on. This is a defect of Hallpass.',
        owner: 'support',
        steps: ['Report it with the text in brackets; the row itself is not needed.'],
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
    causes: sis(
      'The row points to a record that this source does not send, or no longer. It waits: once that record is there, the next import takes the row by itself.',
      [
        'Look up the missing record in the SIS: is it outside the export’s selection (another school, a closed term, an inactive course)?',
        'Widen the export so that it brings that record too, or take this row out of it.',
      ],
      ['Export all files of a set at the same moment and with the same selection.'],
    ),
  },
  {
    ...base,
    retry: 'next_run',
    entry: 'oneroster.parent_refused',
    title: 'It waits for a record that was refused',
    message: '{file} line {line}: {column} refers to {parentKind} {parent}, which was refused itself.',
    cause: 'record.parent_refused',
    causes: sis(
      'Nothing is wrong with this row. It waits for the record that it refers to, which could not be taken; the next import takes it by itself once that one is in.',
      ['Correct the record that it waits for; its own refusal says how.'],
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
      'A file that suddenly lacks so many records is more often a broken export than a real change. Nothing was deleted; all else of the file was taken.',
      [
        'Look at the list of what would be deleted.',
        'If it is right, let them be deleted. If not, keep them and have the export repaired.',
      ],
      ['Around the change of a school year large deletions are normal: import with --allow-deletions then.'],
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
      'Only the manifest can say that a file is the whole list. Without it records that are missing from the file stay.',
      ['Let the export write manifest.csv, as OneRoster asks.'],
    ),
  },
  {
    ...note,
    entry: 'oneroster.file_not_announced',
    title: 'A file that the manifest calls absent',
    message: '{file} is there, but the manifest says {value}: its {count} rows were left.',
    cause: 'file.manifest',
    causes: sis(
      'The manifest and the files contradict each other. Whether the file is the whole list or a part cannot be known, so it was not read.',
      ['Correct the line file.{name} of manifest.csv to bulk or delta.', again],
    ),
  },
  {
    ...note,
    entry: 'oneroster.file_not_there',
    title: 'An announced file is not there',
    message:
      'The manifest announces {file} as {value}, but it is not in the set: nothing of that kind was changed or deleted.',
    cause: 'file.manifest',
    causes: sis('The manifest promises a file that did not come. A missing file is never read as an empty list.', [
      'Find out why the export left {file} out.',
      again,
    ]),
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
      'Without its header nobody can say what the columns of the file mean. The file may be empty, in another format, or have line ends of old Macintosh systems.',
      ['Open {file}: its first line must begin with sourcedId,status,dateLastModified.', again],
    ),
  },
  {
    ...note,
    entry: 'oneroster.file_left',
    title: 'Files that are not carried yet',
    message: '{file}: {count} rows were counted and left.',
    cause: 'file.not_carried',
    causes: manager(
      'Hallpass reads orgs, academicSessions, courses, classes, users and enrollments. Other files are counted, so that nobody wonders, and left as they are.',
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
      'These columns are neither OneRoster’s nor named metadata.…, so nobody can say what they mean. The rows themselves were taken.',
      [
        'Nothing needs to be done, unless one of them is an old name for a OneRoster column; then rename it in the export.',
      ],
    ),
  },
  {
    ...note,
    entry: 'oneroster.password_dropped',
    title: 'Passwords were dropped',
    message: '{file}: the column {columns} was not read.',
    cause: 'file.password',
    causes: sis('A roster export should not carry passwords. They were dropped while reading and are stored nowhere.', [
      'Switch the password column off in the export of the SIS.',
      'If real passwords were sent, change them.',
    ]),
  },
  {
    ...note,
    entry: 'oneroster.status_in_bulk',
    title: 'Status filled in a whole list',
    message:
      '{file}: {count} rows have a status or a date of change, though the manifest says that the file is the whole list.',
    cause: 'file.manifest',
    causes: sis(
      'In a whole list these columns should be empty. Rows marked active were read as usual, rows marked tobedeleted as deletions.',
      ['Nothing needs to be done; a file of changes is called delta in the manifest.'],
    ),
  },
  {
    ...note,
    entry: 'oneroster.grade_unknown',
    title: 'A grade outside the CEDS list',
    message: '{file}: {count} rows have grades outside the CEDS codes, such as {value}.',
    cause: 'record.grade_code',
    causes: sis('Grades should be CEDS codes: PK, KG, 01 to 13, UG and a few more. They were stored as they came.', [
      'Let the export translate the grades.',
    ]),
  },
];
