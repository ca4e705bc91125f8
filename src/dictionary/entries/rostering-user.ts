import type { Entry } from '../entry.schema.ts';
import { entriesOfResource, manager, sis, support } from './rostering-entry.ts';

const user = entriesOfResource('user');

const createAndUpdate = ['createUser', 'updateUser'];
const oneOfUsers = ['updateUser', 'deleteUser'];

const lookUp = 'Look the user up in Hallpass: GET /rostering/v1/users with the userID or the email.';
const sendAgain = 'Send the user again, or wait for the next run of the integration, which does.';

/** What the rostering API prints about users. Titles, messages, codes and statuses are those of the published dictionary, oddities included. */
export const rosteringUserEntries: readonly Entry[] = [
  {
    ...user(
      'account_missing',
      [400, 10005, 'Account missing the following fields', 'User missing the following fields:{fields}'],
      ['person.account_fields_missing', 'after_fix'],
      ['createUser', 'updateUser', 'deleteUser'],
      [
        manager(
          'An account says at which school somebody is known and under which number of that school. The request left out schoolID or issuedID, or sent it empty. Senders fill both by rule, not by hand, so the fault lies in the settings of the integration.',
          [
            'Look up in the settings of the integration which SIS fields feed schoolID and issuedID.',
            'Let each of them come from a field that every user has.',
            'Run the integration again.',
          ],
          ['Check a mapping with one user before a whole school is sent.'],
        ),
      ],
    ),
    words: { fields: ['schoolID', 'issuedID'] },
  },
  user(
    'email_taken',
    [400, null, 'Email must be unique', 'Email must be unique'],
    ['person.email_taken', 'after_fix'],
    createAndUpdate,
    [
      sis(
        'Another person in Hallpass has this email already. Upper and lower case count as the same.',
        [
          'Find out who has the email: GET /rostering/v1/users with it.',
          'Put the email of whichever of the two is wrong right in the SIS.',
          'If both are the same human being, send the userID that Hallpass knows; a second school then only adds an account.',
          sendAgain,
        ],
        ['Give each person an address of their own; families and offices that share one cannot be told apart.'],
      ),
      manager(
        'The same new user was sent twice at the same moment. One request went through, and this is the answer to the other.',
        [lookUp, 'If the user is there as meant, nothing is left to do.'],
        ['Do not let two jobs send the same school at once.'],
      ),
    ],
  ),
  user(
    'parameter_missing',
    [400, 2019, 'Missing required parameter', 'Missing required parameter: {fields}'],
    ['request.parameter_missing', 'after_fix'],
    createAndUpdate,
    [
      sis(
        'A value that every user must have was left out or is empty. For users this is the role; what else is required has messages of its own.',
        [
          'Open the user in the SIS and fill in what the message names.',
          'The role is one of student, instructor and admin; see /docs for all fields.',
          sendAgain,
        ],
      ),
    ],
  ),
  user(
    'school_not_configured',
    [
      400,
      2019,
      "School's integration configuration has not been setup",
      "School's integration configuration has not been setup.",
    ],
    ['school.not_configured', 'after_support'],
    createAndUpdate,
    [
      support(
        'The school is known, but nobody has switched rostering on for it yet, or its settings were taken away.',
        [
          'Report the schoolID to whoever runs Hallpass.',
          'There: open the school in Hallpass, add its rostering settings and save; or put `rostering` into the district file and apply it.',
        ],
        ['Set a school up before the integration is told to send it.'],
      ),
    ],
  ),
  user(
    'template_not_found',
    [500, null, 'Template Not Found', 'template not found.'],
    ['school.template_missing', 'after_support'],
    ['createUser'],
    [
      support(
        'New users of this school get a mail of welcome, and the template that the school names for it does not exist. The user was not stored.',
        [
          'Report the schoolID to whoever runs Hallpass.',
          'There: add a mail template of that name, or choose another one in the settings of the school.',
          'Until then users can be sent with sendWelcomeEmail false.',
        ],
        ['Heed the warning that is shown when a school is saved with a template that does not exist.'],
      ),
    ],
  ),
  user(
    'school_not_authorized',
    [403, 10005, 'Unauthorized School', 'Unauthorized school: {school}'],
    ['school.not_authorized', 'after_support'],
    ['createUser', 'updateUser', 'deleteUser', 'showSchool'],
    [
      support(
        'The API key has no rights at this school, or there is no such school.',
        [
          'Compare the schoolID letter by letter with the schools in Hallpass.',
          'If it is right, ask whoever runs Hallpass to give the key this school.',
        ],
        ['Ask for the key’s new schools before their data is sent.'],
      ),
    ],
  ),
  {
    ...user(
      'fields_missing',
      [400, 10005, 'User missing the following fields', 'User missing the following fields: {fields}'],
      ['person.fields_missing', 'after_fix'],
      createAndUpdate,
      [
        sis(
          'A person needs a first name, a last name and an email, and at least one of them was left out or is empty.',
          ['Open the user in the SIS and fill in what the message names.', sendAgain],
          ['Make these three obligatory where users are entered.'],
        ),
      ],
    ),
    words: { fields: ['firstName', 'lastName', 'email'] },
  },
  user(
    'id_or_email_required',
    [400, 10008, 'userID or Email is required for updating user', 'userID or email is required for updating user.'],
    ['person.key_missing', 'after_fix'],
    oneOfUsers,
    [
      manager(
        'The request does not say whom it is about: it carries neither userID nor email.',
        [
          'Let the integration send the userID that Hallpass answered when the user was made, or else the email.',
          'Run the integration again.',
        ],
        ['Keep the userID of each user in the SIS or in the integration: emails change.'],
      ),
    ],
  ),
  user(
    'not_found',
    [400, 10009, 'User Not Found', 'User not found.'],
    ['person.not_found', 'next_run'],
    [...oneOfUsers, 'createUser'],
    [
      sis(
        'Hallpass knows nobody of this userID or email at the schools of this key. Most often the user was merely not made yet when the change came.',
        [
          'Make sure that the user stands in the SIS and is among those that are sent.',
          lookUp,
          'If the user is not there, wait for the next run: it makes the user, and the change then goes through.',
        ],
        ['Send new users before changes, or use upsert in a batch.'],
      ),
      sis('Or the userID or the email is not the one by which Hallpass knows this person.', [
        lookUp,
        'Correct it in the SIS, and send the change again.',
      ]),
    ],
  ),
  user(
    'account_taken',
    [400, null, 'userID_schoolID must be unique', 'userID_schoolID must be unique.'],
    ['person.account_taken', 'after_support'],
    createAndUpdate,
    [
      support(
        'This person has an account at this school already, so it cannot be made a second time. Mostly the same user was sent twice at once, and the other request won.',
        [
          lookUp,
          'If the account is there and right, nothing is left to do; send later changes as updates.',
          'If it is not there, report the request’s id to support.',
        ],
        ['Send as upsert in a batch where the sender does not know whether a user exists.'],
      ),
    ],
  ),
  user(
    'email_malformed',
    [400, null, 'Validation isEmail on email failed', 'Validation isEmail on email failed.'],
    ['person.email_malformed', 'after_fix'],
    createAndUpdate,
    [
      sis(
        'What was sent as email is no address that mail could reach: the @ or what follows it is missing, or it holds blanks or other signs.',
        ['Correct the address in the SIS.', sendAgain],
        ['Let the SIS check addresses where they are typed.'],
      ),
    ],
  ),
];
