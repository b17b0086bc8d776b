/** A request as the core sees it: plain values, so that time and sockets stay outside. */
export interface SandboxRequest {
	method: string;
	/** Path below `/v2`, without the query: `/push`. */
	path: string;
	query: Record<string, string>;
	/** Names in lower case. */
	headers: Record<string, string>;
	body: string;
}

/** How the answer leaves: whole, or broken in a way that only sockets can show. */
export const DELIVERIES = ['answer', 'reset', 'hang', 'truncate'] as const;
export type Delivery = (typeof DELIVERIES)[number];

export interface SandboxReply {
	delivery: Delivery;
	status: number;
	headers: Record<string, string>;
	body: string;
	/** ms until the answer is sent. */
	latencyMs: number;
}

export type JsonObject = Record<string, unknown>;

export const RECORD_TYPES = ['contact', 'product', 'order', 'custom_event'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** One line of what arrived. */
export interface LogEntry {
	/** ms on the core's clock. */
	at: number;
	method: string;
	path: string;
	query: Record<string, string>;
	status: number;
	delivery: Delivery;
	/** Whether records of this request were taken in. */
	applied: boolean;
	requestId: string | undefined;
	/** The client's own `X-Request-ID`, by which Ometria's services may log the request. */
	sentId: string | undefined;
	/** Undefined when the body held no records. */
	type: RecordType | undefined;
	recordIds: string[];
	/** Records that this request added to the store. */
	taken: number;
	bytes: number;
	/** The body as received; '' when bodies are not kept. */
	body: string;
}

/** Numbers of what was dropped to stay within the bounds. */
export interface Dropped {
	requests: number;
	records: number;
	errors: number;
	/** Of the tables beside records: emails, profiles … */
	rows: number;
}

/** A push error, in the fields of the full form that clients have seen. */
export interface StoredError {
	request_id: string;
	record_type: string;
	record_id: string;
	record: JsonObject;
	/** ISO 8601. */
	timestamp: string;
	account: string;
	source: string;
	message: { error_message: string; error_path: string };
}

/** A record that was rejected, with the paths of all that is wrong with it. */
export interface RejectedRecord {
	/** ISO 8601. */
	timestamp: string;
	type: string;
	requestId: string;
	record: JsonObject;
	paths: string[];
}

/** How the sandbox misbehaves for one request. All parts are optional and can be combined. */
export interface Fault {
	/** To take it away again by. */
	name?: string;
	/** Requests it is for: `push` (default), or a path such as `/products`. */
	path?: string;
	/** How many requests it is for, or until it is taken away; default 1. */
	times?: number | 'always';
	/** Matching requests that pass unharmed before it begins; default 0. */
	after?: number;
	/** Answer with this status instead; nothing is taken in unless `apply` says so. */
	status?: number;
	headers?: Record<string, string>;
	body?: string;
	delivery?: Delivery;
	/** Take the records in although the client will see a failure. */
	apply?: boolean;
	latencyMs?: number;
}

export const RATE_MODELS = [
	'none',
	'slidingWindow',
	'fixedWindow',
	'tokenBucket',
	'spacing',
] as const;
export type RateModel = (typeof RATE_MODELS)[number];

export interface RateLimit {
	model: RateModel;
	/** Requests/s; per window where one is given. */
	perSecond: number;
	/** ms; a second unless set otherwise. Not for token buckets. */
	windowMs?: number;
}

/** What the receiving side does with a record at once, for tests. */
export type OnReceipt = 'take' | 'refuseRequest' | 'reject' | 'rejectUnnamed';

export interface SandboxOptions {
	token: string;
	pushLimit: RateLimit;
	dataLimit: RateLimit;
	emailLimit: RateLimit;
	mergeLimit: RateLimit;
	deletionLimit: RateLimit;
	/** Seconds in Retry-After of a 429; undefined sends none. */
	retryAfterSeconds: number | undefined;
	/** Form of the error list: both are on record. */
	errorShape: 'full' | 'short';
	/** Form of a refusal: `{ message }`, or a problem document (RFC 7807) as Ometria's own libraries write. */
	refusalShape: 'message' | 'problem';
	/** ms until a push error can be read. */
	errorDelayMs: number;
	/** Records that the backlog holds. */
	backlogLimit: number;
	/** Records/s that leave the backlog. */
	backlogDrainPerSecond: number;
	/** Whether push answers carry X-QueueSize headers. */
	backlogHeaders: boolean;
	/** ms added to every answer. */
	latencyMs: number;
	/** Status of a received push: 202 by one description, 200 seen by clients. */
	pushStatus: number;
	/** Whether bodies are kept in the log. */
	keepBodies: boolean;
	/** The most records that are stored; the oldest go. */
	maxRecords: number;
	/** The most requests that the log keeps; the oldest go. */
	maxRequests: number;
	/** The most bytes of stored records, and again of requests in the log. */
	maxBytes: number;
	onReceipt: (record: JsonObject) => OnReceipt;
	/** Rejects each so many-th record at once, and names it in the error list; 0 rejects none. */
	rejectEvery: number;
}

export const DEFAULTS: SandboxOptions = {
	token: 'sandbox-token',
	pushLimit: { model: 'slidingWindow', perSecond: 8 },
	dataLimit: { model: 'slidingWindow', perSecond: 4 },
	emailLimit: { model: 'slidingWindow', perSecond: 10 },
	mergeLimit: { model: 'slidingWindow', perSecond: 1, windowMs: 60_000 },
	deletionLimit: { model: 'slidingWindow', perSecond: 6, windowMs: 60_000 },
	retryAfterSeconds: undefined,
	errorShape: 'full',
	refusalShape: 'message',
	errorDelayMs: 0,
	backlogLimit: 50_000,
	backlogDrainPerSecond: 5000,
	backlogHeaders: true,
	latencyMs: 0,
	pushStatus: 202,
	keepBodies: true,
	maxRecords: 2_000_000,
	maxRequests: 200_000,
	maxBytes: 256 * 1024 * 1024,
	onReceipt: () => 'take',
	rejectEvery: 0,
};
