import type { Rule } from './rule';

/** What came of sending, of a request, or of the node as a whole. */
export const FAILURE_RULES = {
	rejected: {
		level: 'failure',
		happened: 'Ometria named this record, in its answer or its error list',
		fix: 'repair it and send it again',
	},
	rejected_not_named: {
		level: 'failure',
		happened: 'Ometria rejected some records of the request and did not say which',
		fix: 'check the error list before you send it again',
	},
	not_sent: {
		level: 'failure',
		happened: 'the run stopped before this record was sent',
		fix: 'send it again as it is',
	},
	all_refused: {
		level: 'failure',
		happened:
			'Ometria refused the record with its request, and not alone: the run stopped, as 20 others were refused one by one with the same words and none was accepted',
		fix: 'correct what Ometria names, then send all again',
	},
	cancelled: {
		level: 'failure',
		happened: 'the execution was cancelled',
		fix: 'send it again as it is',
	},
	unreadable_answer: {
		level: 'failure',
		happened:
			"the answer says success, but its body is not Ometria's; Ometria may have received the request",
		fix: 'send a record again as it is; check the base URL',
	},
	network_error: {
		level: 'failure',
		happened: 'no answer came, for a cause that no other reason names',
		fix: 'send a record again as it is',
	},
	n8n_failed: {
		level: 'failure',
		happened:
			'n8n could not read the credential, as while its database is not reachable; nothing was sent',
		fix: 'send it again as it is when n8n has recovered',
	},
	throttled: {
		level: 'failure',
		happened:
			'the account made too many requests (HTTP 429), and no request slot became free in time',
		fix: 'make fewer requests, or wait for other programs that use the account',
	},
	failed: {
		level: 'failure',
		happened: 'a look-up, an email or a merge got no usable answer after retries',
		fix: 'try again; an email or merge only if the message does not say that Ometria may already have processed it',
	},
	refused: {
		level: 'failure',
		happened: 'Ometria refused a look-up, an email or a merge',
		fix: 'correct what Ometria names',
	},
	unauthorised: {
		level: 'failure',
		happened: 'Ometria refused the access token (HTTP 401 or 403)',
		fix: 'check the access token in the credential and its permissions',
	},
	not_found: {
		level: 'failure',
		happened: 'Ometria has no such object, or the base URL is wrong (HTTP 404)',
		fix: 'check the ID, and the base URL in the credential',
	},
	redirected: {
		level: 'failure',
		happened: 'the base URL is redirected, and the token is not sent elsewhere',
		fix: 'enter the final address in the credential',
	},
	answer_too_large: {
		level: 'failure',
		happened: 'the answer to a look-up is larger than 10 MB, even for a single row',
		fix: 'ask for fewer or smaller rows',
	},
	unexpected_status: {
		level: 'failure',
		happened: 'the answer has a status that Ometria does not document',
		fix: 'check the base URL in the credential',
	},
	wrong_parameter: {
		level: 'failure',
		happened: 'a parameter or its expression gives a value that cannot be used for this item',
		fix: 'correct the parameter that the message names',
	},
	node_failed: {
		level: 'failure',
		happened: 'the node could not run: a wrong option, an unusable credential',
		fix: 'correct what the message names',
	},
	unexpected_error: {
		level: 'failure',
		happened: 'n8n refused an expression, or the node has a fault',
		fix: 'correct the expression; report a fault of the node',
	},
} satisfies Record<string, Rule>;

/** Reasons that hold an HTTP status, by the statuses; more of them come as `http_` and the status. */
export const STATUS_RULES = {
	'http_400, http_413, http_422': {
		level: 'failure',
		happened: 'Ometria refused the request; the record was found by halving it',
		fix: 'repair it and send it again',
	},
	'http_408, http_425, http_429, http_500, http_502, http_503, http_504': {
		level: 'failure',
		happened:
			'retried until _Give Up After (Seconds)_ was over, or as often as _Max Retries_ allows where it is set; the same for other 5xx',
		fix: 'send it again as it is',
	},
	'http_401, http_403, http_404, http_302': {
		level: 'failure',
		happened: 'this answer stopped the run; the same for other statuses',
		fix: 'correct the credential or the base URL, then send it again',
	},
} satisfies Record<string, Rule>;
