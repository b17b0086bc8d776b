import type { Json } from '../types';
import { objectAt, utcTime, zonedTime } from './values';

/** Where shops say when an object was last changed; Magento's and WooCommerce's are UTC. */
const KEYS = ['updated_at', 'updatedAt', 'date_modified_gmt'];
/** Shopify's notifications of consent have no other time. */
const CONSENTS = ['email_marketing_consent', 'sms_marketing_consent'];

function timeIn(value: unknown): number | undefined {
	const time = zonedTime(utcTime(value));
	return time === undefined ? undefined : Date.parse(time);
}

/** When the shop last changed what is in a payload, in ms since the epoch; undefined where it does not say. */
export function changeTime(json: Json): number | undefined {
	for (const key of KEYS) {
		const time = timeIn(json[key]);
		if (time !== undefined) return time;
	}
	const times = CONSENTS.map((key) => timeIn(objectAt(json, key).consent_updated_at));
	return times.find((time) => time !== undefined);
}
