import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { checkRecord as CheckRecord } from '../nodes/Ometria/records';
import { order, orderToConvert } from './records';

/** From dist: what users run. */
const { checkRecord } = createRequire(__filename)(
	join(__dirname, '..', 'dist', 'nodes', 'Ometria', 'records', 'index.js'),
) as { checkRecord: typeof CheckRecord };

const RULES = {
	convertTypes: true,
	validation: 'standard',
	unknownFields: 'send',
	emptyValues: 'leaveOutEmptyTexts',
	excelDates: 'refuse',
	timezoneChosen: false,
	timezone: 'Europe/London',
	nowMs: 0,
} as const;

export interface CheckFigures {
	name: string;
	/** µs a record. */
	stringifyUs: number;
	checkUs: number;
}

function microseconds(records: object[], work: (record: object) => unknown): number {
	const runs = Array.from({ length: 5 }, () => {
		const start = process.hrtime.bigint();
		for (const record of records) work(record);
		return Number(process.hrtime.bigint() - start) / 1000 / records.length;
	});
	return runs.sort((a, b) => a - b)[2];
}

/** Measures checking beside serialising, both over the same records in the same process. */
export function measureChecks(count: number): CheckFigures[] {
	const kinds = {
		'already in the right types': order,
		'ids, amounts, counts, time and flag to convert': orderToConvert,
	};
	return Object.entries(kinds).map(([name, make]) => {
		const records = Array.from({ length: count }, (_, i) => make(i));
		const check = (record: object) => {
			if (!checkRecord('order', record as Record<string, unknown>, RULES, { merges: true }).ok) {
				throw new Error('not valid');
			}
		};
		return {
			name,
			stringifyUs: microseconds(records, (record) => JSON.stringify(record)),
			checkUs: microseconds(records, check),
		};
	});
}
