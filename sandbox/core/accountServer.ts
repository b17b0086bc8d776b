import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

import { AccountData } from './accountData';
import { BoundedMap } from './boundedMap';
import { FaultPlan } from './faults';
import { isObject, parse, reply, sizeOf } from './json';
import { RateLimiter } from './rateLimiter';
import { readEndpoint } from './reads';
import { RecordStore } from './recordStore';
import { idText, MAX_RECORD_BYTES, requestProblem } from './requestProblem';
import { isFound } from './search';
import {
	DEFAULTS,
	type Dropped,
	type Fault,
	type JsonObject,
	type LogEntry,
	type OnReceipt,
	type RecordType,
	type RejectedRecord,
	type SandboxOptions,
	type SandboxReply,
	type SandboxRequest,
	type StoredError,
} from './types';
import { findWrongPaths } from './validation';
import { writeEndpoint } from './writes';

const ERRORS_WINDOW = 100;
/** The most push errors that are kept, with their records; many more than can be read. */
const ERROR_BOUNDS = { entries: 10_000, bytes: 32 * 1024 * 1024 };

/** A record that came, and the ID of its request. */
interface Received {
	type: RecordType;
	record: JsonObject;
	requestId: string;
}

/** Endpoints that share a limit (documented). */
type Group = 'push' | 'data' | 'email' | 'merge' | 'deletion';

function groupOf(path: string): Group {
	if (path === '/push') return 'push';
	if (path.startsWith('/transactional-email')) return 'email';
	if (path.startsWith('/merge-profile')) return 'merge';
	return path.startsWith('/data-deletion-requests') ? 'deletion' : 'data';
}

function newLimiters(options: SandboxOptions): Record<Group, RateLimiter> {
	return {
		push: new RateLimiter(options.pushLimit),
		data: new RateLimiter(options.dataLimit),
		email: new RateLimiter(options.emailLimit),
		merge: new RateLimiter(options.mergeLimit),
		deletion: new RateLimiter(options.deletionLimit),
	};
}

/**
 * One Ometria account as a state machine: no timers, no sockets, no clock, so that tests
 * can drive it through hours in an instant.
 */
export class AccountServer {
	readonly store: RecordStore;
	readonly data = new AccountData();
	readonly faults = new FaultPlan();
	options: SandboxOptions;
	private readonly requests: BoundedMap<LogEntry>;
	private readonly errors = new BoundedMap<{ visibleAt: number; error: StoredError }>(ERROR_BOUNDS);
	private limiters: Record<Group, RateLimiter>;
	private backlog = 0;
	private backlogAt: number | undefined;
	private requestCount = 0;
	private recordCount = 0;

	constructor(options: Partial<SandboxOptions> = {}) {
		this.options = { ...DEFAULTS, ...options };
		this.limiters = newLimiters(this.options);
		const { maxRecords, maxRequests, maxBytes: bytes } = this.options;
		this.store = new RecordStore({ entries: maxRecords, bytes });
		this.requests = new BoundedMap({ entries: maxRequests, bytes });
	}

	/** The requests that are kept, oldest first. */
	get log(): LogEntry[] {
		return this.requests.values();
	}

	/** How much of what arrived was dropped since the last reset, the oldest first, to stay within the bounds. */
	get dropped(): Dropped {
		return {
			requests: this.requests.dropped,
			records: this.store.dropped,
			errors: this.errors.dropped,
			rows: this.data.dropped,
		};
	}

	/** Changes options while running; limits start afresh. */
	setOptions(change: Partial<SandboxOptions>): void {
		this.options = { ...this.options, ...change };
		const names = Object.keys(change);
		if (names.some((name) => name.endsWith('Limit'))) this.limiters = newLimiters(this.options);
	}

	/** Faults for requests to come; each request takes the first that is for it. */
	script(...faults: Fault[]): void {
		this.faults.add(faults);
	}

	/** Errors of other integrations on the same account. */
	addErrors(errors: StoredError[], now: number): void {
		for (const error of errors) this.errors.add({ visibleAt: now, error }, sizeOf(error));
	}

	/** Forgets everything received; options stay. */
	reset(): void {
		this.requests.clear();
		this.errors.clear();
		this.faults.clear();
		this.backlog = 0;
		this.store.clear();
		this.data.clear();
	}

	/** The newest 100 errors that can be read at this time (ms), newest first. */
	visibleErrors(now: number): StoredError[] {
		const visible = this.errors
			.values()
			.filter(({ visibleAt }) => visibleAt <= now)
			.map(({ error }) => error);
		return visible.slice(-ERRORS_WINDOW).reverse();
	}

