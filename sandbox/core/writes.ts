import type { AccountData } from './accountData';
import { isObject, parse, reply } from './json';
import type { JsonObject, SandboxReply, SandboxRequest } from './types';

/** Status 200 is documented; the answer's body is not, nor what is refused and how. */
function sendEmail(body: JsonObject | undefined, data: AccountData, now: number): SandboxReply {
	const to = isObject(body?.to) ? body.to : {};
	if (typeof to.email !== 'string') return reply(400, { message: 'to.email is required' });
	if (!Number.isInteger(body?.template_id))
		return reply(400, { message: 'template_id is required' });
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
