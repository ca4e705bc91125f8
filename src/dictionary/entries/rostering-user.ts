import type { Entry } from '../entry.schema.ts';
import {
  addSchoolToKey,
  entriesOfResource,
  findRecord,
  lookUpUser,
  manager,
  passOn,
  runAgain,
  sendAgain,
  setSchoolUp,
  sis,
  support,
  tellAdministrator,
} from './rostering-entry.ts';

const user = entriesOfResource('user');

const createAndUpdate = ['createUser', 'updateUser'];
const oneOfUsers = ['updateUser', 'deleteUser'];

const userAgain = sendAgain('user');

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
          'The user was not taken, since {fields} was left out or empty. schoolID says at which school the person is, issuedID by which number that school knows them, such as the student number. A program fills both by a rule for everybody, so the rule has to be put right, not the single person.',
          [
            passOn,
            'They look up, in the settings of that program, which field of the SIS feeds {fields}, and choose one that is filled for every student and teacher.',
            runAgain,
          ],
          ['After a change of these settings, send one user first, and the whole school once that one is accepted.'],
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
        'The user was not taken, since another person in Hallpass has the same email already. Capital and small letters make no difference.',
        [
          findRecord,
          'See who has the email: search for it on the page Users of Hallpass (a program asks GET /rostering/v1/users).',
          'If it is somebody else: correct the email of whichever of the two is wrong in the SIS.',
          'If both are the same human being, such as a teacher of two schools: whoever looks after the sending program lets it send the userID that the page Users shows, with the name and email that stand there; Hallpass then only adds the second school.',
          userAgain,
        ],
        ['Give each person an address of their own; families and offices that share one cannot be told apart.'],
      ),
      manager(
        'Or the same new user was sent twice at the same moment. One request went through, and this message is the answer to the other. It is this cause if the person with the email is the very one that was sent.',
        [
          findRecord,
          lookUpUser,
          'If the person is there with the right name and school, nothing is left to do.',
          'If it is somebody else, go by the first cause.',
        ],
        ['Do not let two programs, or two runs of one, send the same school at the same time.'],
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
        'The user was not taken, since {fields} was left out or empty, and every user must have it. For users that is the role: what the person is at the school.',
        [
          findRecord,
          'Open the person in the SIS and fill in what the message names. Hallpass knows the roles student, instructor and admin.',
          'If the SIS does have a role for the person, whoever looks after the sending program lets it send student, instructor or admin for that role.',
          userAgain,
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
        'Hallpass knows the school of this user, but nobody has switched rostering on for it yet, or it was switched off. No user of that school is taken until then.',
        [tellAdministrator, setSchoolUp, userAgain],
        ['Set a school up in Hallpass before the sending program is told to send it.'],
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
        'New users of this school are to get a welcome mail, and the prepared text that the school names for it does not exist. The user was not stored, and no mail was sent.',
        [
          tellAdministrator,
          'The Hallpass administrator opens that school on the page Schools and looks at Welcome template: it must be the name of a text under `mailTemplates` of the district file. They correct the name, or empty it if there is to be no mail, and press Save; or add a text of that name to the file and apply it.',
          userAgain,
          'Users who cannot wait can be sent with `sendWelcomeEmail` false: whoever looks after the sending program sets that.',
        ],
        ['Heed the warning that is shown when a school is saved with a name that does not exist.'],
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
        'The sending program signs in with an API key, and this key may not touch the school {school}; or there is no such school in Hallpass.',
        [
          'Search for {school} on the page Schools of Hallpass. Its ID there must be the same, letter by letter.',
          'If the school stands there under another ID, or the person belongs to another school: whoever looks after the sending program (in Hallpass: API keys, Managed by) lets it send the right schoolID.',
          'If {school} is right, tell the Hallpass administrator of your district that this key needs the school; one that is missing on the page Schools has to be created there first.',
          addSchoolToKey,
          userAgain,
        ],
        ['Before a new school is sent for the first time, have it added to the key.'],
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
          'The user was not taken, since {fields} was left out or empty. A person needs a first name (firstName), a last name (lastName) and an email.',
          [findRecord, 'Open the person in the SIS and fill in what the message names.', userAgain],
          ['Make these three obligatory where people are entered in the SIS.'],
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
        'A user was to be changed or removed, and the request does not say which: it carries neither userID nor email. Nothing was changed.',
        [
          passOn,
          'They let the program send, with each change, the userID that Hallpass answered when the user was made, or else the email.',
          runAgain,
        ],
        ['Keep the userID of each user in the SIS or in the sending program: emails change.'],
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
        'Somebody was to be changed, and Hallpass knows nobody of this userID or email at the schools of the API key with which the program signs in. Most often the user was merely not made yet when the change came.',
        [
          findRecord,
          'Make sure that the person stands in the SIS, at a school that is among those sent to Hallpass, and with a status that does not leave them out.',
          lookUpUser,
          'If nobody is there, wait for the next run of the sending program: it makes the user, and the change then goes through. If the message comes again after that, go by the second cause.',
        ],
        ['Let the program send new users before changes, or as upsert in a batch (make it or change it).'],
      ),
      sis(
        'Or Hallpass does know the person, but by another userID or email, or at another school than the record names. It is this cause if the page Users finds the person by name.',
        [
          findRecord,
          'Search for the person by name on the page Users of Hallpass, and compare userID, email and schools with the record.',
          'If the email or the school is wrong in the SIS, correct it there. If the program sends a wrong userID, whoever looks after it replaces it by the one that the page shows.',
          userAgain,
        ],
      ),
    ],
  ),
  user(
    'account_taken',
    [400, null, 'userID_schoolID must be unique', 'userID_schoolID must be unique.'],
    ['person.account_taken', 'after_support'],
    createAndUpdate,
    [
      support(
        'This person is at this school in Hallpass already, so they cannot be added a second time. Mostly the same user was sent twice at once, and the other request won.',
        [
          findRecord,
          lookUpUser,
          'If the person is there with the right school and role, nothing is left to do; whoever looks after the sending program lets it send later changes as updates.',
          'If the person or the school is not there, tell the Hallpass administrator of your district, with the id of the record and the `requestId` of the answer that the program got.',
        ],
        [
          'Where the program does not know whether a user exists, let it send upsert in a batch (make it or change it).',
        ],
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
        'The user was not taken, since what was sent as email is no address that mail could reach: the @ or what follows it is missing, or it holds a blank, two addresses or another sign that does not belong in one.',
        [
          findRecord,
          'Open the person in the SIS and correct the email; it looks like name@school.example, without blanks.',
          userAgain,
        ],
        ['Let the SIS check addresses where they are typed.'],
      ),
    ],
  ),
];
