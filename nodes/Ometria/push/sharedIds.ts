import type { RecordType } from '../records';
import { IdMap } from '../utils/idMap';
import type { ItemIndex, RecordIndex } from './outcome';
import type { PreparedRecord } from './prepare';
import { runWarning, type Warning } from './warnings';

/** IDs, and items of each, that a message names. */
const MOST_NAMED = 3;

/** What records have in common that should be theirs alone. */
type Identity = Pick<Extract<PreparedRecord, { ok: true }>, 'type' | 'id' | 'collection' | 'email'>;

const ASCII = /^[\x20-\x7e]*$/;

/** A family, or one person in two collections, may well share an email. */
const LEAST_SHARING = 3;

/**
 * Whether most contacts of a run have the email of its first: an expression that reads one item for
 * all. Ometria ignores an identifier that another contact has (documented).
 */
class SharedEmail {
	private email: unknown;
	private firstId = '';
	private contacts = 0;
	private sharing = 0;
	private readonly ids: string[] = [];

	/** @param given the email of a contact, as it is sent */
	add(id: string, given: unknown): void {
		// Mail programs do not tell spellings apart.
		const email = typeof given === 'string' ? given.toLowerCase() : given;
		if (this.contacts++ === 0) {
			this.email = email;
			this.firstId = id;
		} else if (email !== this.email || id === this.firstId) return;
		this.sharing++;
		if (this.ids.length < MOST_NAMED) this.ids.push(id);
	}

	warnings(): Warning[] {
		const { email, sharing, contacts } = this;
		if (typeof email !== 'string' || sharing < LEAST_SHARING || sharing * 2 <= contacts) return [];
		// Without the email, as personal data is in a warning only where its own form is wrong.
		return [
			runWarning({ field: 'email', records: sharing, recordIds: this.ids }, 'most_share_an_email', {
				sharing,
				contacts,
			}),
		];
	}
}

/**
 * Which records of a run share their ID, or their email. It keeps a number and a reference for each record; the
 * texts of the IDs belong to the caller.
 */
export class SharedIds {
	/** By type and collection: the first record of each ID; `-1 - record` once a second one came. */
	private readonly scopes = new Map<string, IdMap>();
	private readonly types = new Set<RecordType>();
	/** The scope of the record before: mostly the same. */
	private last: { type: RecordType; collection: string | undefined; ids: IdMap } | undefined;
	private records = 0;
	private sharedIds = 0;
	private sharingRecords = 0;
	/** Whether all of them have a time, so that the newest is sent last. */
	private isByTime = true;
	private readonly examples: Array<{ id: string; items: number[] }> = [];
	private readonly email = new SharedEmail();
	private lookalikes = 0;
	private lookalike: { ids: [string, string]; items: [number, number] } | undefined;

	/** @param from gives the ID and the input item of a record that was added before */
	constructor(
		private readonly from: {
			id(record: RecordIndex): string;
			item(record: RecordIndex): ItemIndex;
			changedAt(record: RecordIndex): number | undefined;
		},
	) {}

	/** Whether each ID is there once in its type, whatever the collections. */
	get areDistinct(): boolean {
		return this.sharedIds === 0 && this.lookalikes === 0 && this.scopes.size === this.types.size;
	}

	/** Adds a record; the same ID in two collections is two contacts. */
	add(record: RecordIndex, { type, id, collection, email }: Identity, changedAt?: number): void {
		this.records++;
		if (type === 'contact') this.email.add(id, email);
		const firstRecords = this.scope(type, collection);
		const ascii = ASCII.test(id);
		// An accent can be part of its letter or a character of its own, a space can be one that does
		// not break: one look, two IDs.
		const key = ascii ? id : id.normalize('NFC').replace(/\s/g, ' ');
		const known = firstRecords.get(key);
		if (known === undefined) {
			firstRecords.set(key, record);
			return;
		}
		const first = (known < 0 ? -1 - known : known) as RecordIndex;
		const item = this.from.item(record);
		const firstId = this.from.id(first);
		if (firstId !== id) {
			this.lookalikes++;
			this.lookalike ??= { ids: [firstId, id], items: [this.from.item(first), item] };
			return;
		}
		if (known >= 0) {
			firstRecords.set(key, -1 - first);
			this.sharedIds++;
			this.sharingRecords++;
			if (this.examples.length < MOST_NAMED) {
				this.examples.push({ id, items: [this.from.item(first)] });
			}
		}
		this.isByTime &&= changedAt !== undefined && this.from.changedAt(first) !== undefined;
		this.sharingRecords++;
		const example = this.examples.find((shared) => shared.id === id);
		// One more than is named, so that the message knows that there are more.
		if (example && example.items.length <= MOST_NAMED) example.items.push(item);
	}

	private scope(type: RecordType, collection: string | undefined): IdMap {
		if (this.last?.type === type && this.last.collection === collection) return this.last.ids;
		const name = collection === undefined ? type : `${type} ${collection}`;
		const ids = this.scopes.get(name) ?? new IdMap();
		this.scopes.set(name, ids);
		this.types.add(type);
		this.last = { type, collection, ids };
		return ids;
	}

	/** What to say about the IDs and emails of the run; nothing when each is there once. */
	warnings(): Warning[] {
		const { sharingRecords, records, examples } = this;
		const warnings: Warning[] = [];
		if (this.sharedIds > 0) {
			const { isByTime } = this;
			const most = !isByTime && sharingRecords * 2 > records;
			warnings.push(
				runWarning(
					{ field: 'id', records: sharingRecords, recordIds: examples.map(({ id }) => id) },
					most ? 'most_share_an_id' : 'shared_ids',
					{ sharing: sharingRecords, records, ids: this.sharedIds, examples, isByTime },
				),
			);
		}
		if (this.lookalike) {
			const { ids, items } = this.lookalike;
			warnings.push(
				runWarning(
					{ field: 'id', records: this.lookalikes + 1, recordIds: [...ids] },
					'lookalike_ids',
					{ id: ids[0], items },
				),
			);
		}
		return [...warnings, ...this.email.warnings()];
	}
}
