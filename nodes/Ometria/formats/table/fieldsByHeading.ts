import type { RowFields } from '../types';
import { CONSENT_FIELDS } from './consent';
import type { ColumnPlan } from './plan';

const known = new WeakMap<ColumnPlan, RowFields>();

/** The fields that the columns of a plan are sent as, and the columns that decide with others. */
export function fieldsByHeading(plan: ColumnPlan): RowFields {
	let found = known.get(plan);
	if (!found) {
		const { idHeading, columns, lines, consents, consentTime, priceBefore } = plan;
		const fields: Array<readonly [heading: string, field: string]> = [
			...columns.map(({ heading, field }) => [heading, field] as const),
			...lines.map(({ heading, field }) => [heading, `lineitems.${field}`] as const),
			// One without its own field can take a consent back.
			...consents.map(
				({ heading, field, channel }) =>
					[heading, field ?? CONSENT_FIELDS[channel === 'sms' ? 'sms' : 'email']] as const,
			),
			...(consentTime === undefined ? [] : [[consentTime, 'timestamp_subscribed'] as const]),
			...(priceBefore === undefined ? [] : [[priceBefore, 'price'] as const]),
			[idHeading, 'id'],
		];
		const inOmetria = fields.map(
			([heading, field]) => [heading, field.replaceAll('.', ' > ')] as const,
		);
		found = { fields: new Map(inOmetria), deciding: plan.reads };
		known.set(plan, found);
	}
	return found;
}
