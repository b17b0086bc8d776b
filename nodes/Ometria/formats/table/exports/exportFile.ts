import type { Findings } from '../../../records/findings';
import type { FormatRecordType, FormatSettings, Json, SkipReason, StatusRow } from '../../types';

/** What a column of a file is sent as that Ometria has no field for. */
export const NOT_SENT = '';

/** The cell of a column, whatever its spelling; undefined where it is empty or not there. */
export type Cell = (heading: string) => string | undefined;

/** What is made of a record of a file where its columns alone do not say it. */
export interface Finishing {
	record: Json;
	settings: FormatSettings;
	findings: Findings;
	cell: Cell;
	/** The ID of the product that another row names this one as a variant of. */
	parent: string | undefined;
}

/** A file as a shop or an email program exports it. */
export interface ExportFile {
	/** "Shopify's export of customers". */
	name: string;
	type: FormatRecordType;
	/** Headings that together only this file has, in one or several forms of it. */
	signs: ReadonlyArray<readonly string[]>;
	/** Headings of which another file with the same signs has one. */
	without?: readonly string[];
	/** The heading of the ID; undefined where the user is asked. */
	id?: string;
	/** What to do, where no column identifies the records. */
	noId?: string;
	/** The heading that the rows of one order share, where it is not the ID's. */
	sharedBy?: string;
	/**
	 * Ometria's field by heading, beside what the names of fields and their synonyms say: those of line
	 * items begin with `lineitems.`.
	 */
	columns: Readonly<Record<string, string>>;
	/** Further headings that {@link finish} reads. */
	reads?: readonly string[];
	/** Cells that only the first of several rows has: those with the same cell under `by`. */
	inherits?: { by: string; headings: readonly string[] };
	/** The IDs of the variants of the product of a row. */
	variantsOf?: (cell: Cell) => readonly string[];
	/** Why a row holds no record of its own; undefined where it does. */
	skips?: (cell: Cell) => SkipReason | undefined;
	/** Whether the file holds people of one state that no column says, so that the user is asked. */
	asksConsent?: true;
	/** What the file cannot give, and what to use instead: said once. */
	lacks?: string;
	/** What may be pushed instead of it, where a setting has to be chosen. */
	instead?: string;
	/** Why nothing of it can be sent, and what to use instead. */
	refused?: string;
	statuses?: readonly StatusRow[];
	/**
	 * Completes a record.
	 *
	 * @returns why the record is not sent on purpose; undefined where it is sent
	 */
	finish?: (finishing: Finishing) => SkipReason | undefined;
}
