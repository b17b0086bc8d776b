import type { AccountData } from './accountData';
import { isObject, parse, reply } from './json';
import type { JsonObject, SandboxReply, SandboxRequest } from './types';

const MAX_FILES = 10;
const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** MIME types that are taken, each with the extensions of its files (documented). */
const FILE_TYPES: Partial<Record<string, RegExp>> = {
	'application/pdf': /\.pdf$/i,
	'image/png': /\.png$/i,
	'image/jpeg': /\.jpe?g$/i,
};

/** What is wrong with an email's attachments; the rules are documented, the texts are not. */
function attachmentProblem(attachments: unknown): string | undefined {
	if (!Array.isArray(attachments)) return 'attachments must be an array';
	if (attachments.length > MAX_FILES) return 'too many attachments';
	const names = new Set<unknown>();
	let bytes = 0;
	for (const attachment of attachments) {
		const { name, type, data } = isObject(attachment) ? attachment : {};
		if (typeof name !== 'string' || typeof type !== 'string' || typeof data !== 'string') {
			return 'an attachment needs name, type and data';
		}
		if (!FILE_TYPES[type]?.test(name)) return `attachment ${name} is of a type that is not taken`;
		const content = Buffer.from(data, 'base64');
		if (content.length === 0) return `attachment ${name} is empty`;
		bytes += content.length;
		names.add(name);
	}
	if (bytes > MAX_FILE_BYTES) return 'attachments are too large';
	return names.size < attachments.length ? 'attachments must have different names' : undefined;
}

/** Status 200 is documented; the answer's body is not, nor how the sandbox's refusals look. */
function sendEmail(body: JsonObject | undefined, data: AccountData, now: number): SandboxReply {
	const to = isObject(body?.to) ? body.to : {};
	const own = isObject(body?.content) ? body.content : {};
	if (typeof to.email !== 'string') return reply(400, { message: 'to.email is required' });
	if (!Number.isInteger(body?.template_id) && typeof own.html !== 'string') {
		return reply(400, { message: 'template_id or content.html is required' });
	}
	const problem = attachmentProblem(body?.attachments ?? []);
	if (problem !== undefined) return reply(400, { message: problem });
	data.put('emails', [body ?? {}], now);
	return reply(200, { status: 'OK' });
}

const IDENTIFIERS = ['customer_id', 'email_address', 'phone_number', 'profile_hash'];

function isIdentifier(value: unknown): boolean {
	return (
		isObject(value) && IDENTIFIERS.includes(String(value.type)) && typeof value.value === 'string'
	);
}

/** The body is documented (5 customers at most); status and answer are not. */
function mergeProfiles(body: JsonObject | undefined, data: AccountData, now: number): SandboxReply {
	const { survivor, customers_to_merge: merged } = body ?? {};
	if (!isIdentifier(survivor)) return reply(400, { message: 'survivor is not valid' });
	if (
		!Array.isArray(merged) ||
		merged.length < 1 ||
		merged.length > 5 ||
		!merged.every(isIdentifier)
	) {
		return reply(400, { message: 'customers_to_merge is not valid' });
	}
	data.put('merges', [body ?? {}], now);
	return reply(200, { job_id: String(data.rows('merges').length) });
}

/** The writing endpoints beside push; undefined for a path that is none of them. */
export function writeEndpoint(
	request: SandboxRequest,
	data: AccountData,
	now: number,
): SandboxReply | undefined {
	if (request.method !== 'POST') return undefined;
	const parsed = parse(request.body);
	const body = isObject(parsed) ? parsed : undefined;
	if (request.path === '/transactional-email/send') return sendEmail(body, data, now);
	if (request.path === '/merge-profile') return mergeProfiles(body, data, now);
	return undefined;
}
