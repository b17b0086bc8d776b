import type { Finding, RecordType, ValueReading } from '../records';

/** An input item's JSON, or a part of it. */
export type Json = Record<string, unknown>;

/** What a format can make of an item: custom events have no shop payload. */
export type FormatRecordType = Exclude<RecordType, 'custom_event'>;

/** Names of the settings of formats, as they are saved in the workflow (`formatSettings`). */
export type FormatSettingName =
	| 'accountCurrency'
	| 'columns'
	| 'dateOrder'
	| 'idColumn'
	| 'idPrefix'
	| 'mailchimpFile'
	| 'mediaUrl'
	| 'noConsent'
	| 'pageUrl'
	| 'phoneCountry'
	| 'productCurrency'
	| 'productId'
	| 'statusesCounted'
	| 'statusesNotCounted'
	| 'statusesSkipped'
	| 'store'
	| 'unpaidOrders';

/** What becomes of columns, as the user decided. */
export interface ColumnSettings {
	/** Ometria's field by heading: `properties.tier`; undefined for a column that is not sent. */
	fields: ReadonlyMap<string, string | undefined>;
	/** The same for the same decisions. */
	key: string;
}

/** The settings for an item; what the user left empty is undefined or the default. */
export interface FormatSettings extends ValueReading {
	/** ISO 4217, upper case: the reporting currency of the account in Ometria. */
	accountCurrency?: string | undefined;
	/** Table: what the user decided on columns. */
	columns?: ColumnSettings | undefined;
	/** Table: the column that holds the record's id. */
	idColumn?: string | undefined;
	/** Put before every order, customer and product id; '' for none. */
	idPrefix: string;
	/** Table: which of two files with the same columns Mailchimp's is. */
	mailchimpFile?: 'subscribed' | 'nonSubscribed' | undefined;
	/** Where the shop serves pictures, without the path that the payload brings. */
	mediaUrl?: string | undefined;
	/** What a shop's "never asked" or "not subscribed" becomes: nothing, or an opt-out. */
	noConsent: 'leaveOut' | 'optOut';
	/** Where the shop's product pages are, without the path that the payload brings. */
	pageUrl?: string | undefined;
	/** ISO 4217, upper case: the currency of prices in product payloads that name none. */
	productCurrency?: string | undefined;
	/** Which of the shop's two keys identifies a product. */
	productId: 'id' | 'sku';
	/** Headings of columns that the user's own fields read: what they are sent as is the user's to say. */
	sentOtherwise?: readonly string[];
	/** Statuses of the shop, lower case, laid over the format's own table. */
	statusesCounted: readonly string[];
	statusesNotCounted: readonly string[];
	statusesSkipped: readonly string[];
	/** The store in Ometria that orders and product listings belong to. */
	store?: string | undefined;
	/** The present, ms since the epoch: some values hold for a time only. */
	nowMs: number;
	/** What becomes of orders that are not paid yet. */
	unpaidOrders: 'notCounted' | 'count' | 'skip';
}

/**
 * Why a payload is not sent on purpose. It stands in the output as it is, for workflows to branch on;
 * records are counted by it, so it names no ids.
 */
export type SkipReason =
	| 'checkout without an order'
	| 'customer whose data was erased'
	| 'draft order'
	| 'empty list'
	| 'not visible on its own, and its configurable product is not among the items'
	| 'row of a further picture of a product'
	| 'row of a store view of a product'
	| 'subscription'
	| 'test order'
	/** By the shop's own word. */
	| `order with the status "${string}"`;

/** What one payload came to. */
export type Formatted = {
	/** All items that it is made of, the one that it is given for first, where there are several. */
	items?: readonly number[];
} & (
	| {
			kind: 'record';
			record: Json;
			warnings: readonly Finding[];
			/**
			 * When the shop last changed it, in ms since the epoch, as far as the payload says so: shops
			 * do not send webhooks in order.
			 */
			changedAt?: number | undefined;
			/** Headings of the columns that its fields come from (Table), for messages. */
			columns?: ReadonlyMap<string, string> | undefined;
	  }
	| { kind: 'skipped'; reason: SkipReason }
	/** Cannot be converted; `field` is the payload's path, '' for the payload as a whole. */
	| ({
			kind: 'invalid';
			/** Of the record, where it is known. */
			id?: string | undefined;
			/** All that is wrong, where that is more than one thing. */
			faults?: readonly Finding[] | undefined;
	  } & Finding)
);

