/** What the configuration says of outgoing mail. */
type Settings = Readonly<Record<'mailFrom' | 'smtpUrl' | 'publicUrl', string | undefined>>;

/** Who mails come from where MAIL_FROM is not set: the user who signs in to the mail server, or the hub's own name. */
export function senderOf({ mailFrom, smtpUrl, publicUrl }: Settings): string {
  if (mailFrom !== undefined) return mailFrom;
  const user = smtpUrl === undefined ? '' : userOf(new URL(smtpUrl).username);
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(user)) return user;
  const host = publicUrl === undefined ? 'localhost' : new URL(publicUrl).hostname;
  return `Hallpass <hallpass@${host}>`;
}

function userOf(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return '';
  }
}

/** The domain of `Name <a@b>` or `a@b`: Message-IDs end with it. */
export const domainOf = (sender: string): string => /@([^\s@<>]+)>?\s*$/.exec(sender)?.[1] ?? 'localhost';
