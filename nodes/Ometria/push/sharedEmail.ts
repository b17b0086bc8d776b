import { runWarning, type Warning } from './warnings';

/** A family, or one person in two collections, may well share an email. */
const LEAST = 3;
const MOST_NAMED = 3;

/**
 * Whether most contacts of a run have the email of its first: an expression that reads one item for
 * all. Ometria ignores an identifier that another contact has (documented).
 */
export class SharedEmail {
	private email: unknown;
	private firstId = '';
	private contacts = 0;
	private sharing = 0;
	private readonly ids: string[] = [];

	/** @param email of a contact, as it is sent */
	add(id: string, email: unknown): void {
		if (this.contacts++ === 0) {
			this.email = email;
			this.firstId = id;
		} else if (email !== this.email || id === this.firstId) return;
		this.sharing++;
		if (this.ids.length < MOST_NAMED) this.ids.push(id);
	}

	warnings(): Warning[] {
		const { email, sharing, contacts } = this;
		if (typeof email !== 'string' || sharing < LEAST || sharing * 2 <= contacts) return [];
		// Without the email: personal data is in a warning only where its own form is wrong.
		return [
			runWarning({ field: 'email', records: sharing, recordIds: this.ids }, 'most_share_an_email', {
				sharing,
				contacts,
			}),
		];
	}
}
