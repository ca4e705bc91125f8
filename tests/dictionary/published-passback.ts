import type { SystemId } from '../../src/dictionary/entry.schema.ts';

/**
 * The published dictionary of grade passback errors, typed from the published document, in its order: each message as it
 * is printed there, and as a system would tell it with invented values.
 */
export type PublishedMessage = {
  readonly system: SystemId;
  readonly title: string;
  /** As printed, with its placeholders. */
  readonly message: string;
  /** With invented values in the places of the placeholders and of the printed sample values. */
  readonly filled: string;
  /** These values, in the order in which they stand in `filled`. */
  readonly facts: readonly string[];
  /** How many causes the document gives for this message. */
  readonly causes: number;
  /** Whether it keeps a grade from arriving. */
  readonly blocking: boolean;
};

export const published: readonly PublishedMessage[] = [
  {
    system: 'aeries',
    title: 'Grading Category Not Found',
    message:
      'Grading category [xxxxxx] not found in OneRoster for [xxxxxx].\n\nPlease ensure that your assignment categories match between OneRoster and Canvas.\n\nAvailable grading categories are: [xxxxxxx]',
    filled:
      'Grading category Field Notes not found in OneRoster for Essay 2: The Tide.\n\nPlease ensure that your assignment categories match between OneRoster and Canvas.\n\nAvailable grading categories are: Homework, Quizzes, Tests',
    facts: ['Field Notes', 'Essay 2: The Tide', 'Homework, Quizzes, Tests'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aeries',
    title: 'Gradebook Number Does Not Match',
    message: 'Gradebook number does not match.',
    filled: 'Gradebook number does not match.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aeries',
    title: 'Internal Server Error',
    message: 'Internal Server Error',
    filled: 'Internal Server Error',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aeries',
    title: 'Invalid Assignment ID',
    message: 'Invalid assignment ID (lineItem sourcedId is invalid).',
    filled: 'Invalid assignment ID (lineItem sourcedId is invalid).',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aeries',
    title: 'Multiple Matches Found',
    message: 'Multiple matches found for "[xxxxxx]" due on [xx/xx/xxxx] in OneRoster.',
    filled: 'Multiple matches found for "Map of the Harbor" due on 10/03/2025 in OneRoster.',
    facts: ['Map of the Harbor', '10/03/2025'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aeries',
    title: 'Student Does Not Belong',
    message: 'Student does not belong to the gradebook.',
    filled: 'Student does not belong to the gradebook.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aeries',
    title: 'Unable to Add Assignment',
    message:
      'Unable to add assignment because there are more than one gradebooks. Please correct your gradebooks and try again.',
    filled:
      'Unable to add assignment because there are more than one gradebooks. Please correct your gradebooks and try again.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aeries',
    title: 'Gradebook Section Not Found',
    message: 'Aeries gradebook categories are not in sync with Canvas categories.',
    filled: 'Aeries gradebook categories are not in sync with Canvas categories.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aspen',
    title: 'Grading Category Not Found',
    message:
      'Grading category "[Canvas assignment group name]" not found in Aspen for\nassignment "[assignment name]". Please ensure that your assignment categories/groups\nmatch between Aspen and Canvas.\nAvailable grading categories for class [Section SIS ID] are:',
    filled:
      'Grading category "Lab Reports" not found in Aspen for assignment "Lab 4: Buoyancy". Please ensure that your assignment categories/groups match between Aspen and Canvas. Available grading categories for class SCI210-003 are:',
    facts: ['Lab Reports', 'Lab 4: Buoyancy', 'SCI210-003'],
    causes: 2,
    blocking: true,
  },
  {
    system: 'aspen',
    title: 'Given Gradebook Column Type',
    message: 'Given GradebookColumnType does not have a default GradeScale',
    filled: 'Given GradebookColumnType does not have a default GradeScale',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aspen',
    title: 'Rest Easy: Could Not Find Resource',
    message:
      'RESTEASY003210:\n\nCould not find resource for full path: https://[yourschoolname]/v1p1/lineItems?limit=200',
    filled:
      'RESTEASY003210: Could not find resource for full path: https://aspen.fairhaven.example/v1p1/lineItems?limit=100',
    facts: ['aspen.fairhaven.example', '100'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'aspen',
    title: 'Validation Exception',
    message:
      'com.follett.fss.vithar.core.ValidationException:\n\n‘variable’ is not a valid value for java.math.BigDecimal',
    filled: "com.follett.fss.vithar.core.ValidationException: 'B+' is not a valid value for java.math.BigDecimal",
    facts: ['B+'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'focus',
    title: '404 Error: API Route Not Found',
    message: '{"request_id":11410981,"status":404,"error":"API route not found: GET /results/[id]/[id]}',
    filled: '{"request_id":20871533,"status":404,"error":"API route not found: GET /results/771204/900017"}',
    facts: ['20871533', '771204', '900017'],
    causes: 1,
    blocking: false,
  },
  {
    system: 'focus',
    title: '422 Error: Invalid Due Date',
    message: '"Request_id": [xxxxxxx] ,"status":422,"error":"Invalid Assignment Category for due date: [xx/xx/xxxx]"',
    filled: '{"request_id":20871612,"status":422,"error":"Invalid Assignment Category for due date: 08/29/2025"}',
    facts: ['20871612', '08/29/2025'],
    causes: 1,
    blocking: false,
  },
  {
    system: 'focus',
    title: 'Assignment Not Found',
    message: 'Assignment not found: [assignment name]',
    filled: 'Assignment not found: Reading log, week 3',
    facts: ['Reading log, week 3'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'focus',
    title: 'Cannot Find Due Date',
    message: 'Cannot find due date for assignment [assignment name], skipping',
    filled: 'Cannot find due date for assignment Reading log, week 4, skipping',
    facts: ['Reading log, week 4'],
    causes: 2,
    blocking: true,
  },
  {
    system: 'focus',
    title: 'Grading Category Not Found',
    message:
      'Grading category [xxxxxx] not found in OneRoster for [xxxxx].\n\nPlease ensure that your assignment categories/groups match between OneRoster and Canvas.\n\nAvailable grading categories for class [xxxxx] are: [xxxxxxx]',
    filled:
      'Grading category Warm-ups not found in OneRoster for Fractions 7.\n\nPlease ensure that your assignment categories/groups match between OneRoster and Canvas.\n\nAvailable grading categories for class MATH-0712 are: Homework, Projects, Tests',
    facts: ['Warm-ups', 'Fractions 7', 'MATH-0712', 'Homework, Projects, Tests'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Assignment Cannot Be Created',
    message: 'Assignment with app id [xxxxxx] cannot be created for section with app id blank',
    filled: 'Assignment with app id 481207 cannot be created for section with app id blank',
    facts: ['481207'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Assignment Dates Error',
    message: 'Assignment dates fall outside of dates in which this class is taught',
    filled: 'Assignment dates fall outside of dates in which this class is taught',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Assignment Scores Export Error',
    message: 'ASSIGNMENT_SCORES_EXPORT - [xxxxxx] - text',
    filled: 'ASSIGNMENT_SCORES_EXPORT - 5d1c7e40-93ab-4f62-8e07-1b2f6c90d3aa - assignment 481233 was left out',
    facts: ['5d1c7e40-93ab-4f62-8e07-1b2f6c90d3aa', 'assignment 481233 was left out'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Assignment Scores Export-PUT for OneRoster Error',
    message:
      'ASSIGNMENT_SCORES_EXPORT - 59a62ebe-7a3a-49cf-8a8e-bc563adba188 -\n\nPUT for ONEROSTER: Result[result/results] for "[xxxxxxx]" failed with HTTP Status:\n\n401 with: [{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"UNAUTHORIZED","description":\n\n"User not authorized."}]',
    filled:
      'ASSIGNMENT_SCORES_EXPORT - c02b9f17-6e54-4d38-a1f9-70e3b8d5426c - PUT for ONEROSTER: Result[result/results] for "s481240" failed with HTTP Status: 401 with: [{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"UNAUTHORIZED","description":"User not authorized."}]',
    facts: ['c02b9f17-6e54-4d38-a1f9-70e3b8d5426c', 's481240'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Cannot Export Canvas Submission in Section',
    message: 'Cannot export Canvas submission in selection XXXXXX\n\nassignment XXXXXXXX for student XXXXXXXX',
    filled: 'Cannot export Canvas submission in selection 61207 assignment 481251 for student 900017',
    facts: ['61207', '481251', '900017'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Could Not Determine Class or Grading Period',
    message: 'Could not determine the class or grading Period for this line Item',
    filled: 'Could not determine the class or grading Period for this line Item',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Exchange Error',
    message:
      'EXCHANGE_ERROR_NON_RETRYABLE - [xxx-xxx-xxx] -\n\nHTTP response HTTP/1.1 403 Forbidden response:\n\n403 Forbidden (Rate Limit Exceeded)',
    filled:
      'EXCHANGE_ERROR_NON_RETRYABLE - e84a3f6d-2c19-47b0-9d5e-3f71a0c6b852 - HTTP response HTTP/1.1 403 Forbidden response: 403 Forbidden (Rate Limit Exceeded)',
    facts: ['e84a3f6d-2c19-47b0-9d5e-3f71a0c6b852'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Data Sync Job Timed Out',
    message: 'A Data Sync Job has timed out and been cancelled.',
    filled: 'A Data Sync Job has timed out and been cancelled.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'PUT for OneRoster Error',
    message:
      'PUT for ONEROSTER:Result[result/results] for “s[xxxx]” failed with HTTP Status:\n422 with: [{“codeMajor”:“FAILURE”,“severity”:“ERROR”,“codeMinor”:\n“INVALID DATA”,“description”:“Result denied.\nNeither ‘score’ nor ‘metadata.ext_infiniteCampus_scoreGrade’ is populated.“}]',
    filled:
      'PUT for ONEROSTER:Result[result/results] for "s481266" failed with HTTP Status: 422 with: [{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"INVALID DATA","description":"Result denied. Neither \'score\' nor \'metadata.ext_infiniteCampus_scoreGrade\' is populated."}]',
    facts: ['481266'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'infinite-campus',
    title: 'Unable to Process Score',
    message: 'Unable to process score for [xxxxx]; missing "assignment_source_id" attribute',
    filled: 'Unable to process score for 900023; missing "assignment_source_id" attribute',
    facts: ['900023'],
    causes: 2,
    blocking: true,
  },
  {
    system: 'pinnacle',
    title: 'Cannot Find Due Date',
    message: 'Cannot find due date for assignment "[assignment name]", skipping',
    filled: 'Cannot find due date for assignment "Debate: School Uniforms", skipping',
    facts: ['Debate: School Uniforms'],
    causes: 1,
    blocking: false,
  },
  {
    system: 'pinnacle',
    title: 'Error Code 400: Invalid Due Date',
    message:
      '"errors":[{"errorCode":400,"codeMajor":"failure","severity":"error","codeMinor":\n"invaliddata","description":"Could not find gradebook term based on the due date."}]',
    filled:
      '{"errors":[{"errorCode":400,"codeMajor":"failure","severity":"error","codeMinor":"invaliddata","description":"Could not find gradebook term based on the due date."}]}',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '400 Error: Unable to Create Assignment',
    message:
      'COLLECTION_GENERIC - 71608256-b2d7-450f-a7cb-5349af35977d -\nUnable to create assignment [xxxx]; Reason: HTTP response HTTP/1.1\n400 Bad Request response:\n{"message":"Validation errors","errors":[{"resource":"","field":"assignmentsection.name","code":"Value may not contain more than 50 character(s)."}]}',
    filled:
      'COLLECTION_GENERIC - 0f6e2b93-58d7-4ac1-b3e4-9a1d7c50f268 - Unable to create assignment 48213; Reason: HTTP response HTTP/1.1 400 Bad Request response: {"message":"Validation errors","errors":[{"resource":"","field":"assignmentsection.name","code":"Value may not contain more than 50 character(s)."}]}',
    facts: ['0f6e2b93-58d7-4ac1-b3e4-9a1d7c50f268', '48213'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '403 Error: Forbidden Rate Limit',
    message:
      'EXCHANGE_ERROR_NON_RETRYABLE -[xxx-xxx-xxx] - HTTP response HTTP/1.1 403 Forbidden response: 403 Forbidden (Rate Limit Exceeded)',
    filled:
      'EXCHANGE_ERROR_NON_RETRYABLE -9b37d0c5-41fe-4e86-8a2b-c6f5103e7d94 - HTTP response HTTP/1.1 403 Forbidden response: 403 Forbidden (Rate Limit Exceeded)',
    facts: ['9b37d0c5-41fe-4e86-8a2b-c6f5103e7d94'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '403 Error: User Does Not Teach Section',
    message:
      'Reason: HTTP response HTTP/1.1 403 Forbidden\nresponse: {"message":"User does not teach section or does not have requested Permission: EDIT"}',
    filled:
      'Reason: HTTP response HTTP/1.1 403 Forbidden response: {"message":"User does not teach section or does not have requested Permission: EDIT"}',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '404 Error: Not Found',
    message:
      '404 Not Found response:\n{"message":"Query \'com.instructure.schools.get_actual_score_grade_scale_dcid\' not found"};\nError retrieving Grade Scale DCID for section [xxxxxx]',
    filled:
      '404 Not Found response: {"message":"Query \'com.instructure.schools.get_actual_score_grade_scale_dcid\' not found"}; Error retrieving Grade Scale DCID for section 61310',
    facts: ['61310'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '409 Error: Actual Score Grade Scale ID',
    message:
      'COLLECTION_GENERIC - [xxxxxx] - HTTP response HTTP/1.1\n409 Conflict response:\n{“message”:“ActualScoreGradeScaleId 1 is not valid for Section with Id: [xxxxx]',
    filled:
      'COLLECTION_GENERIC - a7c41e8f-b650-4293-97d1-5e08f2ab3c61 - HTTP response HTTP/1.1 409 Conflict response: {"message":"ActualScoreGradeScaleId 7 is not valid for Section with Id: 61311"}',
    facts: ['a7c41e8f-b650-4293-97d1-5e08f2ab3c61', '7', '61311'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '409 Error: Assignment is Locked',
    message:
      'Unable to update assignment [xxxx] Reason: HTTP response HTTP/1.1\n409 Conflict response:\n{"message":"The specified assignment is\nlocked.","errors":[{"resource":"Assignment","code":"Locked"}]}',
    filled:
      'Unable to update assignment 48220 Reason: HTTP response HTTP/1.1 409 Conflict response: {"message":"The specified assignment is locked.","errors":[{"resource":"Assignment","code":"Locked"}]}',
    facts: ['48220'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '409 Error: Due Date Error',
    message:
      'Message: None Details: HTTP response HTTP/1.1\n409 Conflict response:\n{"message":"Due date must be between [xx/xx/xxxx and xx/xx/xxxx.","errors":[]}',
    filled:
      'Message: None Details: HTTP response HTTP/1.1 409 Conflict response: {"message":"Due date must be between 08/21/2025 and 01/16/2026.","errors":[]}',
    facts: ['08/21/2025', '01/16/2026'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '409 Error: Score Entry Point Required',
    message:
      'Details: HTTP response HTTP/1.1 409\nConflict response: {"message":"Score entry points is required.","errors":[]}',
    filled:
      'Details: HTTP response HTTP/1.1 409 Conflict response: {"message":"Score entry points is required.","errors":[]}',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '409 Error: Student ID',
    message:
      'Details: HTTP response HTTP/1.1 409\nConflict response: {"message":"Student.id [xxxxx] does not have an\nAssignmentStudentAssociation in AssignmentSection.Id: [xxxx]","errors":[]}',
    filled:
      'Details: HTTP response HTTP/1.1 409 Conflict response: {"message":"Student.id 900017 does not have an AssignmentStudentAssociation in AssignmentSection.Id: 31840","errors":[]}',
    facts: ['900017', '31840'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '409 Error: Teacher Category ID',
    message:
      'Details: HTTP response HTTP/1.1 409 Conflict response:\n{"message":"TeacherCategoryID is not active or does not belong to lead teacher\nfor Section","errors":[{"resource":"AssignmentService","field":"Sections.Dcid","code"\n:"259941"},{"resource":"AssignmentService","field":\n"TeacherCategory.TeacherCategoryId","code":"7233"}]}',
    filled:
      'Details: HTTP response HTTP/1.1 409 Conflict response: {"message":"TeacherCategoryID is not active or does not belong to lead teacher for Section","errors":[{"resource":"AssignmentService","field":"Sections.Dcid","code":"260118"},{"resource":"AssignmentService","field":"TeacherCategory.TeacherCategoryId","code":"7410"}]}',
    facts: ['260118', '7410'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: '412 Error: Assignment Update is Missing Record',
    message:
      'HTTP response HTTP/1.1\n412 Precondition Failed response:\n{"message":"Assignment update is missing record for section ######"}',
    filled:
      'HTTP response HTTP/1.1 412 Precondition Failed response: {"message":"Assignment update is missing record for section 61312"}',
    facts: ['61312'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Assignment Already Exists',
    message:
      'response: {"message":"An assignment already exists with this name [xxx] and due date [xx/xx/xxxx]\nfor one or more classes.","errors"\n:[{"resource":"AssignmentResource","field":"Sections.Dcid","code":59489}]}',
    filled:
      'response: {"message":"An assignment already exists with this name Essay 2: The Tide and due date 10/03/2025 for one or more classes.","errors":[{"resource":"AssignmentResource","field":"Sections.Dcid","code":61313}]}',
    facts: ['Essay 2: The Tide', '10/03/2025', '61313'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Assignment Cannot Be Created',
    message: 'Details: Assignment cannot be created for section with id=[xxxx]',
    filled: 'Details: Assignment cannot be created for section with id=61314',
    facts: ['61314'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Assignment Cannot Be Created',
    message: 'Assignment with app id (ASSIGNMENT ID)\ncannot be created for section with app id blank',
    filled: 'Assignment with app id 48231 cannot be created for section with app id blank',
    facts: ['48231'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Assignment Section Locked',
    message: 'At least one of the specified assignment sections is locked.',
    filled: 'At least one of the specified assignment sections is locked.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Exchange Error Exceeded Retries',
    message: 'EXCHANGE_ERROR_EXCEEDED_RETRIES -\nXXXXXXXX - Retryable error accessing [URL]',
    filled:
      'EXCHANGE_ERROR_EXCEEDED_RETRIES - 3e90b6d2-7f1a-45c8-8b6d-24c9e7f10a53 - Retryable error accessing https://ps.fairhaven.example/ws/v1/time',
    facts: ['3e90b6d2-7f1a-45c8-8b6d-24c9e7f10a53', 'https://ps.fairhaven.example/ws/v1/time'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Grading Category Missing',
    message: 'Details: Grading Category missing for assignment [xxxxxxx]',
    filled: 'Details: Grading Category missing for assignment 48240',
    facts: ['48240'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Grade Exchange Job Failed',
    message:
      'Grade exchange job failed. Status in SIS: 5 -\nEXCHANGE_ERROR_NON_RETRYABLE - [XXXXX] - For input string: ""',
    filled:
      'Grade exchange job failed. Status in SIS: 5 - EXCHANGE_ERROR_NON_RETRYABLE - f15d8a04-c36b-4e79-a0d2-68b7e391c4f0 - For input string: ""',
    facts: ['f15d8a04-c36b-4e79-a0d2-68b7e391c4f0'],
    causes: 3,
    blocking: false,
  },
  {
    system: 'powerschool',
    title: 'Grade Exchange Job Failed',
    message:
      'Grade exchange job failed. Status in SIS: 5 - EXCHANGE_ERROR_NON_RETRYABLE - [XXXXXXXXXXXXX] - Socket timeout, no response within 20 seconds',
    filled:
      'Grade exchange job failed. Status in SIS: 5 - EXCHANGE_ERROR_NON_RETRYABLE - 62ae0c9b-1d84-4f57-b9c3-d70f5a281e6b - Socket timeout, no response within 20 seconds',
    facts: ['62ae0c9b-1d84-4f57-b9c3-d70f5a281e6b'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Grade Exchange Not Finished',
    message: 'Grade exchange has not finished in the given time, cancelling. Last known state is: 3.',
    filled: 'Grade exchange has not finished in the given time, cancelling. Last known state is: 2.',
    facts: ['2'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: "PowerSchool Error: 'An assignment already exists...'",
    message:
      'PowerSchool Error:\n‘An assignment already exists with this name XXXXX\nand due date XX/XX/XXXX\nfor one or more classes.’',
    filled:
      'PowerSchool Error: ‘An assignment already exists with this name Vocabulary Unit 6 and due date 11/14/2025 for one or more classes.’',
    facts: ['Vocabulary Unit 6', '11/14/2025'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: "PowerSchool Error: 'Assignment not found.'",
    message: 'PowerSchool Error:\n‘Assignment not found.’',
    filled: "PowerSchool Error: 'Assignment not found.'",
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: "PowerSchool Error: 'TeacherCategoryID...'",
    message: 'PowerSchool Error:\n‘TeacherCategoryID is not active\nor does not belong to lead teacher for Section.’',
    filled: 'PowerSchool Error: ‘TeacherCategoryID is not active or does not belong to lead teacher for Section.’',
    facts: [],
    causes: 2,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Student Does Not Exist in PTP',
    message: 'COLLECTION_GENERIC - XXXXXXXXXXXXXX -\nStudent with sis_user_id=null does not exist in PTP',
    filled:
      'COLLECTION_GENERIC - 8c4f1b72-a9e3-4065-9f18-0d62c7b5ea34 - Student with sis_user_id=null does not exist in PTP',
    facts: ['8c4f1b72-a9e3-4065-9f18-0d62c7b5ea34'],
    causes: 2,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Teacher Category ID Not Active',
    message:
      'response: {"message":"TeacherCategoryID is not active or does not belong to lead teacher\nFor Section","errors":[{"resource":"AssignmentService","field":"Sections.Dcid",\n"code":"259941"},{"resource":"AssignmentService","field":\n"TeacherCategory.TeacherCategoryId","code":"7233"}]}',
    filled:
      'response: {"message":"TeacherCategoryID is not active or does not belong to lead teacher For Section","errors":[{"resource":"AssignmentService","field":"Sections.Dcid","code":"260119"},{"resource":"AssignmentService","field":"TeacherCategory.TeacherCategoryId","code":"7411"}]}',
    facts: ['260119', '7411'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'powerschool',
    title: 'Total Points Error',
    message: '{"message":"The total points value must be the product of weight and score entry points (XXX)."}',
    filled: '{"message":"The total points value must be the product of weight and score entry points (150)."}',
    facts: ['150'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'progressbook',
    title: 'Assignment Cannot Be Created',
    message: 'Assignment with app id (ASSIGNMENT ID) cannot be created for section with app id blank',
    filled: 'Assignment with app id 33907 cannot be created for section with app id blank',
    facts: ['33907'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'progressbook',
    title: 'Required Property Category Not Found',
    message: "Required property 'category' not found in JSON, but the assignment is in an imported category.",
    filled: "Required property 'category' not found in JSON, but the assignment is in an imported category.",
    facts: [],
    causes: 2,
    blocking: true,
  },
  {
    system: 'progressbook',
    title: 'Score Outside Allowable Range',
    message: 'Score is outside of the allowable range.',
    filled: 'Score is outside of the allowable range.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'q',
    title: 'Grading Category Not Found',
    message:
      'Grading category [Canvas assignment group name] not found in Q\nfor assignment [assignment name].\nPlease ensure that your assignment categories/groups match between Q and Canvas.\nAvailable grading categories for class [####] are: [Q grading category names]',
    filled:
      'Grading category Portfolio not found in Q for assignment Still Life in Charcoal. Please ensure that your assignment categories/groups match between Q and Canvas. Available grading categories for class 4182 are: Participation, Projects',
    facts: ['Portfolio', 'Still Life in Charcoal', '4182', 'Participation, Projects'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'q',
    title: 'Student is Excluded',
    message: 'Student is excluded from assignment',
    filled: 'Student is excluded from assignment',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'q',
    title: 'Student is Excluded',
    message: 'Object reference not set to an instance of an object.',
    filled: 'Object reference not set to an instance of an object.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'sapphire',
    title: 'Bad Request',
    message:
      'Bad Request - The Request body is missing category. Object Passed: {"resultValueMin":0,"status":"active","gradingPeriod":"","description":"\nImported from Canvas: [course URL]","category":"","sourcedId":"[xxxxx]","\ntitle":"[xxxxxxx]","class":{"sourcedId":"CLASS-AE1B44DD-68A6-4962-ABB1-C39BAD476640",\n"href":"[xxxxxx]","type":"class"},"assignDate":"[xxxx-xx-xxT00:00:00]","metadata":{"vendorId":""},\n"dueDate":"[xxxx-xx-xxT00:00:00]","resultValueMax":3}',
    filled:
      'Bad Request - The Request body is missing category. Object Passed: {"resultValueMin":0,"status":"active","gradingPeriod":"","description":"Imported from Canvas: https://canvas.fairhaven.example/courses/4471","category":"","sourcedId":"771318","title":"Essay 2: The Tide","class":{"sourcedId":"CLASS-7D0E4B12-95C3-4A6F-B218-3E9F60C1A7D5","href":"https://sapphire.fairhaven.example/classes/1234","type":"class"},"assignDate":"2025-09-29T00:00:00","metadata":{"vendorId":""},"dueDate":"2025-10-03T00:00:00","resultValueMax":20}',
    facts: [
      'https://canvas.fairhaven.example/courses/4471',
      '771318',
      'Essay 2: The Tide',
      'CLASS-7D0E4B12-95C3-4A6F-B218-3E9F60C1A7D5',
      'https://sapphire.fairhaven.example/classes/1234',
      '2025-09-29T00:00:00',
      '2025-10-03T00:00:00',
      '20',
    ],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Assignment Failed to Update',
    message:
      'The assignment failed to be updated:\nAssign date, [xxxxxxx] is not within the start/stop dates of an open grading period;\nActual due date, [xxxxxx], is not within the start/stop dates of an open grading period',
    filled:
      'The assignment failed to be updated: Assign date, 09/29/2025 is not within the start/stop dates of an open grading period; Actual due date, 10/03/2025, is not within the start/stop dates of an open grading period',
    facts: ['09/29/2025', '10/03/2025'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Assignment in Locked Grading Period',
    message:
      'Assignment [xxxxx.xxxxxx] is in a locked Grading Period or is outside the Grading Periods\nused by the Section. Use the Section endpoint to see which Grading Periods\napply and the Grading Periods endpoint to see when they are open.',
    filled:
      'Assignment 55120.481207 is in a locked Grading Period or is outside the Grading Periods used by the Section. Use the Section endpoint to see which Grading Periods apply and the Grading Periods endpoint to see when they are open.',
    facts: ['55120.481207'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Assignment Marked As Deleted',
    message:
      'Assignment [xxxxxxx] is marked as deleted.\nThe teacher may restore this Assignment in his or her Skyward Gradebook,\nprovided that it is not in a locked Grading Period.',
    filled:
      'Assignment 5512044 is marked as deleted. The teacher may restore this Assignment in his or her Skyward Gradebook, provided that it is not in a locked Grading Period.',
    facts: ['5512044'],
    causes: 2,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Canvas Authentication Error',
    message:
      'Canvas Authentication Error -\nThere appears to be a configuration error. Please contact your system admin',
    filled: 'Canvas Authentication Error - There appears to be a configuration error. Please contact your system admin',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Field Section ID',
    message:
      'Field Section ID cannot be modified for an existing Assignment.\nCertain fields may only be set when adding a resource and cannot then be changed.',
    filled:
      'Field Section ID cannot be modified for an existing Assignment. Certain fields may only be set when adding a resource and cannot then be changed.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Grading Category Not Found',
    message:
      'Grading category [xxxxx] not found in Skyward for section [xxxxxxxx (xxxxxx)].\nPlease ensure that your assignment categories match between Skyward and Canvas.\nAvailable grading categories are: [xxxxxxxx]',
    filled:
      'Grading category Journals not found in Skyward for section ENG10-04 (61207). Please ensure that your assignment categories match between Skyward and Canvas. Available grading categories are: Daily Work, Major Grades',
    facts: ['Journals', 'ENG10-04 (61207)', 'Daily Work, Major Grades'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Invalid Request',
    message: 'The request is invalid.',
    filled: 'The request is invalid.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Section Does Not Have a Gradebook',
    message:
      'Section [xxxxxxx.x.xxx] does not have a gradebook.\nThe gradebook for each Section is created when the teacher first visits it or when the\nutility to mass create gradebooks is run.',
    filled:
      'Section 1234.0.01 does not have a gradebook. The gradebook for each Section is created when the teacher first visits it or when the utility to mass create gradebooks is run.',
    facts: ['1234.0.01'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Section Does Not Have a SIS ID',
    message: 'Section [xxxxx] does not have sis_section_id',
    filled: 'Section 61208 does not have sis_section_id',
    facts: ['61208'],
    causes: 1,
    blocking: false,
  },
  {
    system: 'skyward',
    title: 'Student Not Enrolled',
    message: 'Student [xxxxx] was not enrolled in Section for Assignment [xxxxxx]',
    filled: 'Student 900017 was not enrolled in Section for Assignment 551207',
    facts: ['900017', '551207'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'skyward',
    title: 'Unable to Create Assignment',
    message: 'Unable to create the assignment.\nAn assignment for this gradebook, title, and due date already exists.',
    filled: 'Unable to create the assignment. An assignment for this gradebook, title, and due date already exists.',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'synergy',
    title: 'Assignment Locked',
    message: 'Assignment either Admin Locked or not 3rd Party - No Changes Made',
    filled: 'Assignment either Admin Locked or not 3rd Party - No Changes Made',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'synergy',
    title: 'Cannot Find Due Date',
    message: 'Cannot find due date for assignment [assignment name], skipping',
    filled: 'Cannot find due date for assignment Lab 4: Buoyancy, skipping',
    facts: ['Lab 4: Buoyancy'],
    causes: 1,
    blocking: false,
  },
  {
    system: 'synergy',
    title: 'Internal Server Error',
    message: 'Internal Server Error',
    filled: 'Internal Server Error',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'synergy',
    title: 'No Grading Period Found',
    message: 'No Grading Period Found',
    filled: 'No Grading Period Found',
    facts: [],
    causes: 1,
    blocking: true,
  },
  {
    system: 'synergy',
    title: 'Not a Valid Score',
    message: 'Not a valid Score ([xx]). Must be [xx] to double Max Score ([xx])',
    filled: 'Not a valid Score (23). Must be 0 to double Max Score (10)',
    facts: ['23', '0', '10'],
    causes: 1,
    blocking: true,
  },
  {
    system: 'synergy',
    title: 'Grading Category Does Not Exist',
    message:
      'Grading category “...” not found in Synergy for assignment XYZ. Please ensure that your assignment categories/groups match between Synergy and Canvas. Available grading categories for class <Section ID> are: ...',
    filled:
      'Grading category "Lab Reports" not found in Synergy for assignment Lab 5: Pendulums. Please ensure that your assignment categories/groups match between Synergy and Canvas. Available grading categories for class 1234.0.01 are: Homework, Quizzes, Exams',
    facts: ['Lab Reports', 'Lab 5: Pendulums', '1234.0.01', 'Homework, Quizzes, Exams'],
    causes: 1,
    blocking: true,
  },
];
