import { MOST_FINDINGS } from '../../records/findings';
import { shorten } from '../../utils/text';
import type { Formatted, FormatWarning, Json } from '../types';

/** Characters of a place that a message shows. */
const MOST_OF_PATH = 100;

/** Gathers what is wrong or doubtful about one payload while it is read; the first fault decides. */
export class Findings {
	private readonly warnings: FormatWarning[] = [];
	private fault: { field: string; message: string } | undefined;

	/**
	 * The record is sent, and the user should know something about it. As many are kept as of the
	 * check of a record.
	 *
	 * @param field Ometria's field, or '' for the record as a whole
	 * @param text what is said of the field
	 */
	warn(field: string, text: string): void {
		if (this.warnings.length >= MOST_FINDINGS) return;
		this.warnings.push({ field, message: sentence(field, text) });
	}

	/**
	 * The payload cannot be converted.
	 *
	 * @param path where it is wrong, '' for the payload as a whole
	 * @param text what is wrong there
	 */
	refuse(path: string, text: string): void {
		this.fault ??= { field: path, message: sentence(path, text) };
	}

	/** Adds what was found in another part of the payload. */
	addAll(found: Formatted): void {
		if (found.kind === 'record') this.warnings.push(...found.warnings);
		else if (found.kind === 'invalid') this.fault ??= found;
	}

	/** The record with its warnings, or what is wrong with its payload. */
	settle(record: Json): Formatted {
		return this.fault
			? { ...this.fault, kind: 'invalid' }
			: { kind: 'record', record, warnings: this.warnings };
	}
}

/** Names the place, as findings of the records' own validation do. */
function sentence(place: string, text: string): string {
	return place === '' ? text : `"${shorten(place, MOST_OF_PATH)}": ${text}`;
}