	/**
	 * Rejected records whose ID or email address contains a text, the newest first, as far as their errors
	 * are kept and can be read at this time (ms).
	 */
	findRejected(text: string, most: number, now: number): RejectedRecord[] {
		const found = new Map<JsonObject, RejectedRecord>();
		for (const { visibleAt, error } of this.errors.values().reverse()) {
			const { record, message, timestamp, record_type: type, request_id: requestId } = error;
			// Errors that a person adds may have any form.
			const path = message?.error_path ?? '';
			const known = found.get(record);
			if (known) known.paths.unshift(path);
			else if (found.size < most && visibleAt <= now && isObject(record) && isFound(record, text)) {
				found.set(record, { timestamp, type, requestId, record, paths: [path] });
			}
		}
		return [...found.values()];
	}

	/** @param now ms since the epoch */
	handle(request: SandboxRequest, now: number): SandboxReply {
		const entry: LogEntry = {
			at: now,
			method: request.method,
			path: request.path,
			query: request.query,
			status: 0,
			delivery: 'answer',
			applied: false,
			requestId: undefined,
			sentId: request.headers['x-request-id'],
			type: undefined,
			recordIds: [],
			taken: 0,
			bytes: Buffer.byteLength(request.body),
			body: this.options.keepBodies ? request.body : '',
		};
		const fault = this.faults.take(request.path);
		const reply = fault
			? this.withFault(request, now, entry, fault)
			: this.answer(request, now, entry);
		entry.status = reply.status;
		entry.delivery = reply.delivery;
		this.requests.add(entry, sizeOf(entry));
		return { ...reply, latencyMs: fault?.latencyMs ?? this.options.latencyMs };
	}

	private withFault(
		request: SandboxRequest,
		now: number,
		entry: LogEntry,
		fault: Fault,
	): SandboxReply {
		const replaced = fault.status !== undefined;
		// What only happens to the answer happens after the records were taken in.
		const applies = fault.apply ?? (!replaced && fault.delivery !== 'reset');
		const whole = applies
			? this.answer(request, now, entry)
			: { status: 0, headers: {}, body: '', delivery: 'answer' as const, latencyMs: 0 };
		return {
			...whole,
			delivery: fault.delivery ?? 'answer',
			status: fault.status ?? whole.status,
			headers: { ...(replaced ? {} : whole.headers), ...fault.headers },
			body: fault.body ?? (replaced ? '' : whole.body),
		};
	}

	private answer(request: SandboxRequest, now: number, entry: LogEntry): SandboxReply {
		const answer = this.plainAnswer(request, now, entry);
		const refused = answer.status >= 400 && this.options.refusalShape === 'problem';
		return refused ? problemDocument(answer) : answer;
	}

	private plainAnswer(request: SandboxRequest, now: number, entry: LogEntry): SandboxReply {
		if (request.headers['x-ometria-auth'] !== this.options.token) {
			return reply(403, { message: 'API key is not authorised to access this resource' });
		}
		const isPush = request.path === '/push';
		if (!this.limiters[groupOf(request.path)].allows(now)) {
			return this.tooMany('Rate limit exceeded', isPush ? now : undefined);
		}
		if (isPush && request.method === 'POST') return this.push(request, now, entry);
		if (request.path === '/push/_errors' && request.method === 'GET') {
			return reply(200, this.errorList(now));
		}
		return (
			readEndpoint(request, this) ??
			writeEndpoint(request, this.data, now) ??
			reply(404, { message: 'Not found' })
		);
	}

	private tooMany(message: string, pushAt: number | undefined): SandboxReply {
		const { retryAfterSeconds } = this.options;
		const retry: Record<string, string> =
			retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
		return reply(
			429,
			{ message },
			{ ...retry, ...(pushAt === undefined ? {} : this.queueHeaders(pushAt)) },
		);
	}

