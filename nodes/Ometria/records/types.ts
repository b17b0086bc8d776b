/** Record types that can be pushed. Source: Push endpoint (documented). */
export type RecordType = 'contact' | 'product' | 'order' | 'custom_event';

export type JsonRecord = Record<string, unknown>;

/**
 * How strictly records are checked: `off` not at all, `standard` stops what is certain to fail,
 * `strict` stops what is doubtful too.
 */
export type Validation = 'standard' | 'strict' | 'off';

/** What becomes of fields that Ometria does not document. */
export type UnknownFields = 'send' | 'moveToProperties' | 'drop' | 'reject';

/** How records are checked before they are sent. */
export interface RecordRules {
	/** Whether values are converted to the documented type where nothing is lost by it. */
	convertTypes: boolean;
	validation: Validation;
	unknownFields: UnknownFields;
	/** IANA name: where a time without a zone was written. */
	timezone: string;
}

/** Something about a record that is wrong (error) or doubtful (warning). */
export interface Finding {
	/** In Ometria's notation, positions from 0: `lineitems > 2 > quantity`; '' for the record as a whole. */
	path: string;
	/** What happened and what to do, in a sentence or two. */
	message: string;
	/** Stable word for the kind of finding. */
	code: string;
}

export type Checked =
	| { ok: true; record: JsonRecord; warnings: readonly Finding[] }
	| { ok: false; problems: readonly [Finding, ...Finding[]] };
