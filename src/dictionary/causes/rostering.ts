import type { Cause } from './cause.ts';

/** What can be wrong with rosters, requests, connections and Hallpass itself. */
export const rosteringCauses: Readonly<Record<string, Cause>> = {
  // Where files are read from.
  'upload.unreadable': {
    title: 'The upload cannot be opened',
    meaning: 'The zip is damaged, cut off or no zip at all, so nothing of it was read.',
  },
  'upload.unsafe': {
    title: 'The upload was not opened, to be safe',
    meaning:
      'The zip holds links, encrypted files, paths out of its folder or far too much, which no roster export does.',
  },
  'upload.empty': {
    title: 'The upload holds no roster',
    meaning: 'None of the files that make up a roster is in the folder or zip.',
  },
  'source.gone': {
    title: 'The files are no longer there',
    meaning: 'A file was moved or deleted, or became unreadable, before it had been read to its end.',
  },
  'source.record_gone': {
    title: 'The record is not in the other system',
    meaning: 'The other system was asked for one record and does not have it, or has it marked as deleted.',
  },
  'source.changed': {
    title: 'The files changed while they were read',
    meaning: 'Somebody wrote to a file while it was being read, so what it says is not certain.',
  },
  // A file as a whole.
  'file.manifest': {
    title: 'The manifest and the files do not agree',
    meaning: 'The manifest is missing or unclear, or says something else about a file than the file itself.',
  },
  'file.version': {
    title: 'A version of OneRoster that is not read',
    meaning: 'The files were exported for a version of OneRoster whose columns are others.',
  },
  'file.header': {
    title: 'The first line does not name the columns',
    meaning: 'Without a header nobody can tell what the columns of a file mean.',
  },
  'file.column_missing': {
    title: 'A required column is missing',
    meaning: 'A file lacks a column that every row of it must have.',
  },
  'file.vendor_columns': {
    title: 'Columns that nobody knows',
    meaning: 'A file has columns that are not part of OneRoster, and they were left out.',
  },
  'file.not_carried': {
    title: 'A file that is not carried',
    meaning: 'The file is part of OneRoster, but its rows are only counted and not taken yet.',
  },
  'file.password': {
    title: 'Passwords in a file',
    meaning: 'A roster file carries passwords; they were dropped while it was read.',
  },
  'file.encoding': {
    title: 'The text is not UTF-8',
    meaning: 'The file was written in another encoding, and names would arrive damaged.',
  },
  'file.control_characters': {
    title: 'Characters that cannot be shown',
    meaning: 'A value holds signs that are not part of any text, mostly left by a damaged import.',
  },
  'file.ragged_row': {
    title: 'A row with too many or too few cells',
    meaning: 'The cells of a row do not fit the header, so their values can no longer be told apart.',
  },
  'file.quotes': {
    title: 'Quotes that do not match',
    meaning: 'A quote opens or closes where it may not, so it is unclear where a value ends.',
  },
  'file.row_too_long': {
    title: 'A row that is far too long',
    meaning: 'A row is longer than any record can be, mostly because a quote is never closed.',
  },
  // One record.
  'record.key_missing': {
    title: 'A record without an id',
    meaning: 'The id by which a record is recognised later is empty.',
  },
  'record.key_repeated': {
    title: 'The same id twice',
    meaning: 'Two records of one file claim the same id, and nobody can say which is right.',
  },
  'record.value_missing': {
    title: 'A required value is empty',
    meaning: 'A record lacks a value that every record of its kind must have.',
  },
  'record.value_not_allowed': {
    title: 'A value that is not in the list',
    meaning: 'A field takes only the values of a list, and this record has another.',
  },
  'record.value_too_long': {
    title: 'A value is too long',
    meaning: 'A value is longer than the place for it; it is never shortened silently.',
  },
  'record.date': {
    title: 'A date that cannot be read',
    meaning: 'A date is written in another form than the one agreed on, or the calendar has no such day.',
  },
  'record.boolean': {
    title: 'Neither yes nor no',
    meaning: 'A field that is a yes or no holds something else.',
  },
  'record.dates_reversed': {
    title: 'It ends before it begins',
    meaning: 'The end of something is not after its beginning.',
  },
  'record.status_missing': {
    title: 'A change that does not say what it is',
    meaning: 'A row of changes does not say whether the record stays or is deleted, or since when.',
  },
  'record.parent_loop': {
    title: 'Parents in a circle',
    meaning: 'Following a record’s parents leads back to the record itself.',
  },
  'record.parent_missing': {
    title: 'It refers to something that is not there',
    meaning: 'A record names another one that the source does not send, or no longer.',
  },
  'record.parent_refused': {
    title: 'It waits for a record that was refused',
    meaning: 'A record names another one that could not be taken, and waits until it is.',
  },
  'record.two_sources': {
    title: 'Two sources say different things',
    meaning: 'Two connections bring the same record, and what they say about it differs.',
  },
  'record.forgotten': {
    title: 'Somebody who was forgotten',
    meaning: 'A source shows a person who was removed from Hallpass and shall not come again.',
  },
  'record.left_out': {
    title: 'Left out by decision',
    meaning: 'Somebody decided that a record shall not come, so it is neither taken nor refused.',
  },
  'record.grade_code': {
    title: 'A grade outside the list of codes',
    meaning: 'A grade is not one of the CEDS codes; it was stored as it came.',
  },
  'change.mass_deletion': {
    title: 'Unusually many deletions',
    meaning: 'So many records would be deleted at once that somebody should look at them first.',
  },
  'change.mass_creation': {
    title: 'Unusually many new records',
    meaning: 'So many records would be new at once that somebody should look at them first.',
  },
  'change.mass_update': {
    title: 'Unusually many changes',
    meaning: 'So many records would change at once that somebody should look at them first.',
  },
  // People and their accounts.
  'person.fields_missing': {
    title: 'Name or email is missing',
    meaning: 'First name, last name or email of a person was left out or is empty.',
  },
  'person.account_fields_missing': {
    title: 'School or school number is missing',
    meaning: 'It is not said at which school a person is known, or under which number of that school.',
  },
  'person.key_missing': {
    title: 'It is not said who is meant',
    meaning: 'A change names neither the userID nor the email of the person.',
  },
  'person.not_found': {
    title: 'The person is not known',
    meaning: 'Nobody has the userID or the email that a change was sent for.',
  },
  'person.ambiguous': {
    title: 'The email fits several people',
    meaning: 'More than one person has this email, so it does not say who is meant.',
  },
  'person.email_unknown': {
    title: 'Nobody has this email',
    meaning: 'A person is named by an email that nobody at these schools has.',
  },
  'person.email_taken': {
    title: 'The email belongs to somebody else',
    meaning: 'Another person has the same email, and it can belong to one only.',
  },
  'person.email_malformed': {
    title: 'The email is no address',
    meaning: 'What stands as email could not be reached by any mail.',
  },
  'person.account_taken': {
    title: 'The account exists already',
    meaning: 'The person has an account at this school, and a second one was to be made.',
  },
  'person.account_missing': {
    title: 'No account at the school of the course',
    meaning: 'A person who is to run a course has no account at its school.',
  },
  'person.role_unknown': {
    title: 'A role that is not known',
    meaning: 'The role of a person was sent under a name that only the SIS knows.',
  },
  // Schools.
  'school.not_authorized': {
    title: 'No rights at this school',
    meaning: 'The key has no rights at the school, or there is no such school.',
  },
  'school.not_configured': {
    title: 'The school is not set up',
    meaning: 'Nobody has switched rostering on for the school yet.',
  },
  'school.template_missing': {
    title: 'The welcome mail has no template',
    meaning: 'New people of the school get a mail whose template does not exist.',
  },
  'school.duration_too_small': {
    title: 'The school’s sessions are too short',
    meaning: 'How long a session lasts at the school is set to less than a minute.',
  },
  'school.duration_too_large': {
    title: 'The school’s sessions are too long',
    meaning: 'How long a session lasts at the school is set to more than a day, or not to whole minutes.',
  },
  'access.school_not_granted': {
    title: 'A school that the sender may not change',
    meaning: 'Files of a key or a person with rights at some schools hold records of another.',
  },
  // Courses.
  'course.not_found': {
    title: 'The course is not known',
    meaning: 'No course has the courseID or the addCode that was named.',
  },
  'course.not_authorized': {
    title: 'No rights at the school of the course',
    meaning: 'The course exists, but at a school where the key has no rights.',
  },
  'course.add_code_length': {
    title: 'The addCode is too long',
    meaning: 'People type the addCode to join a course, so it is kept short.',
  },
  'course.add_code_taken': {
    title: 'The addCode belongs to another course',
    meaning: 'Two courses of a school cannot be joined by the same addCode.',
  },
  'course.add_code_characters': {
    title: 'The addCode holds a sign that is not taken',
    meaning: 'An addCode consists of plain letters, digits and a few signs.',
  },
  'course.add_code_numeric': {
    title: 'The addCode has digits only',
    meaning: 'An addCode needs at least one sign that is no digit.',
  },
  'course.add_code_case': {
    title: 'Capital and small letters differ',
    meaning: 'A course has this addCode but for capital and small letters, which count.',
  },
  'course.add_code_ambiguous': {
    title: 'The addCode fits several courses',
    meaning: 'Courses of several schools have this addCode, so it does not say which is meant.',
  },
  'course.admin_unknown': {
    title: 'The admin of the course is not known',
    meaning: 'Nobody has the email of the person who is named as admin.',
  },
  'course.owner_unknown': {
    title: 'The owner of the course is not known',
    meaning: 'Nobody has the email of the person to whom the course is to belong.',
  },
  'course.owner_not_authorized': {
    title: 'The owner may not own a course',
    meaning: 'The person is known, but in a role that owns no courses, such as student.',
  },
  'course.schedule_mixed': {
    title: 'The schedule is given in two ways',
    meaning: 'When the course takes place is said by fields of both ways at once.',
  },
  'course.schedule_missing': {
    title: 'The schedule is not complete',
    meaning: 'It is not said in full when the course takes place.',
  },
  'course.days': {
    title: 'The days of the week cannot be read',
    meaning: 'The days are abbreviated, repeated, in another language or set apart wrongly.',
  },
  'course.start_date': {
    title: 'The first day of the course cannot be read',
    meaning: 'The start date is written in another form, or there is no such day.',
  },
  'course.end_date': {
    title: 'The last day of the course cannot be read',
    meaning: 'The end date is written in another form, or there is no such day.',
  },
  'course.start_time': {
    title: 'The start time of the course cannot be read',
    meaning: 'The time at which the course begins is not one of the 24-hour clock.',
  },
  'course.end_time': {
    title: 'The end time of the course cannot be read',
    meaning: 'The time at which the course ends is not one of the 24-hour clock.',
  },
  'course.start_not_before_end': {
    title: 'The course does not begin before it ends',
    meaning: 'Start and end of the course are the same moment or the wrong way round.',
  },
  'course.time_zone': {
    title: 'The time zone of the course is not known',
    meaning: 'The time zone is not named as in the IANA database.',
  },
  'course.attendance_name': {
    title: 'It is not said how attendance is taken',
    meaning: 'The school takes attendance in several ways, and the course names none of them.',
  },
  'course.attendance_exists': {
    title: 'Attendance is set up already',
    meaning: 'A new course was sent under an id whose attendance is set up.',
  },
  'course.attendance_not_set_up': {
    title: 'The course takes no attendance',
    meaning: 'A session was sent for a course that was made without a way of taking attendance.',
  },
  'course.conversion_exists': {
    title: 'Conversion is set up already',
    meaning: 'A new course was sent under an id for which hours are converted already.',
  },
  'course.conversion_not_created': {
    title: 'The course has no conversion',
    meaning: 'Hours of conversion were sent for a course that was made without it.',
  },
  'course.conversion_invalid': {
    title: 'It is not clear how hours are converted',
    meaning: 'The strategy of conversion is not known, or what belongs to it is missing.',
  },
  'course.uniform_options': {
    title: 'Options that the uniform strategy does not have',
    meaning: 'Awarded time was sent for a course whose hours are converted uniformly.',
  },
  'course.times_required': {
    title: 'Hours of conversion are missing',
    meaning: 'A course with conversion lacks one of its times, or it is no number.',
  },
  'course.times_unequal': {
    title: 'The hours do not add up',
    meaning: 'The hours together and apart make another sum than the total.',
  },
  'course.async_time_null': {
    title: 'The hours apart are empty',
    meaning: 'A course with conversion was sent with nothing for the time that students work alone.',
  },
  // Members and sessions of a course.
  'membership.taken': {
    title: 'The person is in the course already',
    meaning: 'A member was to be added who is one already.',
  },
  'membership.not_found': {
    title: 'The person is not in the course',
    meaning: 'A change or a drop was sent for somebody who is not a member.',
  },
  'session.not_found': {
    title: 'The session is not there',
    meaning: 'A session was to be deleted that does not exist, often because it was deleted before.',
  },
  'session.taken': {
    title: 'The session exists already',
    meaning: 'The course has a session of the same id.',
  },
  'session.overlap': {
    title: 'Two sessions at the same time',
    meaning: 'The course has another session at that time.',
  },
  'session.start_date': {
    title: 'The first day of the session cannot be read',
    meaning: 'The start date is written in another form, or there is no such day.',
  },
  'session.end_date': {
    title: 'The last day of the session cannot be read',
    meaning: 'The end date is written in another form, or there is no such day.',
  },
  'session.start_time': {
    title: 'The start time of the session cannot be read',
    meaning: 'The time at which the session begins is not one of the 24-hour clock.',
  },
  'session.end_time': {
    title: 'The end time of the session cannot be read',
    meaning: 'The time at which the session ends is not one of the 24-hour clock.',
  },
  'session.start_not_before_end': {
    title: 'The session does not begin before it ends',
    meaning: 'Start and end of the session are the same moment or the wrong way round.',
  },
  'session.time_zone': {
    title: 'The time zone of the session is not known',
    meaning: 'The time zone is not named as in the IANA database.',
  },
  // How something was asked.
  'request.parameter_missing': {
    title: 'Something required was left out',
    meaning: 'The request lacks a value that the operation cannot do without.',
  },
  'request.unknown_field': {
    title: 'A field that nobody reads',
    meaning: 'The request has a field that the operation does not know, mostly a misspelt one.',
  },
  'request.wrong_type': {
    title: 'A value of the wrong type',
    meaning: 'A number stands where a text belongs, or the like.',
  },
  'request.value_malformed': {
    title: 'A value that cannot be taken',
    meaning: 'A value is too long, damaged, without end or at odds with another one.',
  },
  'request.query_invalid': {
    title: 'A query that cannot be used',
    meaning: 'What follows the question mark of the address is not known or has no usable value.',
  },
  'request.body_invalid': {
    title: 'The request has another form',
    meaning: 'A part of the request is missing or not as it is documented.',
  },
  'request.not_json': {
    title: 'The request cannot be read',
    meaning: 'What was sent is empty, cut off or not JSON.',
  },
  'request.content_type': {
    title: 'The wrong kind of content',
    meaning: 'What was sent is announced as another kind than is taken here.',
  },
  'request.too_large': {
    title: 'Too much at once',
    meaning: 'The request is larger than such a request can sensibly be.',
  },
  'request.too_deep': {
    title: 'Nested too deeply',
    meaning: 'Lists or objects stand inside each other far deeper than is needed.',
  },
  'request.too_many_fields': {
    title: 'Too many fields',
    meaning: 'The request has far more fields than any operation knows.',
  },
  'request.too_many': {
    title: 'Hallpass was asked too often',
    meaning: 'Somebody asked more often than is allowed within a time.',
  },
  'request.method': {
    title: 'The wrong method',
    meaning: 'The address is right, but does not take this method.',
  },
  'request.not_found': {
    title: 'Not there',
    meaning: 'Nothing is at the address, or not for whoever asks.',
  },
  'request.link_unknown': {
    title: 'The link opens nothing',
    meaning: 'The link was used before, has expired or is not complete.',
  },
  'request.not_signed_in': {
    title: 'Nobody is signed in',
    meaning: 'The sign-in has ended, or the key is missing, unknown or revoked.',
  },
  'request.wrong_sign_in': {
    title: 'Email or password is wrong',
    meaning: 'Nobody signs in with this email and this password.',
  },
  'request.not_permitted': {
    title: 'Not permitted',
    meaning: 'Whoever asks is known, but has no right to this.',
  },
  'request.cross_site': {
    title: 'Asked from another site',
    meaning: 'A page of another site tried to act with somebody’s sign-in.',
  },
  'idempotency.key_malformed': {
    title: 'A key for repeats that cannot be used',
    meaning: 'The key by which a repeated request is recognised is empty, too long or holds other signs.',
  },
  'idempotency.other_request': {
    title: 'The key for repeats stands for something else',
    meaning: 'The same key was sent before with another request.',
  },
  'idempotency.under_way': {
    title: 'The same request is under way',
    meaning: 'A request was repeated before the first one was answered.',
  },
  'batch.line_malformed': {
    title: 'A line that is no record',
    meaning: 'A line of a batch cannot be read as a record.',
  },
  'batch.operation_unknown': {
    title: 'An operation that a batch does not do',
    meaning: 'A line of a batch names a resource or an operation that is not known.',
  },
  // What stands in the way of a request.
  'request.email_taken': {
    title: 'The email signs in already',
    meaning: 'Somebody signs in with this email, and it belongs to one person only.',
  },
  'request.name_taken': {
    title: 'The name is taken',
    meaning: 'Something of the same kind has this name.',
  },
  'request.name_from_source': {
    title: 'The name comes from a source',
    meaning: 'The name is brought by a connection, which would bring the old one back.',
  },
  'request.role_fixed': {
    title: 'A built-in role',
    meaning: 'The role comes with Hallpass and means the same everywhere.',
  },
  'request.role_in_use': {
    title: 'The role is in use',
    meaning: 'People have the role, and would lose their rights silently.',
  },
  'request.role_unknown': {
    title: 'No such role',
    meaning: 'A role was named that does not exist.',
  },
  'request.school_unknown': {
    title: 'No such school',
    meaning: 'A school was named that does not exist.',
  },
  'request.last_administrator': {
    title: 'The last administrator',
    meaning: 'Nobody would be left who may give roles in the district.',
  },
  'request.person_disabled': {
    title: 'The sign-in is disabled',
    meaning: 'The person may not sign in, so a link would open nothing.',
  },
  'request.connection_of_others': {
    title: 'The connection brings more than one may change',
    meaning: 'A whole list over this connection would touch schools that the sender has no rights at.',
  },
  'request.run_pushed': {
    title: 'A day of pushed records',
    meaning: 'Records that are sent one by one are stored at once, so there is nothing to cancel.',
  },
  'request.run_finished': {
    title: 'The run has ended',
    meaning: 'A run that has ended cannot be cancelled.',
  },
  'request.person_unclear': {
    title: 'Several people are meant',
    meaning: 'What was entered fits more than one person.',
  },
  'request.hold_decided': {
    title: 'Decided already',
    meaning: 'Somebody else decided on the held changes in the meantime.',
  },
  'request.fix_not_offered': {
    title: 'The fix is nothing for these records',
    meaning: 'A fix was asked for that cannot put right what is wrong with the records.',
  },
  'request.fix_changed': {
    title: 'The list of a fix has changed',
    meaning: 'Since the list was seen, a run has found other records.',
  },
  'request.fix_in_force': {
    title: 'A fix of the same records is in force',
    meaning: 'Somebody has applied another fix to the same records, or is about to.',
  },
  'request.fix_at_work': {
    title: 'The run of the fix is at work',
    meaning: 'The records of a fix are being carried, so that it cannot be taken back yet.',
  },
  'request.fix_for_nothing': {
    title: 'A fix without records',
    meaning: 'All records were taken out of the list that a fix was to be applied to.',
  },
  'request.hold_changed': {
    title: 'The list has changed',
    meaning: 'The held changes are no longer those that were looked at.',
  },
  'request.upload_twice': {
    title: 'The same files twice',
    meaning: 'A run is reading the same files already.',
  },
  'request.mail_sent': {
    title: 'The mail is gone',
    meaning: 'The mail was sent already and is not sent twice.',
  },
  'request.connection_paused': {
    title: 'Not while the connection is paused',
    meaning: 'What was asked for does not go while the connection is paused.',
  },
  'request.connection_blackout': {
    title: 'Not during a blackout',
    meaning: 'What was asked for would read a system at a time in which nobody shall be asked.',
  },
  'request.connection_not_paused': {
    title: 'The connection is not paused',
    meaning: 'A connection that is active cannot be resumed.',
  },
  'request.connection_auth_error': {
    title: 'Not before the connection is let in',
    meaning: 'Nothing can be synced until the connection has a sign-in that holds.',
  },
  'request.connection_not_fetched': {
    title: 'The connection is not fetched from',
    meaning: 'Its data is sent to Hallpass, so that there is nothing to ask for.',
  },
  'request.record_without_key': {
    title: 'The record has no id of its own',
    meaning: 'A row is known only by the line in which it stood, so it cannot be found again.',
  },
  'request.record_not_kept': {
    title: 'The row is no longer kept',
    meaning: 'The file with the row is gone, so the row cannot be read again alone.',
  },
  'request.identity_own': {
    title: 'The connection itself brings the person',
    meaning: 'The id of a person in the system that brings them is the one by which it does.',
  },
  'request.identity_taken': {
    title: 'Somebody else has the id',
    meaning: 'An id of another system is one person, and somebody said already which.',
  },
  'request.identity_unknown': {
    title: 'The person is nobody there',
    meaning: 'It is not known who the person is in the other system.',
  },
  'request.connection_changed': {
    title: 'The connection was changed',
    meaning: 'Somebody changed the settings while credentials for the former ones were tried.',
  },
  'request.no_system_error': {
    title: 'No system error',
    meaning: 'A ticket is opened about a system error, and there is none.',
  },
  'request.ticket_state': {
    title: 'Not as the ticket stands',
    meaning: 'A ticket was to be moved in a way that its state does not allow.',
  },
  'request.no_desk': {
    title: 'No desk is named',
    meaning: 'Nobody is named who is asked about a system.',
  },
  'request.bundle_changed': {
    title: 'The bundle is another one now',
    meaning: 'What would be sent with a ticket is not what was looked at.',
  },
  'request.confirm_name': {
    title: 'The name has to be typed',
    meaning: 'What would be lost with a connection is told before it is deleted.',
  },
  // Connections, runs and Hallpass itself.
  'connection.sync_error': {
    title: 'The data does not get across',
    meaning: 'The other system cannot be reached, or a transfer broke off.',
  },
  'connection.auth_error': {
    title: 'The connection is not let in',
    meaning: 'The other system does not accept the sign-in, the token or the rights of the connection.',
  },
  'connection.system_error': {
    title: 'The machinery has failed',
    meaning: 'Something underneath does not work, which is neither the transfer nor the sign-in.',
  },
  'connection.address': {
    title: 'The address leads nowhere, or elsewhere',
    meaning: 'The address of the other system is misspelt, has changed, or is that of something else.',
  },
  'connection.address_closed': {
    title: 'The address is not open to connections',
    meaning: 'The address lies in a network that connections may not look into.',
  },
  'connection.certificate': {
    title: 'The other system cannot prove who it is',
    meaning: 'The certificate of the other system has expired, is for another name, or comes from nobody who is known.',
  },
  'connection.cut_off': {
    title: 'The answer broke off',
    meaning: 'The other system, or something on the way to it, stopped in the middle of an answer.',
  },
  'connection.too_large': {
    title: 'The answer is far too long',
    meaning: 'The other system answers with more than any page of records can be.',
  },
  'connection.answer_unreadable': {
    title: 'The answer is not what was asked for',
    meaning: 'A page for people, damaged data or data of another form came where records were asked for.',
  },
  'connection.request_refused': {
    title: 'The other system refuses a request',
    meaning: 'The other system understood what it was asked for and would not do it.',
  },
  'connection.setting_missing': {
    title: 'A setting is missing',
    meaning: 'The connection needs a setting that was left empty.',
  },
  'connection.pages': {
    title: 'The pages of a list do not add up',
    meaning:
      'A list that is read in pages repeats, loses or gains records between them, so that it cannot be relied on.',
  },
  'auth.credentials': {
    title: 'The sign-in is not accepted',
    meaning: 'What a connection signs in with is missing, wrong or no longer valid.',
  },
  'request.issue_state': {
    title: 'The issue does not stand so',
    meaning: 'What was asked for cannot be done to an issue in the state that it is in.',
  },
  'request.no_term': {
    title: 'No term is under way',
    meaning: 'The roster has no term that today lies in.',
  },
  'connection.paused': {
    title: 'The connection is paused',
    meaning: 'Somebody paused the connection, and nothing goes over it until it is resumed.',
  },
  'run.cancelled': {
    title: 'The run was cancelled',
    meaning: 'A person ended the run before it was done.',
  },
  'hallpass.defect': {
    title: 'Hallpass itself failed',
    meaning: 'The program met something that it does not expect.',
  },
  'hallpass.no_database': {
    title: 'No database',
    meaning: 'The database did not start, or there is none for this machine.',
  },
  'hallpass.database_version': {
    title: 'A database of another version',
    meaning: 'The data was written by a PostgreSQL of another major version.',
  },
  'hallpass.backup': {
    title: 'A backup that cannot be written or used',
    meaning: 'A backup could not be written, or cannot be restored here as it is.',
  },
  'hallpass.second_hub': {
    title: 'A second hub on the same data',
    meaning: 'Another hub is running on the same folder of data.',
  },
  // Mail.
  'mail.refused': {
    title: 'The mail was refused',
    meaning: 'The mail server will not take the mail, now or later.',
  },
  'mail.delayed': {
    title: 'The mail has to wait',
    meaning: 'The mail server asks for another try later.',
  },
  'mail.unreachable': {
    title: 'The mail server cannot be reached',
    meaning: 'No connection to the mail server came about.',
  },
  'mail.settings': {
    title: 'The mail server does not let Hallpass send',
    meaning: 'The mail server refuses the sign-in or the sender, so it takes no mail at all.',
  },
  'mail.address': {
    title: 'The address cannot be written to',
    meaning: 'The address is not complete or holds signs that no mail server takes.',
  },
};
