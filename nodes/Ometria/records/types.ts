/** Record types that can be pushed. Source: Push endpoint (documented). */
export type RecordType = 'contact' | 'product' | 'order' | 'custom_event';

export type JsonRecord = Record<string, unknown>;

/**
 * How strictly records are checked: `off` not at all, `standard` stops what is certain to fail,
 * `strict` stops what is doubtful too.
 */
export const VALIDATIONS = ['standard', 'strict', 'off'] as const;
export type Validation = (typeof VALIDATIONS)[number];

/** What becomes of fields that Ometria does not document. */
export const UNKNOWN_FIELDS = ['send', 'moveToProperties', 'drop', 'reject'] as const;
export type UnknownFields = (typeof UNKNOWN_FIELDS)[number];

/** Which empty values of fields that Ometria documents are left out; custom fields are never. */
export const EMPTY_VALUES = [
	'leaveOutEmptyTexts',
	'leaveOutEmptyTextsAndNulls',
	'sendAll',
] as const;
export type EmptyValues = (typeof EMPTY_VALUES)[number];

/** What becomes of a number in a date field that looks like a spreadsheet's day number. */
export const EXCEL_DATES = ['refuse', 'convert'] as const;
export type ExcelDates = (typeof EXCEL_DATES)[number];

/** What comes first in a date in numbers, such as 03/04/1990. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** What the source of a record means by values that can be read in several ways. */
export interface ValueReading {
	/** Undefined where only a date that leaves no doubt is to be read. */
	dateOrder?: DateOrder | undefined;
	/** ISO 3166, upper case: the country of phone numbers that have no country code. */
	phoneCountry?: string | undefined;
}

/** How records are checked before they are sent. */
export interface RecordRules extends ValueReading {
	/** Whether values are converted to the documented type where nothing is lost by it. */
	convertTypes: boolean;
	validation: Validation;
	unknownFields: UnknownFields;
	emptyValues: EmptyValues;
	excelDates: ExcelDates;
	/** IANA name: where a time without a zone was written. */
	timezone: string;
	/** Whether the user chose that zone for these texts; otherwise it is the workflow's. */
	timezoneChosen: boolean;
	/** When the run began, ms since the epoch: the age of a consent is measured from it. */
	nowMs: number;
}

/** A name that Ometria does not document, and the one that was probably meant. */
export interface UnknownField {
	path: string;
	meant?: string | undefined;
}