	private push(request: SandboxRequest, now: number, entry: LogEntry): SandboxReply {
		const records = parse(request.body);
		const problem = requestProblem(records, entry.bytes > MAX_RECORD_BYTES);
		if (problem) return reply(400, { message: problem }, this.queueHeaders(now));
		const all = records as JsonObject[];
		const type = all[0]['@type'] as RecordType;
		entry.type = type;
		entry.recordIds = all.map(idText);
		this.drainBacklog(now);
		if (this.backlog + all.length > this.options.backlogLimit) {
			return this.tooMany('Queue is full', now);
		}
		const receipt = all.map((record) => this.receiptOf(record));
		if (receipt.includes('refuseRequest')) {
			return reply(400, { message: 'Payload invalid' }, this.queueHeaders(now));
		}

		const requestId = this.newRequestId();
		entry.requestId = requestId;
		entry.applied = true;
		let accepted = 0;
		for (const [index, record] of all.entries()) {
			if (receipt[index] === 'take') {
				accepted++;
				this.take({ type, record, requestId }, now);
			} else if (receipt[index] === 'reject') {
				this.addError({ type, record, requestId }, 'root', now);
			}
		}
		entry.taken = accepted;
		this.backlog += accepted;
		const body = { status: 'OK', request_id: requestId, accepted, rejected: all.length - accepted };
		return reply(this.options.pushStatus, body, this.queueHeaders(now));
	}

	private receiptOf(record: JsonObject): OnReceipt {
		const { onReceipt, rejectEvery } = this.options;
		const receipt = onReceipt(record);
		this.recordCount++;
		return receipt === 'take' && rejectEvery > 0 && this.recordCount % rejectEvery === 0
			? 'reject'
			: receipt;
	}

	/** Stores a record, or notes what is wrong with it: to the sender both look the same. */
	private take(received: Received, now: number): void {
		const { type, record } = received;
		const paths = findWrongPaths(type, record, this.store.has(type, record));
		if (paths.length === 0) {
			this.store.put(type, record, now);
			if (type === 'contact') this.changeSegments(record, now);
		}
		for (const path of paths) this.addError(received, path, now);
	}

	/** A contact's profile is an assumption: one of its own, with an ID made of the contact's. */
	private changeSegments(contact: JsonObject, now: number): void {
		const profileId = `profile-${idText(contact)}`;
		const segments = (name: string) => {
			const ids = contact[name];
			return Array.isArray(ids) ? ids.map(String) : [];
		};
		const leaves = [...segments('@add_to_lists'), ...segments('@remove_from_lists')];
		if (leaves.length === 0) return;
		this.data.remove('members', ({ list_id: list, profile_id: profile }) => {
			return profile === profileId && leaves.includes(String(list));
		});
		const lists = this.data.rows('lists').filter(({ type }) => type === 'STATIC');
		const joins = segments('@add_to_lists').filter((id) => lists.some((list) => list.id === id));
		const { email } = contact;
		this.data.put(
			'members',
			joins.map((id) => ({
				list_id: id,
				profile_id: profileId,
				...(email !== undefined && { email }),
			})),
			now,
		);
	}

	private addError({ type, record, requestId }: Received, path: string, now: number): void {
		const error: StoredError = {
			request_id: requestId,
			record_type: type,
			record_id: idText(record),
			record,
			timestamp: new Date(now).toISOString().replace('Z', '+00:00'),
			account: 'sandbox',
			source: 'api',
			message: { error_message: 'not a valid value', error_path: path },
		};
		this.errors.add({ visibleAt: now + this.options.errorDelayMs, error }, sizeOf(error));
	}

	private errorList(now: number): unknown {
		const errors = this.visibleErrors(now);
		return this.options.errorShape === 'full' ? errors : errors.map(({ message }) => message);
	}

	private drainBacklog(now: number): void {
		const seconds = (now - (this.backlogAt ?? now)) / 1000;
		this.backlog = Math.max(0, this.backlog - seconds * this.options.backlogDrainPerSecond);
		this.backlogAt = now;
	}

	private queueHeaders(now: number): Record<string, string> {
		if (!this.options.backlogHeaders) return {};
		this.drainBacklog(now);
		const { backlogLimit } = this.options;
		return {
			'x-queuesize-limit': String(backlogLimit),
			'x-queuesize-remaining': String(Math.floor(backlogLimit - this.backlog)),
		};
	}

	private newRequestId(): string {
		const hex = createHash('sha256').update(String(this.requestCount++)).digest('hex');
		return [
			hex.slice(0, 8),
			hex.slice(8, 12),
			`4${hex.slice(13, 16)}`,
			`8${hex.slice(17, 20)}`,
			hex.slice(20, 32),
		].join('-');
	}
}

/** A refusal as a problem document (RFC 7807), in the form of Ometria's own libraries. */
function problemDocument(answer: SandboxReply): SandboxReply {
	const { status, headers, body } = answer;
	const title = STATUS_CODES[status] ?? '';
	const { message } = parse(body) as JsonObject;
	return {
		...answer,
		headers: { ...headers, 'content-type': 'application/problem+json' },
		body: JSON.stringify({ type: 'about:blank', title, detail: message ?? title, status }),
	};
}
