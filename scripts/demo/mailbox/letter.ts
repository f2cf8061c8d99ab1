/** A message that the mailbox of the demo has received. */
export interface Letter {
  id: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  /** Header fields by lower-case name, unfolded. */
  headers: Record<string, string>;
  /** Real time at which the message was received, not business time. */
  receivedAt: string;
}
