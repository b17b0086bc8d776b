import { isObject } from '../utils/json';
import { DAY_MS, parseTimeMs } from '../utils/time';
import type { RecordFindings } from './findings';
import type { JsonRecord } from './types';

/** Collections for double opt-in by text message. Source: SMS double opt-in (documented). */
export const SMS_COLLECTIONS: readonly string[] = ['optin:sms', 'double_optin:sms'];
/** An older consent triggers no text message (documented). */
const MAX_AGE_DAYS = 10;
/** What such a record may hold: what identifies the contact, and the consent. */
const ALLOWED = new Set([
	'@type',
	'@collection',
	'@merge',
	'id',
	'email',
	'customer_id',
	'phone_number',
	'channels',
]);

/** Warns of what Ometria accepts in one of {@link SMS_COLLECTIONS} and then does nothing with. */
export function checkSmsConsent(
	findings: RecordFindings,
	record: JsonRecord,
	collection: string,
): void {
	const others = Object.keys(record).filter((name) => !ALLOWED.has(name));
	if (others.length > 0) {
		findings.add('', 'sms_consent_fields', { collection, others });
	}
	const { channels } = record;
	const sms = isObject(channels) ? channels.sms : undefined;
	const given = isObject(sms) ? sms.dt_updated_marketing : undefined;
	const { timezone, nowMs } = findings.rules;
	const time = parseTimeMs(given, timezone);
	if (time !== undefined && nowMs - time <= MAX_AGE_DAYS * DAY_MS) return;
	findings.add('channels > sms > dt_updated_marketing', 'sms_consent_time', {
		isMissing: time === undefined,
	});
}
