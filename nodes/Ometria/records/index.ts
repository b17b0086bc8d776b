/** Record types that can be pushed. Source: Push endpoint (documented). */
export type RecordType = 'contact' | 'product' | 'order' | 'custom_event';

export type JsonRecord = Record<string, unknown>;

/** How records are checked before they are sent. */
export interface RecordRules {
	/** Whether values are converted to the documented type where nothing is lost by it. */
	convertTypes: boolean;
}

/** Something about a record that is wrong (error) or doubtful (warning). */
export interface Finding {
	/** In Ometria's notation: `lineitems > 2 > quantity`; '' for the record as a whole. */
	path: string;
	/** What happened, in a sentence. */
	message: string;
	/** Stable word for the kind of finding. */
	code: string;
}

export type Checked =
	| { ok: true; record: JsonRecord; warnings: Finding[] }
	| { ok: false; problems: Finding[]; warnings: Finding[] };

const NO_WARNINGS: Finding[] = [];

/**
 * Checks a record and converts what can be converted without loss. The input is never changed; the
 * result is the same object when there was nothing to convert.
 */
export function checkRecord(_type: RecordType, input: JsonRecord, rules: RecordRules): Checked {
	// Ids are texts (documented).
	const record =
		rules.convertTypes && typeof input.id === 'number' ? { ...input, id: String(input.id) } : input;
	return { ok: true, record, warnings: NO_WARNINGS };
}
