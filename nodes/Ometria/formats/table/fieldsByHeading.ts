import { CONSENT_FIELDS } from './consent';
import type { Plan } from './plan';

const known = new WeakMap<Plan, ReadonlyMap<string, string>>();

/** The fields that the columns of a plan are sent as, in Ometria's notation, by heading. */
export function fieldsByHeading(plan: Plan): ReadonlyMap<string, string> {
	let fields = known.get(plan);
	if (!fields) {
		const { idHeading, columns, consents, consentTime, priceBefore } = plan;
		fields = new Map([
			...columns.map(({ heading, field }): [string, string] => [heading, field]),
			// One without a field of its own can take a consent back.
			...consents.map(({ heading, field, channel }): [string, string] => [
				heading,
				field ?? CONSENT_FIELDS[channel === 'sms' ? 'sms' : 'email'],
			]),
			...(consentTime === undefined ? [] : [[consentTime, 'timestamp_subscribed'] as const]),
			...(priceBefore === undefined ? [] : [[priceBefore, 'price'] as const]),
			[idHeading, 'id'],
		]);
		fields = new Map(
			[...fields].map(([heading, field]) => [heading, field.replaceAll('.', ' > ')]),
		);
		known.set(plan, fields);
	}
	return fields;
}
