/** E-mails are one where they differ in case only. */
export function sameEmail(email: string): string {
  return email.trim().toLowerCase();
}
