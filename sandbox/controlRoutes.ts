import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { AccountServer } from './core/accountServer';
import { overviewOf } from './core/overview';
import { type Table, TABLES } from './core/tables';
import {
	DELIVERIES,
	type Fault,
	type JsonObject,
	RATE_MODELS,
	type SandboxOptions,
	type StoredError,
} from './core/types';

const COUNT = { type: 'integer', minimum: 0 };
const MS = { type: 'number', minimum: 0, maximum: 3_600_000 };
const STATUS = { type: 'integer', minimum: 200, maximum: 599 };
const OBJECTS = { type: 'array', items: { type: 'object' } };
const LIMIT = {
	type: 'object',
	additionalProperties: false,
	required: ['model', 'perSecond'],
	properties: {
		model: { enum: RATE_MODELS },
		perSecond: { type: 'number', minimum: 0 },
		windowMs: { type: 'number', exclusiveMinimum: 0 },
	},
};

const OPTIONS = {
	type: 'object',
	additionalProperties: false,
	properties: {
		token: { type: 'string', minLength: 1 },
		pushLimit: LIMIT,
		dataLimit: LIMIT,
		emailLimit: LIMIT,
		mergeLimit: LIMIT,
		deletionLimit: LIMIT,
		retryAfterSeconds: { type: 'number', minimum: 0 },
		errorShape: { enum: ['full', 'short'] },
		refusalShape: { enum: ['message', 'problem'] },
		errorDelayMs: MS,
		backlogLimit: COUNT,
		backlogDrainPerSecond: { type: 'number', minimum: 0 },
		backlogHeaders: { type: 'boolean' },
		latencyMs: MS,
		pushStatus: STATUS,
		keepBodies: { type: 'boolean' },
		rejectEvery: COUNT,
	},
};

const FAULTS = {
	type: 'array',
	items: {
		type: 'object',
		additionalProperties: false,
		properties: {
			name: { type: 'string' },
			path: { type: 'string', pattern: '^/' },
			times: { anyOf: [{ type: 'integer', minimum: 1 }, { const: 'always' }] },
			after: COUNT,
			status: STATUS,
			headers: { type: 'object', additionalProperties: { type: 'string' } },
			body: { type: 'string' },
			delivery: { enum: DELIVERIES },
			apply: { type: 'boolean' },
			latencyMs: MS,
		},
	},
};

const RECORDS_SHOWN = 25;
const SEARCH = {
	type: 'object',
	additionalProperties: false,
	properties: { find: { type: 'string', default: '' } },
};
const searchedFor = (request: FastifyRequest) => (request.query as { find: string }).find;

const TABLE_NAME = { type: 'object', properties: { table: { enum: TABLES } } };
const tableOf = (request: FastifyRequest): Table => (request.params as { table: Table }).table;

/** For tests and people: what arrived, and the faults and options of the sandbox. */
export function addControlRoutes(app: FastifyInstance, account: AccountServer): void {
	const done = { ok: true };
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'));
	app.get('/overview', () => overviewOf(account, Date.now()));
	app.get('/state', () => {
		const overview = overviewOf(account, Date.now());
		const { requests, pushes, statuses, recordsReceived, recordsStored } = overview;
		const { errorsListed, dropped } = overview;
		return {
			requests,
			pushes,
			statuses,
			records_received: recordsReceived,
			records_stored: recordsStored,
			errors: errorsListed,
			dropped,
		};
	});
	app.get('/requests', () => account.log);
	app.get('/records', { schema: { querystring: SEARCH } }, (request) =>
		account.store.find(searchedFor(request), RECORDS_SHOWN),
	);
	app.get('/rejected', { schema: { querystring: SEARCH } }, (request) =>
		account.findRejected(searchedFor(request), RECORDS_SHOWN, Date.now()),
	);
	app.get('/errors', () => account.visibleErrors(Date.now()));
	app.post('/errors', { schema: { body: OBJECTS } }, (request) => {
		account.addErrors(request.body as StoredError[], Date.now());
		return done;
	});
	app.post('/faults', { schema: { body: FAULTS } }, (request) => {
		account.script(...(request.body as Fault[]));
		return done;
	});
	app.delete('/faults', () => {
		account.faults.clear();
		return done;
	});
	app.delete('/faults/:name', (request) => {
		account.faults.clear((request.params as { name: string }).name);
		return done;
	});
	app.post('/options', { schema: { body: OPTIONS } }, (request) => {
		account.setOptions(request.body as Partial<SandboxOptions>);
		return done;
	});
	app.get('/rows/:table', { schema: { params: TABLE_NAME } }, (request) =>
		account.data.rows(tableOf(request)),
	);
	app.post('/rows/:table', { schema: { params: TABLE_NAME, body: OBJECTS } }, (request) => {
		account.data.put(tableOf(request), request.body as JsonObject[], Date.now());
		return done;
	});
	app.post('/reset', () => {
		account.reset();
		return done;
	});
}