/** What an item comes to, made one by one. Undefined is a pause, in which others may run. */
export type Entries = Iterable<Formatted | undefined>;

/**
 * Converts an item's JSON. Pure; never throws, whatever the payload; gives at least one entry.
 * A product and its variants are several entries, the product first.
 */
export type Convert = (json: Json, settings: FormatSettings) => Entries;

/** What the items of a run say about each other: a product may be an item, and its variants others. */
export interface Gathering {
	/**
	 * Called for each item, before the first is converted, and gone through: it gives pauses only.
	 *
	 * @param item its position in the run
	 */
	add(json: Json, settings: FormatSettings, item: number): Iterable<undefined>;
	/** Called after that for each item whose settings cannot be read, so that it fails by itself. */
	addUnread?(json: Json, item: number): void;
	/**
	 * Converts an item by what all of them say.
	 *
	 * @returns nothing for an item that is a part of another one's record
	 */
	convert(json: Json, settings: FormatSettings, item: number): Entries;
}

/** One row of the generated mapping page: where an Ometria field comes from. */
export interface MappingRow {
	/** Ometria's field, in its notation: `lineitems > quantity`. */
	field: string;
	/** Paths in the payload, in the order in which they are looked at. */
	source: string;
	/** What is done to the value, in a sentence; '' when it is sent as it is. */
	rule: string;
}

/** One row of a format's table of order statuses. */
export interface StatusRow {
	/** The shop's word, lower case. */
	shop: string;
	/** Ometria's `status`; undefined where the order is not sent. */
	status: string | undefined;
	/** `unpaid` follows the setting Unpaid Orders. */
	group: 'counted' | 'notCounted' | 'unpaid' | 'skipped';
}

/** What becomes of the columns of a row. */
export interface RowFields {
	/** The fields that they are sent as, in Ometria's notation without positions, by heading. */
	fields: ReadonlyMap<string, string>;
	/** Headings of columns that decide with others what is sent. */
	deciding: readonly string[];
}

/** How a format converts one type of record. */
export interface FormatOperation {
	convert: Convert;
	/** Begins a run, where items say something about each other; then its `convert` is used. */
	gather?: () => Gathering;
	/** Whether fields that the payload does not bring keep their stored values (`@merge`). */
	merge: boolean;
	settings: readonly FormatSettingName[];
	/** What a row of the mapping page says; empty where the payload decides (Table). */
	mapping: readonly MappingRow[];
	statuses?: readonly StatusRow[];
	/** What the columns of a row are sent as (Table); undefined where that is not decided. */
	fieldsOf?: (json: Json, settings: FormatSettings) => RowFields | undefined;
	/** What the user should know of the columns of an item, in sentences (Table). */
	describe?: (json: Json, settings: FormatSettings) => readonly string[];
}

/** A kind of input that becomes Ometria records. */
export interface InputFormat {
	/** As it is saved in the workflow (`inputFormat`). */
	value: string;
	name: string;
	description: string;
	operations: Partial<Record<FormatRecordType, FormatOperation>>;
}

/** What an item is read as. */
export type ReadAs =
	| {
			/** The value of the format, as it is saved in the workflow. */
			format: string;
			/** Undefined for an item that is a record of Ometria. */
			operation?: FormatOperation | undefined;
			/** Whether its records are merged; undefined where the user chooses. */
			merge?: boolean | undefined;
	  }
	/** None, as no format is certain. */
	| { problem: Finding };

/** How the items of a run are read: by the format that the user chose, or each by what it is. */
export interface ItemReading {
	/** Settings of all formats that an item may have. */
	settings: readonly FormatSettingName[];
	/** Begins a run; @returns what an item is read as */
	begin: () => (json: Json, settings: FormatSettings) => ReadAs;
	/** Whether any of the formats has a `gather`. */
	gathers: boolean;
	/** What is said of how many items were taken for what, by the value of the format. */
	takenText?: (counts: ReadonlyMap<string, number>) => string;
}
